package kernel

// An Epilogue says what becomes of a product before it is stored:
//
//	dst = relu?( scale·a·b + dst? + bias? ) + residual?
type Epilogue struct {
	Scale      float32   // multiplies the product; 0 stands for 1
	Accumulate bool      // adds what dst held
	Bias       []float32 // (Cols) added to each row
	ReLU       bool      // negative numbers become 0
	Residual   Matrix    // added last; rows contiguous; none if Data is nil
}

// fits panics unless the epilogue's operands have the shape of dst.
func (e *Epilogue) fits(dst Matrix) {
	if e.Bias != nil && len(e.Bias) < dst.Cols {
		panic("kernel: the bias is shorter than a row")
	}
	if r := e.Residual; r.Data != nil {
		if r.Rows != dst.Rows || r.Cols != dst.Cols || r.ColStride != 1 {
			panic("kernel: the residual does not fit")
		}
		r.check()
	}
}
