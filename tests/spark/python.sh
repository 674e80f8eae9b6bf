#!/usr/bin/env bash
# Builds the Python package of tfflows-spark by pip, and fits, scores, writes and reads by its
# estimators for pyspark.ml, in local mode. A session without the jars must be refused.
#
#     tests/spark/python.sh
#
# Uses the jars in tests/target/spark/jars; where there are none, jars.sh collects them.
# PYSPARK_PYTHON_HOME names an environment with the packages of requirements.txt; without it, there is
# one in tests/target/spark/python.
set -euo pipefail
cd "$(dirname "$0")"
target=$(cd .. && pwd)/target/spark
unset PYTHONDONTWRITEBYTECODE
export PYTHONPYCACHEPREFIX=$target/compiled TF_CPP_MIN_LOG_LEVEL=2 CUDA_VISIBLE_DEVICES=

[ -e "$target/jars" ] || ./jars.sh
python=${PYSPARK_PYTHON_HOME:-$target/python}
[ -n "${PYSPARK_PYTHON_HOME:-}" ] || ../environment.sh "$python" requirements.txt
export PYSPARK_PYTHON=$python/bin/python PYSPARK_DRIVER_PYTHON=$python/bin/python
unset SPARK_HOME # Spark is that of the environment
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export SPARK_LOCAL_IP=127.0.0.1 SPARK_LOCAL_DIRS=$folder/local

cp -r ../../tfflows-examples/spark/src/main/python "$folder/source" # pip builds among the sources
"$PYSPARK_PYTHON" -m pip wheel -q --no-deps -w "$folder/wheels" "$folder/source"
"$PYSPARK_PYTHON" -m pip install -q --no-deps --no-index --target "$folder/site" "$folder"/wheels/*.whl
export PYTHONPATH=$folder/site
version=$(sed -n 's|^  <version>\(.*\)</version>|\1|p' ../../pom.xml | head -1)
"$PYSPARK_PYTHON" - "$folder/site" "$version" 2> "$folder/err" << 'CHECK' ||
import sys
from importlib.metadata import requires, version

from pyspark.sql import SparkSession

import tfflows_spark

site, expected = sys.argv[1:]
assert tfflows_spark.__file__.startswith(site), tfflows_spark.__file__
found = version("tfflows-spark")
assert found == expected.replace("-SNAPSHOT", ".dev0"), f"{found}, Maven has {expected}"
assert requires("tfflows-spark") == ["pyspark[ml]<5,>=4"], requires("tfflows-spark")
builder = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false")
builder.config("spark.log.level", "OFF").getOrCreate()
try:
    tfflows_spark.TableFlow()
except RuntimeError as error:
    assert "spark.jars.packages" in str(error), error
else:
    raise AssertionError("a session without the jars is not refused")
CHECK
  { tail -30 "$folder/err" >&2; exit 1; }

# Each part of the program runs a few times only, too few for the second compiler to pay off, but
# there are many.
jars=$(printf '%s,' "$target"/jars/*.jar)
"$python/bin/spark-submit" \
  --master 'local[2]' --driver-memory 2g \
  --driver-java-options '-XX:TieredStopAtLevel=1 -XX:ReservedCodeCacheSize=200m -Xms1g -Xmn600m' \
  --conf spark.ui.enabled=false --conf spark.log.level=OFF --conf spark.sql.shuffle.partitions=3 \
  --jars "${jars%,}" pyspark_client.py "$folder"
echo 'Spark in Python: passed'
