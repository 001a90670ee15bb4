package format

import "testing"

func FuzzCoNLL(f *testing.F)      { fuzzReader(f, "conll", -1, "testdata/small.conll") }
func FuzzCoNLLU(f *testing.F)     { fuzzReader(f, "conllu", -1, "testdata/small.conllu") }
func FuzzDPR(f *testing.F)        { fuzzReader(f, "dpr", -1, "testdata/dpr.txt", "testdata/xwino.tsv") }
func FuzzWinoBias(f *testing.F)   { fuzzReader(f, "winobias", -1, "testdata/pro_stereotyped_type2.txt") }
func FuzzWinogender(f *testing.F) { fuzzReader(f, "winogender", 1, "testdata/winogender.tsv") }
func FuzzCSV(f *testing.F)        { fuzzReader(f, "csv", -1, "testdata/small.csv", "testdata/unlabelled.csv") }

func FuzzWSC(f *testing.F) { fuzzReader(f, "wsc", -1, "testdata/wsc.xml", "testdata/wsc.jsonl") }

func FuzzJSONLines(f *testing.F) {
	f.Add(`{"sentences":[["a"]],"clusters":[[[0,9223372036854775807]],[[-1,0]]]}`)
	f.Add(`{"cased_words":["it","it"],"sent_id":[1,1],"clusters":[[[0,1],[1,2]]]}`)
	fuzzReader(f, "jsonlines", -1, "testdata/small.jsonlines")
}
