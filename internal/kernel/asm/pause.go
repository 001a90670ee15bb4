package main

import "github.com/mmcloughlin/avo/attr"

// pause emits the instruction for a loop that waits: the processor leaves its
// units to the other thread of the same core, which may be the one waited for.
func (e *emitter) pause() {
	e.Function("pause")
	e.Attributes(attr.NOSPLIT)
	e.Doc("pause waits for a moment; other processors do not know it.")
	e.SignatureExpr("func()")
	e.PAUSE()
	e.RET()
}
