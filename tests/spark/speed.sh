#!/usr/bin/env bash
# Measures scoring and training by one and by two workers of one core each, beside the library
# without Spark, on a table of ten columns that is generated.
#
#     tests/spark/cluster.sh 2 tests/spark/speed.sh [ROWS...]
#
# Each ROWS adds a fit and a scoring of so many rows, with a heap of 2 GiB a process.
set -euo pipefail
cd "$(dirname "$0")"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

run() { # words for the result, cores, arguments
  local words=$1
  shift
  local err
  err=$(mktemp -p "$folder")
  result=$(./submit.sh "$@" 2> "$err" | sed -n 's/^result //p') || true
  [ -n "$result" ] || { tail -30 "$err" >&2; exit 1; }
  echo "$words: $result"
}

flow=neuralSplineAutoregressive
run 'a model to score with' 2 fit rows=100000 steps=100 flow=$flow model="$folder/model"
run 'scoring without Spark, one thread' 1 plain rows=1000000 model="$folder/model"
run 'generating rows alone' 1 generate rows=1000000
run 'scoring without Spark, two processes at once: one' 1 plain rows=1000000 model="$folder/model" &
run 'scoring without Spark, two processes at once: two' 1 plain rows=1000000 model="$folder/model"
wait
for cores in 1 2; do
  run "scoring by $cores" "$cores" score rows=1000000 model="$folder/model"
done
for cores in 1 2; do
  for steps in 100 600; do
    run "training by $cores, $steps steps" "$cores" \
      fit rows=200000 steps=$steps batch=4096 round=50 workers=$cores flow=$flow
  done
done
for rows in "$@"; do
  run "training on $rows rows" 2 \
    fit rows="$rows" parts=64 steps=500 batch=1024 round=50 flow=maf model="$folder/large$rows"
  run "scoring of $rows rows" 2 score rows="$rows" parts=64 model="$folder/large$rows"
done
