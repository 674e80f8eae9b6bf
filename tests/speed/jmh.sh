#!/usr/bin/env bash
# Runs the JMH benchmarks of tfflows: calls for log-probabilities and draws, and training steps.
#
#     tests/speed/jmh.sh [REGEX [JMH OPTIONS]]
#
# As in tests/speed/jmh.sh 'Call' -p call=log_prob -p family=NSF-C -p batch=64 -p compile=none -p threads=0 -f 5, which
# takes a minute and a half and shows changes of 2 %.
set -euo pipefail
cd "$(dirname "$0")"
target=$(cd .. && pwd)/target/speed
mkdir -p "$target"

mvn -q -B -ntp -f ../../pom.xml ${MAVEN_ARGUMENTS:-} -pl tests -am test-compile \
  org.apache.maven.plugins:maven-dependency-plugin:3.11.0:build-classpath \
  -Dmdep.outputFile="$target/path"
export TF_CPP_MIN_LOG_LEVEL=2
exec java -Dorg.bytedeco.javacpp.maxPhysicalBytes=0 \
  -cp "$(cd .. && pwd)/target/test-classes:$(cat "$target/path")" \
  org.openjdk.jmh.Main "${1:-speed}" -rf json -rff "$target/jmh.json" "${@:2}"
