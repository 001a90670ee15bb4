// Package mpi lets the processes of one training run exchange bytes over MPI.
//
// [Open] joins the processes that a launcher (mpirun, mpiexec, srun) started and
// returns a [World], through which a process knows its rank, exchanges bytes
// with another process and receives what process 0 broadcasts. [Launched] and
// [Bound] look at the environment only.
//
//	world.go     World: rank, size, the end of a process
//	exchange.go  Exchange and Broadcast, with their time limit
//	wait.go      waiting for an operation without occupying a processor
//	launcher.go  what the environment says of the launcher
//	bound.go     a warning if the launcher restricts a process to too few processors
//	library.go   finding and opening the MPI library
//	family.go    what differs between Open MPI and MPICH
//	calls.go     the calls of MPI
//	absent.go    the default build, in which Open fails
//
// The MPI library is opened at run time, without cgo, in programs built with the
// tag mpi for Linux or macOS:
//
//	CGO_ENABLED=0 go build -tags mpi -o bin/ ./cmd/train
//
// Without the tag a program is statically linked, and [Open] returns an error
// that says how to build. The environment of the launcher decides which library
// is opened; the variable ANTECEDENT_MPI, the path of a libmpi.so, overrides it.
// Open MPI and the libraries with the binary interface of MPICH (MPICH, Intel
// MPI, MVAPICH, Cray MPICH) are supported.
//
// A process that exits without [World.Close] is a failure to the launcher, which
// then ends the other processes.
//
// What the package does not do: it reduces nothing. The order in which the
// reductions of MPI add depends on the library and on the number of processes,
// and with it the last bits of a sum.
package mpi
