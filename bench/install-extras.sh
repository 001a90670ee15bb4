#!/bin/sh
# Installs, on Debian, what some tests and the comparison use beside Go. Without
# them those tests are skipped, saying so; training and inference need none.
set -e
apt-get update
apt-get install -y --no-install-recommends \
	python3-torch libopenblas0-pthread `# bench/compare, and model/testdata/golden.py` \
	python3-numpy `# reads the exported arrays back` \
	chromium nodejs `# runs the HTML page as a reader's browser does` \
	qemu-user `# runs the tests as on an arm64 processor`
