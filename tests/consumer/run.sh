#!/usr/bin/env bash
# Builds and runs a project that depends on the published library, through its BOM: once on the
# class path, once as a named module. The library is deployed to a repository below tests/target;
# Maven's own local repository, ~/.m2, gets nothing of it.
#
#     tests/consumer/run.sh
set -euo pipefail
cd "$(dirname "$0")"
. ../publish/deploy.sh

mvn_user compile org.apache.maven.plugins:maven-dependency-plugin:3.11.0:build-classpath \
  -Dmdep.outputFile=../target/consumer/path
path=../target/consumer/classes:$(cat ../target/consumer/path)
export TF_CPP_MIN_LOG_LEVEL=2
main=com.example.consumer.Consumer
java -Dorg.bytedeco.javacpp.maxPhysicalBytes=0 -cp "$path" $main
java -Dorg.bytedeco.javacpp.maxPhysicalBytes=0 -p "$path" -m com.example.consumer/$main
