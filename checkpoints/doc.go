// Package checkpoints saves the steps of a training run and opens them again,
// so that neither a crash nor a full disk, a second process or a damaged file
// costs more than the work since the last save.
//
// There are two types. A [Step] is plain data: all that one saved step holds.
// A [Run] is a run's folder, open for training and locked:
//
//	run, err := checkpoints.Create(dir)    // or run, step, err := checkpoints.Resume(dir)
//	defer run.Close()
//	run.AppendMetrics(row)                 // as often as you like
//	run.Save(step, checkpoints.SaveOptions{Best: true, Keep: 3})
//
// Whoever only uses a model needs one function, [Open]. [NextDir] and [Newest]
// choose a run's folder where nobody has named one.
//
// # On the disk
//
//	checkpoints/run-3/
//	  metrics.jsonl                one object a line, each with its "step"
//	  latest, best                 each holds the name of a step's folder
//	  .lock                        locked while a process trains
//	  snapshots/
//	    step-000050.safetensors    the weights alone, where a run keeps any
//	  step-000200/
//	    config.json  vocab.txt
//	    model.safetensors  optimizer.safetensors
//	    state.json
//	    manifest.json              format version, size and SHA-256 of each file; written last
//
// Equal steps are equal bytes. A step with anything but the bytes that its
// manifest names is refused, by the name of the file. A step without a valid
// manifest is passed over with a warning, and never deleted; nothing is
// deleted that this package did not write. Three further names appear for a
// moment, or for as long as a crash leaves them: .tmp-step-000200-1 is being
// written and .old-step-000200-1 being replaced; Resume clears them away.
// replaced-step-000200-1 is what lay in a step's place without being a whole
// step; it is left to you.
//
// # Caveats
//
// A run's folder must be on one file system that renames in one piece and
// locks files; some network file systems do neither. The checksums are against
// accidents, not against somebody who means to deceive: they can be computed
// anew. Yet opening a file never runs anything of it, and reads no more than
// is there.
//
// # What this does not do
//
// It does not know what a model or an optimizer is, nor which step is best; it
// never prints, and does not save in the background. It writes float32 only,
// and converts nothing from older formats, for there are none yet.
package checkpoints
