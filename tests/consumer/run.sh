#!/usr/bin/env bash
# Builds and runs a project that depends on the published library as the README says, through its
# BOM: once on the class path, once as a named module. It resolves the version of protobuf that the
# library is built with. The contract of tfflows-testing passes its bijector, and fails it once a
# sign is wrong. A project in Kotlin depends on it without the BOM. The library is deployed to a repository below tests/target;
# Maven's own local repository, ~/.m2, gets nothing of it.
#
#     tests/consumer/run.sh
set -euo pipefail
cd "$(dirname "$0")"
. ../publish/deploy.sh

list=../target/consumer/dependencies
mvn_user org.apache.maven.plugins:maven-dependency-plugin:3.11.0:list -DoutputFile=$list \
  -DincludeScope=runtime
expected=$(sed -n 's|.*<protobuf.version>\(.*\)</protobuf.version>.*|\1|p' "$sources/pom.xml")
resolved=$(sed -n 's|.*com.google.protobuf:protobuf-java:jar:\([^:]*\):.*|\1|p' "$list")
if [ "$resolved" != "$expected" ]; then
  echo "the README's dependencies resolve protobuf-java $resolved; expected $expected" >&2
  exit 1
fi
echo "protobuf-java $resolved: passed"

mvn_user -Ptables compile org.apache.maven.plugins:maven-dependency-plugin:3.11.0:build-classpath \
  -Dmdep.outputFile=../target/consumer/path
path=../target/consumer/classes:$(cat ../target/consumer/path)
export TF_CPP_MIN_LOG_LEVEL=2
main=com.example.consumer.Consumer
java -Dorg.bytedeco.javacpp.maxPhysicalBytes=0 -cp "$path" $main
java -Dorg.bytedeco.javacpp.maxPhysicalBytes=0 -p "$path" -m com.example.consumer/$main

mvn_user -Ptables,contracts test
echo 'the contract of a bijector: passed'
broken=../target/consumer.broken
rm -rf "$broken"
cp -r . "$broken"
sed -i 's/logSlope(u).negated());/logSlope(u));/' "$broken/src/main/java/com/example/consumer/Squareplus.java"
if mvn_user -f "$broken/pom.xml" -Ptables,contracts test > "$published/contract.log" 2>&1; then
  echo 'the contract let a wrong sign pass' >&2
  exit 1
fi
grep -m 1 'the log-slope inverse of Squareplus' "$published/contract.log"
echo 'the contract of a bijector with a wrong sign: passed'

mvn_user -f kotlin/pom.xml compile \
  org.apache.maven.plugins:maven-dependency-plugin:3.11.0:build-classpath \
  -Dmdep.outputFile=../../target/consumer.kotlin/path
java -Dorg.bytedeco.javacpp.maxPhysicalBytes=0 \
  -cp "../target/consumer.kotlin/classes:$(cat ../target/consumer.kotlin/path)" QuickstartKt
echo 'a program in Kotlin: passed'
