#!/bin/sh
# Computes the files of PeerParityTest anew, in an environment of its own below tests/target.
# usage: tests/parity/run.sh [ROWS]
set -eu
cd "$(dirname "$0")"
environment=../target/parity
if [ ! -x "$environment/bin/python" ]; then
  python3.11 -m venv "$environment"
  "$environment/bin/pip" install --quiet --requirement requirements.txt
  # It asks for the package tensorflow, in whose place there is tensorflow-cpu.
  "$environment/bin/pip" install --quiet --no-deps tf-keras==2.18.0
fi
export CUDA_VISIBLE_DEVICES= PYTHONDONTWRITEBYTECODE=1 TF_CPP_MIN_LOG_LEVEL=3
"$environment/bin/python" golden.py ../src/test/resources/io/github/tfflows/parity "$@"
