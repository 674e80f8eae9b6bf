#!/bin/sh
# Computes the files of PeerParityTest anew, in an environment of its own below tests/target.
# usage: tests/parity/run.sh [ROWS]
set -eu
cd "$(dirname "$0")"
. ./prepare.sh
"$python" golden.py ../src/test/resources/io/github/tfflows/parity "$@"
