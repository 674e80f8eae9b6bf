#!/usr/bin/env bash
# Starts a cluster of Apache Spark on this machine (a master, and workers of one core each, in
# processes of their own) and runs a command with its address in SPARK_MASTER.
#
#     tests/spark/cluster.sh WORKERS COMMAND...
#
# SPARK_HOME names a distribution of Spark; that of the package pyspark will do.
set -euo pipefail
: "${SPARK_HOME:?names a distribution of Spark, such as that of the package pyspark}"
workers=$1
shift
folder=$(mktemp -d)
export SPARK_LOCAL_DIRS=$folder/local SPARK_WORKER_DIR=$folder/work SPARK_LOCAL_IP=127.0.0.1
export SPARK_LOG_DIR=$folder TF_CPP_MIN_LOG_LEVEL=3 CUDA_VISIBLE_DEVICES=
processes=()
stop() {
  kill "${processes[@]}" 2> /dev/null || true
  wait 2> /dev/null || true
  rm -rf "$folder"
}
trap stop EXIT
port=$((20000 + RANDOM % 20000))
class=org.apache.spark.deploy
"$SPARK_HOME/bin/spark-class" $class.master.Master --host 127.0.0.1 --port "$port" \
  --webui-port $((port + 1)) > "$folder/master.log" 2>&1 &
processes+=($!)
for ((i = 1; i <= workers; i++)); do
  "$SPARK_HOME/bin/spark-class" $class.worker.Worker --host 127.0.0.1 --cores 1 --memory 3g \
    --webui-port $((port + 1 + i)) "spark://127.0.0.1:$port" > "$folder/worker$i.log" 2>&1 &
  processes+=($!)
done
for ((i = 0; i < 60; i++)); do
  [ "$(grep -c 'Registering worker' "$folder/master.log")" -ge "$workers" ] && break
  sleep 1
done
[ "$i" -lt 60 ] || { cat "$folder"/*.log >&2; exit 1; }
export SPARK_MASTER=spark://127.0.0.1:$port SPARK_CLUSTER_LOGS=$folder
"$@"
