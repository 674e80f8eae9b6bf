#!/usr/bin/env bash
# Scores a folder of Parquet files with Apache Spark in local mode and a fitted model, and compares
# each row with the model's own score. The library comes from a repository below tests/target.
#
#     tests/spark/run.sh
set -euo pipefail
cd "$(dirname "$0")"
. ../publish/deploy.sh

mvn_user test
echo 'Spark in local mode: passed'
