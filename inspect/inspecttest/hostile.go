package inspecttest

import "strings"

// Hostile are texts that people do not write, but send: seeds of fuzz tests.
var Hostile = []string{
	"it", Lesson, "She saw it, and they told him.", strings.Repeat("it ", 40), "\x00it\x1b[2J\r\n\tit", "it e\u0301\u0301\u0301 \u0301it",
	"שלום he \u202eit\u202c \u200fshe", "👩‍👩‍👧 it 👩\u200d🇩🇪", "\xff\xfe it \xed\xa0\x80", strings.Repeat("A", 300) + " it", "<it> & \"it\" </title>]]>",
	"it" + strings.Repeat("\u0301", 300), "\u2028it\u2029\u0085it\u00a0it", "Anna's he'd it's 'twas don't", "it \ufffe\uffff\U0010ffff", "猫 it ﷽ ｱ 한",
}
