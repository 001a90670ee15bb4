package predict

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

// CheckGAP returns an error if the rows cannot be written as GAP's: if an example has not
// two candidates, the names A and B, or has an ID that the file cannot hold.
func (a *Answers) CheckGAP() error {
	for _, row := range a.rows {
		switch {
		case row.Example == nil:
		case len(row.Example.Candidates) != 2:
			return fmt.Errorf("data: %s: GAP asks about two names, and this example has %d candidates; write JSONL", row.Source, len(row.Example.Candidates))
		case !isGAPID(row.ID):
			return fmt.Errorf("data: %s: the ID %q cannot stand in a file of GAP; write JSONL", row.Source, row.ID)
		}
	}
	return nil
}

// WriteGAP writes a system file of GAP, without a header: the ID of each row, and whether
// the pronoun refers to A and to B, TRUE or FALSE, separated by tabs. A row without an
// answer is FALSE for both, and left out if its ID is not known or is part of a broken
// row. [Answers.CheckGAP] says whether the rows are GAP's.
func (a *Answers) WriteGAP(w io.Writer) error {
	buffered := bufio.NewWriter(w)
	truth := map[bool]string{true: "TRUE", false: "FALSE"}
	for i, row := range a.rows {
		if row.ID != "" && isGAPID(row.ID) {
			names := a.names[i].Names
			fmt.Fprintf(buffered, "%s\t%s\t%s\n", row.ID, truth[names[0]], truth[names[1]])
		}
	}
	return buffered.Flush()
}

// isGAPID reports whether a file of GAP can hold an ID as it stands.
func isGAPID(id string) bool { return !strings.ContainsAny(id, "\t\r\n\"") }

// RepeatedIDs are the IDs that several rows have, each once. The official scorer of GAP
// counts the first of them.
func (a *Answers) RepeatedIDs() []string {
	count := make(map[string]int)
	var repeated []string
	for _, row := range a.rows {
		if count[row.ID]++; count[row.ID] == 2 && row.ID != "" {
			repeated = append(repeated, row.ID)
		}
	}
	return repeated
}
