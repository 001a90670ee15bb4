package kernel

// An Epilogue says what becomes of a product before it is stored:
//
//	dst = ( relu?( scale·a·b + dst? + bias? ) + residual? ) where mask? > 0, else 0
type Epilogue struct {
	Scale      float32   // multiplies the product; 0 stands for 1
	Accumulate bool      // adds what dst held
	Bias       []float32 // (Cols) added to each row
	ReLU       bool      // negative numbers become 0
	Residual   Matrix    // added; rows contiguous; none if Data is nil
	Mask       Matrix    // where it is not positive the result is 0; as Residual
}

// fits panics unless the epilogue's operands have the shape of dst.
func (e *Epilogue) fits(dst Matrix) {
	if e.Bias != nil && len(e.Bias) < dst.Cols {
		panic("kernel: the bias is shorter than a row")
	}
	for _, m := range []*Matrix{&e.Residual, &e.Mask} {
		if m.Data == nil {
			continue
		}
		if m.Rows != dst.Rows || m.Cols != dst.Cols || m.ColStride != 1 {
			panic("kernel: the residual or the mask does not fit")
		}
		m.check()
	}
}
