#!/usr/bin/env bash
# Compares the scores of synthetic data with those of SDMetrics' QualityReport on two tables: one
# generated, with names, whole numbers, skewed numbers and missing values, and the diamonds of
# plotnine (MIT licence). Fails where a number differs by more than 1e-6.
set -euo pipefail
cd "$(dirname "$0")"
target=$(cd .. && pwd)/target/sdmetrics
environment=$target/python
python=$environment/bin/python
unset PYTHONDONTWRITEBYTECODE
export PYTHONPYCACHEPREFIX=$target/compiled

# The package alone is taken for the data files in it only.
../environment.sh "$environment" requirements-sdmetrics.txt requirements-sdmetrics-alone.txt

mvn -q -B -ntp -f ../../pom.xml ${MAVEN_ARGUMENTS:-} -pl tests -am test-compile \
  org.apache.maven.plugins:maven-dependency-plugin:3.11.0:build-classpath \
  -Dmdep.outputFile="$target/path" >&2

"$python" sdmetrics_scores.py make "$target"
for table in generated diamonds; do
  java -XX:TieredStopAtLevel=1 -cp "$(cd .. && pwd)/target/test-classes:$(cat "$target/path")" \
    io.github.tfflows.parity.SyntheticScores "$target/$table"
done
"$python" sdmetrics_scores.py compare "$target"
