// Package checkpoints saves the steps of a training run and opens them again.
// A crash, a full disk, a second process or a damaged file costs at most the
// work since the last save.
//
// There are two main types. A [Step] is plain data: all that one saved step
// holds. A [Run] is a run's folder, open for training and locked:
//
//	run, err := checkpoints.Create(dir)    // or run, step, err := checkpoints.Resume(dir)
//	defer run.Close()
//	err = run.AppendMetrics(row)           // any number of rows
//	err = run.Save(step, 3)                // keep the newest three steps and the best one
//
// To use a model, [Open] reads a step from a folder and [OpenFS] from an
// [io/fs.FS], for example one that is embedded in a program; [OpenStepFS] is for a
// program that has the word vectors anyway. [NextDir] and [Newest] choose a run's
// folder where the user has named none. [ReadHistory] and [Snapshots] read how a run
// went, and [ReadTrained] what it was trained on. All of them can be called while the
// run trains.
//
// # On disk
//
//	checkpoints/run-3/
//	  metrics.jsonl                append-only, one object a line, each with its "step"
//	  vectors-<hash>.safetensors   frozen word vectors, for models that have them; written once
//	  trained.bin                  hashes of the texts that the run is trained on
//	  latest, best                 text files, each holding the name of a step's folder
//	  .lock                        locked while a process trains
//	  snapshots/
//	    step-000050.safetensors    the weights alone, where a run keeps any; begins with its SHA-256
//	  step-000200/                 never overwritten
//	    config.json  vocab.txt     all that inference needs beside the weights
//	    model.safetensors
//	    optimizer.safetensors
//	    state.json                 where the run stands; best.step is the best step so far
//	    manifest.json              format version, size and SHA-256 of each file; written last
//
// A step is written into .tmp-step-000200-1, each file synced and the manifest
// last, and then renamed into place; latest and best follow, and only then are
// old steps pruned, each of which is renamed to .tmp-step-000100-1 first. So a folder
// with the name of a step is whole, or damaged, and never half written.
//
// Nothing is chosen by latest and best, which are for people and scripts: the newest step
// is the one with the greatest number, and its state names the best. Resume deletes what
// a crash left, and writes the two files again.
//
// A file whose bytes are not those that the manifest names is refused, and the
// error names the file. A step that is not whole is passed over with a warning.
// It is never deleted: if it is in the place of a step that is to be saved, it
// is renamed to replaced-step-000200-1. Nothing is deleted that this package did
// not write, and a new run is not begun in a folder that holds anything else.
//
// Equal steps have equal bytes, and a run that was interrupted and resumed has the rows
// of one that was not, but for "seconds" in each row of metrics.jsonl, the time since
// its process began. The manifest of a step with word vectors is of format
// 3 and has one field more than format 2: "vectors", the name, size and checksum of
// their file. Format 1, which is read but not written, has a field "best", which said
// whether the step was the best when it was saved.
//
// # Caveats
//
// A run's folder must be on a file system that renames atomically and locks
// files; some network file systems do neither. The checksums detect accidents,
// not forgery. Opening a file never executes anything in it. Only regular files, or
// links to them, are read, of bounded size, and only regular files are written.
//
// # What this does not do
//
// It does not know what a model or an optimizer is, nor how steps compare. It
// prints nothing, does not save in the background, and writes float32 only.
package checkpoints
