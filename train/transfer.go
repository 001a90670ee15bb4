package train

import (
	"bytes"
	"encoding/binary"
	"encoding/gob"
	"reflect"
)

// Broadcast copies the value of process 0 that v points to, as package gob encodes it, to
// those of the others.
func Broadcast(f Fleet, v any) error {
	if f.Size() == 1 {
		return nil
	}
	return transfer(v, f.Rank() == 0, f.Broadcast)
}

// send sends what v points to to a process, which calls receive.
func send(f Fleet, peer int, v any) error {
	return transfer(v, true, func(data []byte) error { return f.Exchange(peer, data, nil) })
}

// receive receives what process 0 sends.
func receive(f Fleet, v any) error {
	return transfer(v, false, func(data []byte) error { return f.Exchange(0, nil, data) })
}

// transfer encodes a value and moves it, or moves one here and decodes it: first its
// length, then its bytes.
func transfer(v any, from bool, move func(data []byte) error) error {
	var encoded bytes.Buffer
	if from {
		if err := gob.NewEncoder(&encoded).Encode(v); err != nil {
			return err
		}
	}
	length := binary.LittleEndian.AppendUint64(nil, uint64(encoded.Len()))
	if err := move(length); err != nil {
		return wrapFleet(err)
	}
	content := encoded.Bytes()
	if !from {
		content = make([]byte, binary.LittleEndian.Uint64(length))
	}
	if err := move(content); err != nil {
		return wrapFleet(err)
	}
	if from {
		return nil
	}
	reflect.ValueOf(v).Elem().SetZero() // gob leaves a field alone whose value is 0
	return gob.NewDecoder(bytes.NewReader(content)).Decode(v)
}
