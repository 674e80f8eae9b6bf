#!/usr/bin/env bash
# Measures the tool on tables: seconds by the clock and of processors, and the most memory of each
# command, beside DuckDB's own pass over the same file and scikit-learn's GaussianMixture on its
# numbers. The tool is the assembled one, by mvn package; the machine should have nothing else to
# do.
#
#     tests/speed/tables.sh [ROWS]
#
# A million rows, the default, take about ten minutes on two cores, most of them for the fits. The
# table, the models and the results are in tests/target/speed/tables-ROWS; a model that is there is
# not fitted again.
set -euo pipefail
cd "$(dirname "$0")"
target=$(cd .. && pwd)/target/speed
rows=${1:-1000000}
mkdir -p "$target/tables-$rows"
UV_COMPILE_BYTECODE=true ../environment.sh "$target/tables-python" tables.txt
export TF_CPP_MIN_LOG_LEVEL=3 PYTHONDONTWRITEBYTECODE=1
exec "$target/tables-python/bin/python" tables.py \
  ../../tfflows-examples/cli/target/tfflows/bin/tfflows "$rows" "$target/tables-$rows"
