#!/usr/bin/env bash
# Submits a job of the tests to the cluster of cluster.sh, with the library among --jars, which each
# process reads where they lie.
#
#     tests/spark/submit.sh CORES ARGUMENT...
#
# Needs the jars in tests/target/spark/jars, where jars.sh collects them.
set -euo pipefail
target=$(cd "$(dirname "$0")/.." && pwd)/target/spark
cores=$1
shift
jars=$(printf 'local:%s,' "$target"/jars/*.jar)
exec "$SPARK_HOME/bin/spark-submit" --master "$SPARK_MASTER" --total-executor-cores "$cores" \
  --executor-cores 1 --executor-memory "${EXECUTOR_MEMORY:-2g}" --driver-memory 2g \
  --conf spark.ui.enabled=false --conf spark.task.maxFailures=8 --conf spark.log.level=ERROR \
  --conf spark.executorEnv.TF_CPP_MIN_LOG_LEVEL=3 ${SUBMIT_OPTIONS:-} \
  --jars "${jars%,}" --class io.github.tfflows.spark.ClusterJob "$target/jobs.jar" "$@"
