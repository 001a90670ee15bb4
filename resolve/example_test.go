package resolve_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"

	"antecedent/checkpoints"
	"antecedent/data"
	"antecedent/data/format"
	"antecedent/model"
	"antecedent/resolve"
	"antecedent/train"
)

// This program trains a model on thirty sentences of its own, saves it, opens the
// saved step as an embedded file system would be opened, and serves its answers.
func Example() {
	dir, err := os.MkdirTemp("", "run")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	if err := trainOn("testdata/own.jsonl", dir); err != nil {
		log.Fatal(err)
	}

	// In a program of your own, a step's folder can be part of the binary:
	//
	//	//go:embed run-1
	//	var files embed.FS
	//
	//	r, err := resolve.OpenFS(files, "run-1")
	r, err := resolve.OpenFS(os.DirFS(dir), ".")
	if err != nil {
		log.Fatal(err)
	}
	server := httptest.NewServer(handler(r)) // or http.ListenAndServe(":8080", handler(r))
	defer server.Close()

	response, err := http.Get(server.URL + "?text=" + url.QueryEscape("The mouse hid in the cupboard because it was afraid."))
	if err != nil {
		log.Fatal(err)
	}
	defer response.Body.Close()
	io.Copy(os.Stdout, response.Body)
	// Output:
	// it → The mouse
}

// trainOn trains a small model on a file of examples and saves it in dir.
func trainOn(path, dir string) error {
	file, err := format.ReadFile(context.Background(), path, "")
	if err != nil {
		return err
	}
	vocabulary := data.NewVocabulary(file.Examples, 1)
	config := model.Default()
	config.Vocabulary = vocabulary.Len()
	m, err := model.New(config, 1)
	if err != nil {
		return err
	}
	run, err := checkpoints.Create(dir)
	if err != nil {
		return err
	}
	defer run.Close()
	settings := train.Default()
	settings.Steps, settings.Batch = 200, 10
	t, err := train.New(train.Options{
		Config: settings, Model: m, Encoder: data.Encoder{Vocabulary: vocabulary},
		Train: file.Examples, Store: run,
	})
	if err != nil {
		return err
	}
	_, err = t.Run(context.Background())
	return err
}

// handler answers what the pronouns of a text refer to. A Resolver may be used by
// several requests at once.
func handler(r *resolve.Resolver) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, request *http.Request) {
		reading, err := r.Read(request.FormValue("text"))
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		if request.FormValue("format") == "json" {
			json.NewEncoder(w).Encode(reading.Answers)
			return
		}
		for _, a := range reading.Answers {
			if a.Antecedent != nil {
				fmt.Fprintln(w, reading.Words(a.Pronoun), "→", a.Antecedent.Text)
			}
		}
	})
}
