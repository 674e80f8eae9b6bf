#!/usr/bin/env bash
# Exports every recipe from Java and reads the models with other clients: Python TensorFlow, Keras,
# saved_model_cli, and TensorFlow Serving's request protos. Fails at the first client that gets
# other numbers. Needs Python 3.11 or 3.12 and, once, a package index.
#
#     tests/clients/run.sh [short]
#
# short takes every recipe once, by turns without and with a context, and fewer in double precision
# and compiled by XLA.
set -euo pipefail
cd "$(dirname "$0")"
[ "${1:-}" != short ] || export CLIENTS_SHORT=true
. ./prepare.sh

python tensorflow_client.py "$models"
