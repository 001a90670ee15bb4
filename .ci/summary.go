// Command summary reads what go test -json prints, prints what go test prints
// without -json and what soak tests log, and writes the tests that were skipped to
// a file: a line for each, with the reason.
//
//	go test -json ./... | summary FILE
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"log"
	"os"
	"regexp"
	"strings"
)

// An event is a line of go test -json; see go doc test2json.
type event struct{ Action, Package, Test, Output string }

// message matches what a test logged, by the place where it did. The sessions
// of testscript log their folder after the reason for which they are skipped.
var message = regexp.MustCompile(`(?m)^ +\w+\.go:\d+: (.*)$`)

func main() {
	log.SetFlags(0)
	skipped, err := os.OpenFile(os.Args[1], os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		log.Fatal(err)
	}
	printed := map[event][]byte{}   // by package and test, what it has printed
	failures := map[string][]byte{} // by package, what its failed tests printed
	lines := bufio.NewReader(os.Stdin)
	for {
		line, err := lines.ReadBytes('\n')
		if err != nil {
			break
		}
		var e event
		if json.Unmarshal(line, &e) != nil {
			os.Stdout.Write(line)
			continue
		}
		key := event{Package: e.Package, Test: e.Test}
		switch e.Action {
		case "build-output":
			fmt.Print(e.Output)
		case "output":
			if !strings.HasPrefix(e.Output, "=== ") && e.Output != "PASS\n" {
				printed[key] = append(printed[key], e.Output...)
			}
		case "pass", "skip", "fail":
			text := printed[key]
			delete(printed, key)
			switch {
			case e.Test == "" && e.Action == "fail":
				os.Stdout.Write(failures[e.Package])
				for k, unfinished := range printed { // by a panic or the time limit
					if k.Package == e.Package {
						os.Stdout.Write(unfinished)
					}
				}
				os.Stdout.Write(text)
			case e.Test == "": // the last line is the package's result
				last := bytes.LastIndexByte(bytes.TrimSuffix(text, []byte("\n")), '\n')
				os.Stdout.Write(text[last+1:])
			case e.Action == "fail":
				failures[e.Package] = append(failures[e.Package], text...)
			case e.Action == "pass" && strings.HasPrefix(e.Test, "TestSoak"): // its figures
				for _, m := range message.FindAllSubmatch(text, -1) {
					fmt.Printf("%s: %s\n", e.Test, m[1])
				}
			case e.Action == "skip":
				reason := "no reason given"
				for _, m := range message.FindAllSubmatch(text, -1) {
					if !bytes.HasPrefix(m[1], []byte("WORK=")) {
						reason = string(m[1])
					}
				}
				fmt.Fprintf(skipped, "SKIPPED: %s %s: %s\n", e.Package, e.Test, reason)
			}
		}
	}
	if err := skipped.Close(); err != nil {
		log.Fatal(err)
	}
}
