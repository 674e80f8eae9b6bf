#!/usr/bin/env bash
# Builds the Python package of tfflows-spark by pip, installs it into a folder, and uses it in a
# session that has the jars, and in one that lacks them.
#
#     tests/spark/wheel.sh
#
# Uses the environment and the jars of python.sh.
set -euo pipefail
cd "$(dirname "$0")"
target=$(cd .. && pwd)/target/spark
source=$(cd ../../tfflows-examples/spark/src/main/python && pwd)
python=${PYSPARK_PYTHON_HOME:-$target/python}/bin/python
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export PYTHONDONTWRITEBYTECODE=1 TF_CPP_MIN_LOG_LEVEL=2 CUDA_VISIBLE_DEVICES=
export SPARK_LOCAL_IP=127.0.0.1 SPARK_LOCAL_DIRS=$folder/local PYSPARK_PYTHON=$python
unset SPARK_HOME # Spark is that of the environment

cp -r "$source" "$folder/source" # pip builds in the folder of the sources
"$python" -m pip wheel -q --no-deps -w "$folder/wheels" "$folder/source"
"$python" -m pip install -q --no-deps --no-index --target "$folder/site" "$folder"/wheels/*.whl
version=$(sed -n 's|^  <version>\(.*\)</version>|\1|p' ../../pom.xml | head -1)
jars=$(printf '%s,' "$target"/jars/*.jar)
export PYTHONPATH=$folder/site

cat > "$folder/job.py" << 'JOB'
import sys
from importlib.metadata import requires, version

from pyspark.sql import SparkSession

import tfflows_spark

site, expected, jars = sys.argv[1:]
assert tfflows_spark.__file__.startswith(site), tfflows_spark.__file__
found = version("tfflows-spark")
assert found == expected.replace("-SNAPSHOT", ".dev0"), f"{found}, Maven has {expected}"
assert requires("tfflows-spark") == ["pyspark[ml]<5,>=4"], requires("tfflows-spark")
builder = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false")
spark = builder.config("spark.log.level", "OFF").config("spark.jars", jars).getOrCreate()
if jars:
    rows = spark.range(500).selectExpr("randn(1) as x", "string(id % 3) as name")
    model = tfflows_spark.TableFlow(maxIter=5, numWorkers=1).fit(rows)
    assert model.transform(rows).where("logProb is not null").count() == 500
else:
    try:
        tfflows_spark.TableFlow()
    except RuntimeError as error:
        assert "spark.jars.packages" in str(error), error
    else:
        raise AssertionError("a session without the jar is not refused")
JOB
cd "$folder"
"$python" job.py "$folder/site" "$version" '' 2> err || { tail -30 err >&2; exit 1; }
"$python" job.py "$folder/site" "$version" "${jars%,}" 2> err || { tail -30 err >&2; exit 1; }
echo 'the Python package: passed'
