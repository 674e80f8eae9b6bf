#!/bin/sh
# Trains the flows of tfflows and of zuko on the same rows with the same settings, and prints the
# log-likelihoods of rows that neither has seen. quality.properties has the settings and
# quality_data.py the data with their sources and licences; all comes from this repository and from
# PyPI. What is trained is written to tests/target/parity/quality/results.tsv as it gets done, and
# not trained again by a next call with the same settings: after a change of the library, delete
# the lines that begin with tfflows.
# usage: tests/parity/quality.sh [SETTING=VALUE...]
set -eu
cd "$(dirname "$0")"
. ./prepare.sh
folder=$(cd ../target && pwd)/parity/quality
mkdir -p "$folder"
{ cat quality.properties; printf '%s\n' "$@"; } > "$folder/settings.new"
if ! cmp -s "$folder/settings.new" "$folder/settings.properties"; then
  rm -f "$folder/results.tsv"
  mv "$folder/settings.new" "$folder/settings.properties"
fi
"$python" quality_data.py "$folder"
mvn -q -f ../../pom.xml ${MAVEN_ARGUMENTS:-} -pl tests -am test -Dtest=QualityRuns \
  -Dsurefire.failIfNoSpecifiedTests=false -Dquality.folder="$folder"
"$python" quality_zuko.py "$folder"
"$python" quality_table.py "$folder"
