package kernel

import "sync"

// MultiplyParallel is [Multiply] with pieces of dst handed out to all processors.
func MultiplyParallel(dst, a, b Matrix, e Epilogue) {
	MultiplyAll(Product{Dst: dst, A: a, B: b, Epilogue: e})
}

// MultiplyAll makes several products, none of which may read what another
// writes, and hands out the pieces of all of them at once: processors wait for
// each other once, not after each product.
func MultiplyAll(list ...Product) {
	t := togethers.Get().(*together)
	t.run(list)
	togethers.Put(t)
}

// together are products that are made at the same time.
type together struct {
	places    []*product // kept from call to call with what they have packed
	products  []*product // of this call
	firstHalf int        // pieces in the first halves of all products
	piece     func(int)  // multiplyPiece, bound once
}

var togethers = sync.Pool{New: func() any {
	t := new(together)
	t.piece = t.multiplyPiece
	return t
}}

// worthSharing is the number of terms under which a product, of a few
// microseconds, is over before another processor has taken note.
const worthSharing = 1 << 17

func (t *together) run(list []Product) {
	for len(t.places) < len(list) {
		t.places = append(t.places, newProduct())
	}
	t.products = t.places[:len(list)]
	terms, pieces := 0, 0
	for i := range list {
		terms += list[i].Dst.Rows * list[i].Dst.Cols * list[i].A.Cols
	}
	each := inline
	if terms >= worthSharing {
		each = Parallel
	}
	t.firstHalf = 0
	for i, p := range t.products {
		p.begin(&list[i], terms >= worthSharing)
		if p.packs() {
			p.own.pack(each, p.B)
		}
		t.firstHalf += p.pieces() / 2
		pieces += p.pieces()
	}
	each(pieces, t.piece)
}

// multiplyPiece computes piece i of all: the first halves of the products come
// first, so that a processor gets, of each, the rows that it gets in any call.
func (t *together) multiplyPiece(i int) {
	second := i >= t.firstHalf
	if second {
		i -= t.firstHalf
	}
	for _, p := range t.products {
		first, n := 0, p.pieces()/2
		if second {
			first, n = n, p.pieces()-n
		}
		if i < n {
			p.multiplyPiece(first + i)
			return
		}
		i -= n
	}
}
