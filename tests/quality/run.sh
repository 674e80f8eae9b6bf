#!/usr/bin/env bash
# Measures how well densities are fitted beside other libraries, and prints tables.
#
#     tests/quality/run.sh full|short|PART... [SETTING=VALUE...]
#
# Parts:
#   equal          flows of equal size in tfflows and zuko, trained alike
#   architectures  flows of the gallery beside those of other libraries, and what they cost
#   defaults       tfflows' defaults beside zuko, Gaussians and mixtures of Gaussians
#   anomalies      tfflows' defaults beside detectors of anomalies
#   tails          log-densities far away from the rows
#   prediction     predictions of a column by the others, beside boosting and forests
#   synthetic      draws of tfflows' defaults, told from rows as published detection scores are
#   explaining     planted cells, found by models of any cell and by boosting
#   filling        missing values of tables, filled by the defaults and by miceforest
#   mixed          tables of names, numbers and missing values whose probability is known
#   time           held-out loss by the seconds since a process began
#
# full runs them all, which takes hours. short runs those named on small tables with few steps; of
# itself the eight that need no other library of flows. quality.properties has the
# settings, of which SETTING=VALUE replaces one (equal.steps=500), and tables.py and anomaly_sets.py
# the data with their sources. All comes from this repository and from PyPI; QUALITY_PYTHON names a
# Python that has the packages already.
#
# What is measured is written to tests/target/quality/full/PART/results.tsv (or short/PART) as it
# gets done, and not measured again by a next call with the same settings: after a change of the
# library, delete the lines that begin with tfflows (of synthetic also those that begin with score).
set -euo pipefail
cd "$(dirname "$0")"
target=$(cd .. && pwd)/target/quality
mkdir -p "$target"
unset PYTHONDONTWRITEBYTECODE
export PYTHONPYCACHEPREFIX=$target/compiled CUDA_VISIBLE_DEVICES= JAX_PLATFORMS=cpu TF_CPP_MIN_LOG_LEVEL=3

size=full parts='' changes=''
for word in "$@"; do
  case $word in
    *=*) changes+="$word"$'\n' ;;
    full | short) size=$word ;;
    equal | architectures | defaults | anomalies | tails | prediction | synthetic | explaining | filling | mixed | time)
      parts+=" $word" ;;
    *) echo "no part is named $word" >&2; exit 2 ;;
  esac
done
[ $# -gt 0 ] || { sed -n '2,17s/^# \{0,1\}//p' run.sh >&2; exit 2; }

if [ -z "$parts" ]; then
  parts='defaults anomalies tails prediction synthetic explaining filling mixed'
  [ "$size" = short ] || parts="equal architectures $parts time"
fi

# Other flows are installed where a part compares with them.
packages=(requirements.txt) alone=(requirements-alone.txt) environment=$target/python
case "$size $parts" in
  full* | *equal* | *architectures* | *time*)
    packages+=(requirements-flows.txt) alone+=(requirements-flows-alone.txt) environment+=-flows
    ;;
esac
python=${QUALITY_PYTHON:-$environment/bin/python}
# Packages alone are taken for the data files in them only.
[ -n "${QUALITY_PYTHON:-}" ] || ../environment.sh "$environment" "${packages[@]}" "${alone[@]}"

mvn -q -B -ntp -f ../../pom.xml ${MAVEN_ARGUMENTS:-} -pl tests -am test-compile \
  org.apache.maven.plugins:maven-dependency-plugin:3.11.0:build-classpath \
  -Dmdep.outputFile="$target/path" >&2
QUALITY_CLASS_PATH=$(cd .. && pwd)/target/test-classes:$(cat "$target/path")
export QUALITY_CLASS_PATH
# To compile it well does not pay for what runs shortly.
[ "$size" = full ] || export JDK_JAVA_OPTIONS='-XX:TieredStopAtLevel=1 -XX:+UseSerialGC'

# Lays down the settings of a part and its data; new settings begin it anew.
prepare() {
  mkdir -p "$folder"
  { cat quality.properties; [ "$size" = full ] || cat quality.short.properties; echo "$changes"; } |
    sed -n "s/^$1\.//p" > "$folder/settings.new"
  if ! cmp -s "$folder/settings.new" "$folder/settings.properties"; then
    rm -f "$folder"/*.tsv "$folder"/*.f32
    mv "$folder/settings.new" "$folder/settings.properties"
  fi
  if [ "$1" = mixed ]; then
    : > "$folder/columns.properties" # its rows are drawn in Java
  elif [ "$1" = anomalies ]; then
    "$python" anomaly_sets.py "$folder"
  elif [ "$1" = prediction ]; then
    "$python" prediction_sets.py "$folder"
  elif [ "$1" = synthetic ]; then
    "$python" synthetic_sets.py "$folder"
  elif [ "$1" = explaining ]; then
    "$python" explaining_sets.py "$folder"
  elif [ "$1" = filling ]; then
    "$python" filling_sets.py "$folder"
  else
    "$python" tables.py "$folder"
  fi
}

for part in $parts; do
  folder=$target/$size/$part
  prepare "$part"
  # Each run of the part "time" is a process, which times.py begins.
  [ "$part" = time ] ||
    java -Xmx3g -Dorg.bytedeco.javacpp.maxPhysicalBytes=0 -cp "$QUALITY_CLASS_PATH" \
      io.github.tfflows.quality.QualityRuns "$part" "$folder"
  printf '\n## %s\n' "$part"
  "$python" "${part/%time/times}.py" "$folder"
done
