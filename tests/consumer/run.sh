#!/usr/bin/env bash
# Builds and runs a project that depends on the installed library: once on the class path, once as
# a named module. The library modules are installed into Maven's own local repository, ~/.m2.
#
#     tests/consumer/run.sh
set -euo pipefail
cd "$(dirname "$0")"

mvn -q -f ../../pom.xml ${MAVEN_ARGUMENTS:-} -pl .,tfflows-core,tfflows-bijectors install \
  -DskipTests -Dspotless.check.skip

mvn -q ${MAVEN_ARGUMENTS:-} compile \
  org.apache.maven.plugins:maven-dependency-plugin:3.11.0:build-classpath \
  -Dmdep.outputFile=../target/consumer/path
path=../target/consumer/classes:$(cat ../target/consumer/path)
export TF_CPP_MIN_LOG_LEVEL=2
main=com.example.consumer.Consumer
java -Dorg.bytedeco.javacpp.maxPhysicalBytes=0 -cp "$path" $main
java -Dorg.bytedeco.javacpp.maxPhysicalBytes=0 -p "$path" -m com.example.consumer/$main
