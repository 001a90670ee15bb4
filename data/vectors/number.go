package vectors

// maxNumber bounds the numbers of a file, so that sums of squares stay finite.
const maxNumber = 1e12

// powers are the powers of ten that are exact in a float64.
var powers = [...]float64{1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11,
	1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22}

// number reads a decimal number at the beginning of b, such as "-0.038194" or
// "1.5e-05", and returns how many bytes it takes: 0 where there is none, where
// it is followed by something other than a blank, or where it is too large. It
// is several times as fast as strconv.ParseFloat; the error is below 1e-15 of
// the number, far less than a float32 can show.
func number(b []byte) (float32, int) {
	i := 0
	negative := false
	if i < len(b) && (b[i] == '-' || b[i] == '+') {
		negative = b[i] == '-'
		i++
	}
	var m uint64 // the digits, as far as they fit
	var exponent, digits int
	start := i
	for ; i < len(b) && b[i]-'0' <= 9; i++ {
		if m < 1e17 {
			m = m*10 + uint64(b[i]-'0')
		} else {
			exponent++
		}
	}
	digits = i - start
	if i < len(b) && b[i] == '.' {
		i++
		start = i
		for ; i < len(b) && b[i]-'0' <= 9; i++ {
			if m < 1e17 {
				m = m*10 + uint64(b[i]-'0')
				exponent--
			}
		}
		digits += i - start
	}
	if digits == 0 {
		return 0, 0
	}
	if i < len(b) && (b[i] == 'e' || b[i] == 'E') {
		i++
		minus := false
		if i < len(b) && (b[i] == '-' || b[i] == '+') {
			minus = b[i] == '-'
			i++
		}
		e := 0
		start = i
		for ; i < len(b) && b[i]-'0' <= 9; i++ {
			e = min(e*10+int(b[i]-'0'), 1<<30) // no overflow
		}
		if i == start {
			return 0, 0
		}
		if minus {
			e = -e
		}
		exponent += e
	}
	if i < len(b) && !blank(b[i]) {
		return 0, 0
	}
	x := float64(m)
	switch {
	case m == 0:
	case exponent > 30:
		return 0, 0
	case exponent < -60:
		x = 0
	default:
		for ; exponent < -22; exponent += 22 {
			x /= powers[22]
		}
		if exponent < 0 {
			x /= powers[-exponent]
			break
		}
		for ; exponent > 22; exponent -= 22 {
			x *= powers[22]
		}
		x *= powers[exponent]
	}
	if x > maxNumber {
		return 0, 0
	}
	if negative {
		x = -x
	}
	return float32(x), i
}

func blank(c byte) bool { return c == ' ' || c == '\t' || c == '\r' }
