#!/usr/bin/env bash
# Runs flows on Apache Spark: the tests in local mode, the estimators of pyspark.ml and their package
# for pip, and trainings on a cluster of two workers in processes of their own, of which an executor
# and the driver are killed. The library comes from a repository below tests/target, Spark's
# distribution from the package pyspark.
#
#     tests/spark/run.sh
set -euo pipefail
cd "$(dirname "$0")"
. ./jars.sh

# The tests of Java run beside the others.
mvn_user test > "$target/local.log" 2>&1 &
java=$!
trap 'kill $java 2> /dev/null || true' EXIT

./python.sh

SPARK_HOME=$("${PYSPARK_PYTHON_HOME:-$target/python}/bin/python" -c \
  'import os, pyspark; print(os.path.dirname(pyspark.__file__))')
export SPARK_HOME
./cluster.sh 2 ./kills.sh 1 1 steps=80
./packages.sh
echo 'Spark on a cluster: passed'

wait $java || { cat "$target/local.log" >&2; exit 1; }
echo 'Spark in local mode: passed'
