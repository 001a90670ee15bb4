package format

import (
	"cmp"
	"fmt"
	"slices"

	"antecedent/data"
)

// A File is what was read from one file, or from the files of a folder: the
// examples, the rows that are wrong, and what is right but makes no example.
type File struct {
	Format   string // its name; of a folder of several formats, "mixed"
	Examples []data.Example
	Skipped  []Skipped
	Repeated []Skipped // rows of GAP whose ID an earlier row has; that one counts
	Passed   []Passed  // the most frequent reason first
	Files    int       // read from a folder; 0 if the file is no folder
	Ignored  int       // files of a folder that are of no known format

	// Completed counts the examples of which no candidate was an antecedent, so that no
	// answer could have been right; see [data.Example.AdmitGold].
	Completed int

	misfits    map[string]int    // skipped rows, by what their offsets seem to count
	skippedIDs map[string]string // of the skipped rows whose ID is known, by their places
}

// Skipped is a row that could not become an example, because something in it is wrong.
type Skipped struct {
	Where  string // file name and line, "gap.tsv:17"
	Reason string
}

func (s Skipped) String() string { return "data: " + s.Where + ": " + s.Reason }

// Passed counts what a file holds that is in order but makes no example, such as
// pronouns of an annotated document that refer to nothing nearby.
type Passed struct {
	Reason string
	Count  int
}

func (p Passed) String() string { return fmt.Sprintf("%d passed over: %s", p.Count, p.Reason) }

// Summary returns lines that say how many examples were read from the file at path,
// which rows were skipped, and how much was passed over.
func (f *File) Summary(path string) []string {
	const most = 10 // rows; a broken file would fill the screen
	from := f.Format
	if f.Files > 0 {
		from += fmt.Sprintf(", files: %d", f.Files)
	}
	if f.Ignored > 0 {
		from += fmt.Sprintf(", ignored: %d", f.Ignored)
	}
	lines := []string{fmt.Sprintf("%s: %d examples (%s), %d skipped", path, len(f.Examples), from, len(f.Skipped))}
	if n := len(f.Repeated); n > 0 {
		lines[0] += fmt.Sprintf(", %d repeated", n)
	}
	list := func(what string, rows []Skipped) {
		for i, s := range rows {
			if i == most {
				lines = append(lines, fmt.Sprintf("  … and %d more", len(rows)-most))
				break
			}
			lines = append(lines, "  "+what+" "+s.String())
		}
	}
	list("skipped", f.Skipped)
	list("repeated", f.Repeated)
	if unit := f.mostMisfits(); unit != "" {
		lines = append(lines, "  "+unit)
	}
	if f.Completed > 0 {
		lines = append(lines, fmt.Sprintf("  %d had no antecedent among their candidates; the antecedents were added", f.Completed))
	}
	for _, p := range f.Passed {
		lines = append(lines, "  "+p.String())
	}
	return lines
}

// Clean reports whether every row of the file made an example as it stood.
func (f *File) Clean() bool { return len(f.Skipped)+len(f.Repeated)+f.Completed == 0 }

// misfit counts n rows more whose offsets seem to count something else.
func (f *File) misfit(unit string, n int) {
	if f.misfits == nil {
		f.misfits = make(map[string]int)
	}
	f.misfits[unit] += n
}

// mostMisfits says what the offsets of most of the skipped rows, and of several, seem to
// count. It is empty if there is no such unit.
func (f *File) mostMisfits() string {
	for unit, n := range f.misfits {
		if n > 1 && 2*n > len(f.Skipped) {
			return fmt.Sprintf("the offsets of %d of the %d skipped look like %s", n, len(f.Skipped), unit)
		}
	}
	return ""
}

// skipID notes the ID of a row that was skipped.
func (f *File) skipID(place, id string) {
	if f.skippedIDs == nil {
		f.skippedIDs = make(map[string]string)
	}
	f.skippedIDs[place] = id
}

// pass counts n things more that were passed over for a reason.
func (f *File) pass(reason string, n int) {
	for i := range f.Passed {
		if f.Passed[i].Reason == reason {
			f.Passed[i].Count += n
			return
		}
	}
	f.Passed = append(f.Passed, Passed{reason, n})
}

// sortPassed sorts the reasons by their counts.
func (f *File) sortPassed() {
	slices.SortFunc(f.Passed, func(a, b Passed) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Reason, b.Reason))
	})
}

// checkEmpty returns an error if the file holds no example.
func (f *File) checkEmpty(path string) error {
	switch {
	case len(f.Examples) > 0:
		return nil
	case len(f.Skipped) > 0:
		err := fmt.Errorf("%s; no row of the file can be used (%d skipped)", f.Skipped[0], len(f.Skipped))
		if unit := f.mostMisfits(); unit != "" {
			err = fmt.Errorf("%w: %s", err, unit)
		}
		return err
	case len(f.Passed) > 0:
		return fmt.Errorf("data: %s holds no examples: %s", path, f.Passed[0])
	case f.Files > 0:
		return fmt.Errorf("data: %s holds no examples: no file in it has one", path)
	}
	return fmt.Errorf("data: %s holds no examples: it has a header and no row", path)
}
