#!/usr/bin/env bash
# Runs the exported models by DJL's TensorFlow engine, in a JVM of its own: it brings classes of
# another TensorFlow Java, which cannot share a class path with ours. Its native library would be
# downloaded at run time; it is given the one that our tests have unpacked instead. `sample` is left
# out, since its inputs are integers.
#
#     tests/clients/djl.sh
set -euo pipefail
cd "$(dirname "$0")"
. ./prepare.sh

rm -rf "$target/djl"
mkdir -p "$target/djl"
mvn -q ${MAVEN_ARGUMENTS:-} -f djl-pom.xml \
  org.apache.maven.plugins:maven-dependency-plugin:3.11.0:build-classpath \
  -Dmdep.outputFile="$target/djl/path"
javac -proc:none -cp "$(cat "$target/djl/path")" -d "$target/djl" DjlClient.java

export DJL_OFFLINE=true
TENSORFLOW_LIBRARY_PATH=$(
  echo "$HOME"/.javacpp/cache/tensorflow-core-native-1.1.0-*/org/tensorflow/internal/c_api/*64
)
export TENSORFLOW_LIBRARY_PATH
python columns.py "$models" "$target/djl" serving_default log_prob inverse forward
java -Dorg.bytedeco.javacpp.maxPhysicalBytes=0 -Dorg.slf4j.simpleLogger.defaultLogLevel=error \
  -cp "$target/djl:$(cat "$target/djl/path")" DjlClient "$models" "$target/djl"
