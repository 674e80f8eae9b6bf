#!/usr/bin/env bash
# Trains by two executors of a local cluster, in processes of their own, from Python, with the library
# and its Python module resolved by --packages from the repository below tests/target, which jars.sh
# fills. The native library is
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
PYSPARK_PYTHON=${PYSPARK_PYTHON_HOME:-$target/spark/python}/bin/python
export PYSPARK_PYTHON PYSPARK_DRIVER_PYTHON=$PYSPARK_PYTHON
cat > job.py << 'JOB'
from pyspark.sql import SparkSession
from tfflows_spark import TableFlow

spark = SparkSession.builder.getOrCreate()
rows = spark.range(5000).selectExpr("randn(1) as x", "id % 3 = 0 as y", "string(id % 5) as z")
model = TableFlow(maxIter=20, numWorkers=2).fit(rows)
scored = model.transform(rows.limit(100))
print("result", scored.where("logProb is not null").count(), "rows scored", flush=True)
spark.stop()
JOB
"$SPARK_HOME/bin/spark-submit" --master 'local-cluster[2,1,1024]' --driver-memory 1g \
  --packages "io.github.tfflows:tfflows-spark:$version" \
  --jars "$(ls "$target"/spark/jars/tensorflow-core-native-*-*.jar)" \
  --repositories "file://$target/publish/repository" --conf "spark.jars.ivy=$folder/ivy" \
  --conf spark.ui.enabled=false --conf spark.log.level=ERROR job.py > out 2> err ||
  { tail -30 err >&2; exit 1; }
grep '^result 100 rows' out
