#!/usr/bin/env bash
# Trains by two executors of a local cluster, in processes of their own, with the library resolved by
# --packages from the repository below tests/target, which jars.sh fills. The native library is
# among --jars: coordinates of --packages have no classifier.
#
#     tests/spark/packages.sh
set -euo pipefail
: "${SPARK_HOME:?names a distribution of Spark, such as that of the package pyspark}"
target=$(cd "$(dirname "$0")/.." && pwd)/target
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
version=$(ls "$target/publish/repository/io/github/tfflows/tfflows-spark" | sed -n '/^[0-9]/p' | head -1)
export SPARK_LOCAL_IP=127.0.0.1 TF_CPP_MIN_LOG_LEVEL=3 CUDA_VISIBLE_DEVICES=
cd "$folder"
"$SPARK_HOME/bin/spark-submit" --master 'local-cluster[2,1,1024]' --driver-memory 1g \
  --packages "io.github.tfflows:tfflows-spark:$version" \
  --jars "$(ls "$target"/spark/jars/tensorflow-core-native-*-*.jar)" \
  --repositories "file://$target/publish/repository" --conf "spark.jars.ivy=$folder/ivy" \
  --conf spark.ui.enabled=false --conf spark.log.level=ERROR \
  --class io.github.tfflows.spark.ClusterJob "$target/spark/jobs.jar" \
  fit rows=5000 steps=20 workers=2 > "$folder/out" 2> "$folder/err" ||
  { tail -30 "$folder/err" >&2; exit 1; }
grep '^result' "$folder/out"
