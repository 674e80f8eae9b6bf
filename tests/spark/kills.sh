#!/usr/bin/env bash
# Trains twice: undisturbed, in one process; and on a cluster of two workers while first executors are
# killed, then the driver, which is started again. Each kill is at a random moment of its part of the
# training.
# Fails unless the held-out log-likelihoods agree to 0.01.
#
#     tests/spark/cluster.sh 2 tests/spark/kills.sh EXECUTORS DRIVERS steps=STEPS [KEY=VALUE...]
set -euo pipefail
cd "$(dirname "$0")"
executors=$1 drivers=$2
shift 2
steps=$(printf '%s\n' "$@" | sed -n 's/^steps=//p')
: "${steps:?names the number of steps, as in steps=300}"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export SUBMIT_OPTIONS="--conf spark.deploy.maxExecutorRetries=-1"

fit() { # name
  ./submit.sh 2 fit rows=12000 workers=2 round=10 interval=10 checkpoints="$folder/$1" \
    "${@:2}" >> "$folder/$1.out" 2>> "$folder/$1.err"
}

steps_of() { # the steps of the newest checkpoint
  ls "$folder/$1" 2> /dev/null | sed -n 's/^step-\([0-9]*\).*/\1/p' | sort -n | tail -1
}

# Waits for a random moment in the given one of equal parts of the training.
await_moment() { # name, its process, part, parts
  local step=$(((10 * $3 + RANDOM % 8) * steps / (10 * $4)))
  until [ "$(steps_of "$1")" -ge "$step" ] 2> /dev/null; do
    kill -0 "$2" 2> /dev/null || { tail -20 "$folder/$1.err" >&2; exit 1; }
    sleep 0.3
  done
}

kill_one() { # pattern of the command line, folder below which it runs
  local found=() pid
  for pid in $(pgrep -f "$1" || true); do
    case $(readlink "/proc/$pid/cwd" || true) in "$2"*) found+=("$pid") ;; esac
  done
  [ "${#found[@]}" -gt 0 ] || return 1
  kill -9 "${found[RANDOM % ${#found[@]}]}"
}

SPARK_MASTER=local[2] fit undisturbed "$@"

fit disturbed "$@" &
job=$!
for ((killed = 0; killed < executors + drivers; killed++)); do
  await_moment disturbed $job $killed $((executors + drivers))
  if [ $killed -lt "$executors" ]; then
    until kill_one CoarseGrainedExecutorBackend "$SPARK_WORKER_DIR"; do
      kill -0 $job 2> /dev/null || { echo "the training ended after $killed kills" >&2; exit 1; }
      sleep 0.3
    done
    echo "killed an executor at step $(steps_of disturbed)"
  else
    kill_one "SparkSubmit.*checkpoints=$folder/disturbed" "$PWD" ||
      { echo 'the training ended before its driver was killed' >&2; exit 1; }
    echo "killed the driver at step $(steps_of disturbed)"
    wait $job || true
    fit disturbed "$@" &
    job=$!
  fi
done
wait $job

value() { sed -n 's/^result.*log_likelihood=\([-0-9.]*\).*/\1/p' "$folder/$1.out"; }
for run in undisturbed disturbed; do
  echo "$run $(sed -n 's/^result //p' "$folder/$run.out")"
done
awk -v a="$(value undisturbed)" -v b="$(value disturbed)" \
  'BEGIN { exit !(a != "" && b != "" && (a - b)^2 <= 1e-4) }'
