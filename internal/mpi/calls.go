//go:build mpi && (linux || darwin)

package mpi

import (
	"bytes"
	"fmt"
	"sync"
	"time"
	"unsafe"

	"github.com/ebitengine/purego"
)

// calls is an open MPI library. It implements library.
//
// The addresses that C gets are of buffers that World has pinned, or of memory on the
// heap that calls refers to: neither moves, and both outlive the call.
type calls struct {
	family
	name string

	mu       sync.Mutex // held during a call: the thread level is MPI_THREAD_SERIALIZED
	requests [2]request
	begun    int // requests in use
	ended    int // of these, the first that have ended

	flag, count int32      // results
	text        [8192]byte // result: MPI_MAX_LIBRARY_VERSION_STRING of MPICH, and less for other texts
	names       []byte     // result: of the hosts
	arguments   [8]uintptr // of a call
	pause       [1]uintptr // the argument of usleep

	functions
}

// A request is an operation that MPI carries out.
type request struct {
	handle   uintptr   // MPI_Request: a pointer in Open MPI, an int in MPICH
	status   [8]uint64 // MPI_Status, of 24 or 20 bytes
	function string    // that began it
	want     int       // bytes to be received, or -1
}

// functions are addresses of C functions. Those of MPI are called through call.
type functions struct {
	getLibraryVersion, initThread, finalizeMPI, abortMPI uintptr
	commRank, commSize, commSetErrhandler, errorString   uintptr
	isend, irecv, ibcast, ibarrier, allgather            uintptr
	testRequest, getCount                                uintptr
	usleep, schedYield                                   uintptr // of the C library
}

// newCalls finds the functions of an open library.
func newCalls(handle uintptr) (*calls, error) {
	c := new(calls)
	for name, address := range map[string]*uintptr{
		"MPI_Get_library_version": &c.getLibraryVersion,
		"MPI_Init_thread":         &c.initThread,
		"MPI_Finalize":            &c.finalizeMPI,
		"MPI_Abort":               &c.abortMPI,
		"MPI_Comm_rank":           &c.commRank,
		"MPI_Comm_size":           &c.commSize,
		"MPI_Comm_set_errhandler": &c.commSetErrhandler,
		"MPI_Error_string":        &c.errorString,
		"MPI_Isend":               &c.isend,
		"MPI_Irecv":               &c.irecv,
		"MPI_Ibcast":              &c.ibcast,
		"MPI_Ibarrier":            &c.ibarrier,
		"MPI_Allgather":           &c.allgather,
		"MPI_Test":                &c.testRequest,
		"MPI_Get_count":           &c.getCount,
		"usleep":                  &c.usleep,
		"sched_yield":             &c.schedYield,
	} {
		var err error
		if *address, err = purego.Dlsym(handle, name); err != nil {
			return nil, fmt.Errorf("this is not a library of MPI 3 or later: there is no %s", name)
		}
	}
	if err := c.call("MPI_Get_library_version", c.getLibraryVersion, uintptr(unsafe.Pointer(&c.text)), uintptr(unsafe.Pointer(&c.count))); err != nil {
		return nil, err
	}
	line, _, _ := bytes.Cut(cString(c.text[:]), []byte("\n"))
	c.name = oneLine(string(line))
	var err error
	c.family, err = recognise(handle, c.name)
	return c, err
}

// call calls a function of MPI. It returns the text of the error code that the
// function returns. It does not allocate unless there is an error.
func (c *calls) call(name string, function uintptr, args ...uintptr) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	// Arguments in a slice of its own would be allocated anew for each call.
	a := c.arguments[:len(args)]
	copy(a, args)
	code, _, _ := purego.SyscallN(function, a...)
	if int32(code) == 0 { // MPI_SUCCESS
		return nil
	}
	purego.SyscallN(c.errorString, code, uintptr(unsafe.Pointer(&c.text)), uintptr(unsafe.Pointer(&c.count)))
	return fmt.Errorf("%s of MPI failed: %s", name, oneLine(string(cString(c.text[:]))))
}

// cString is what a buffer holds before its first zero byte.
func cString(buffer []byte) []byte {
	s, _, _ := bytes.Cut(buffer, []byte{0})
	return s
}

// initialise begins MPI and has errors returned that would otherwise end the process.
func (c *calls) initialise() error {
	const serialized = 2 // MPI_THREAD_SERIALIZED, in both families
	if err := c.call("MPI_Init_thread", c.initThread, 0, 0, serialized, uintptr(unsafe.Pointer(&c.count))); err != nil {
		return err
	}
	if c.count < serialized {
		return fmt.Errorf("%s does not support calls from several threads: it offers thread level %d, and 2 is needed", c.name, c.count)
	}
	return c.call("MPI_Comm_set_errhandler", c.commSetErrhandler, c.family.world, c.errorsReturn)
}

