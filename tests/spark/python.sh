#!/usr/bin/env bash
# Fits, scores, writes and reads by the estimators for pyspark.ml, in local mode. Their Python module
# is that in the jar of tfflows-spark.
#
#     tests/spark/python.sh
#
# Uses the jars in tests/target/spark/jars; where there are none, jars.sh collects them.
# PYSPARK_PYTHON_HOME names an environment with the packages of requirements.txt; without it, there is
# one in tests/target/spark/python.
set -euo pipefail
cd "$(dirname "$0")"
target=$(cd .. && pwd)/target/spark
export PYTHONDONTWRITEBYTECODE=1 TF_CPP_MIN_LOG_LEVEL=2 CUDA_VISIBLE_DEVICES=

[ -e "$target/jars" ] || ./jars.sh
python=${PYSPARK_PYTHON_HOME:-$target/python}
[ -n "${PYSPARK_PYTHON_HOME:-}" ] || ../environment.sh "$python" requirements.txt
export PYSPARK_PYTHON=$python/bin/python PYSPARK_DRIVER_PYTHON=$python/bin/python
unset SPARK_HOME # Spark is that of the environment
jars=$(printf '%s,' "$target"/jars/*.jar)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# Each part of the program runs a few times only, too few for the second compiler to pay off.
SPARK_LOCAL_IP=127.0.0.1 SPARK_LOCAL_DIRS=$folder/local "$python/bin/spark-submit" \
  --master 'local[2]' --driver-memory 2g --driver-java-options -XX:TieredStopAtLevel=1 \
  --conf spark.ui.enabled=false --conf spark.log.level=OFF --conf spark.sql.shuffle.partitions=3 \
  --jars "${jars%,}" --py-files "$(ls "$target"/jars/tfflows-spark-*.jar)" \
  pyspark_client.py "$folder"
echo 'Spark in Python: passed'
