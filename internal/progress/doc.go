// Package progress shows a training run to a person: a bar on a terminal
// ([Bar]), plain lines anywhere else ([Lines]). Both are observers of the run.
package progress