func (c *calls) version() string { return c.name }

func (c *calls) world() (rank, size int, err error) {
	if err := c.call("MPI_Comm_rank", c.commRank, c.family.world, uintptr(unsafe.Pointer(&c.count))); err != nil {
		return 0, 0, err
	}
	rank = int(c.count)
	err = c.call("MPI_Comm_size", c.commSize, c.family.world, uintptr(unsafe.Pointer(&c.count)))
	return rank, int(c.count), err
}

func (c *calls) hosts(own string, size int) ([]string, error) {
	const width = 64 // bytes of a name, the rest is cut off
	c.names = make([]byte, width*(1+size))
	name, all := c.names[:width], c.names[width:]
	copy(name, own)
	err := c.call("MPI_Allgather", c.allgather, uintptr(unsafe.Pointer(&name[0])), width, c.bytes, uintptr(unsafe.Pointer(&all[0])), width, c.bytes, c.family.world)
	list := make([]string, size)
	for i := range list {
		list[i] = string(cString(all[i*width : (i+1)*width]))
	}
	return list, err
}

// tag marks the messages of this package, which need only one.
const tag = 0

func (c *calls) beginSend(peer int, data []byte) error {
	r := c.next("MPI_Isend", -1)
	return c.call(r.function, c.isend, uintptr(unsafe.Pointer(&data[0])), uintptr(len(data)), c.bytes, uintptr(peer), tag, c.family.world, uintptr(unsafe.Pointer(&r.handle)))
}

func (c *calls) beginReceive(peer int, data []byte) error {
	r := c.next("MPI_Irecv", len(data))
	return c.call(r.function, c.irecv, uintptr(unsafe.Pointer(&data[0])), uintptr(len(data)), c.bytes, uintptr(peer), tag, c.family.world, uintptr(unsafe.Pointer(&r.handle)))
}

func (c *calls) beginBroadcast(data []byte) error {
	r := c.next("MPI_Ibcast", -1)
	return c.call(r.function, c.ibcast, uintptr(unsafe.Pointer(&data[0])), uintptr(len(data)), c.bytes, 0, c.family.world, uintptr(unsafe.Pointer(&r.handle)))
}

func (c *calls) beginBarrier() error {
	r := c.next("MPI_Ibarrier", -1)
	return c.call(r.function, c.ibarrier, c.family.world, uintptr(unsafe.Pointer(&r.handle)))
}

// next is the request of an operation that is about to begin.
func (c *calls) next(function string, want int) *request {
	r := &c.requests[c.begun]
	c.begun++
	r.handle, r.function, r.want = 0, function, want
	return r
}

// test asks for the requests one after the other. While one has not ended, each
// call moves the data of all.
func (c *calls) test() (done bool, err error) {
	for ; c.ended < c.begun; c.ended++ {
		r := &c.requests[c.ended]
		c.flag = 0
		if err := c.call(r.function, c.testRequest, uintptr(unsafe.Pointer(&r.handle)), uintptr(unsafe.Pointer(&c.flag)), uintptr(unsafe.Pointer(&r.status))); err != nil {
			return false, err
		}
		if c.flag == 0 {
			return false, nil
		}
		if r.want < 0 {
			continue
		}
		if err := c.call("MPI_Get_count", c.getCount, uintptr(unsafe.Pointer(&r.status)), c.bytes, uintptr(unsafe.Pointer(&c.count))); err != nil {
			return false, err
		}
		if int(c.count) != r.want {
			return false, fmt.Errorf("%d bytes were received where %d were expected: do all processes run the same program with the same arguments?", c.count, r.want)
		}
	}
	c.begun, c.ended = 0, 0
	return true, nil
}

func (c *calls) yield() { purego.SyscallN(c.schedYield) }

func (c *calls) sleep(d time.Duration) {
	c.pause[0] = uintptr(d.Microseconds())
	purego.SyscallN(c.usleep, c.pause[:]...)
}

func (c *calls) finalize() error { return c.call("MPI_Finalize", c.finalizeMPI) }

// abort does not wait for a call that does not return: the launcher ends the other
// processes also if this one exits without MPI_Abort.
func (c *calls) abort(code int) {
	for range 100 {
		if c.mu.TryLock() {
			purego.SyscallN(c.abortMPI, c.family.world, uintptr(code))
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
}
