#!/bin/sh
# Computes the files of PeerParityTest and ImportsTest anew, in an environment of its own below
# tests/target.
# usage: tests/parity/run.sh [ROWS]
set -eu
cd "$(dirname "$0")"
. ./prepare.sh
resources=../src/test/resources/io/github/tfflows
"$python" golden.py "$resources/parity" "$@"
"$python" imports.py "$resources/gallery/imports"
