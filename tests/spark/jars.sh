#!/usr/bin/env bash
# Collects what a Spark job needs beside Spark in tests/target/spark/jars, and the jobs of the tests
# in tests/target/spark/jobs.jar.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
. ../publish/deploy.sh
target=$(cd .. && pwd)/target/spark
rm -rf "$target/jars" "$target/test-classes" # Maven does not compile again for a changed library
mvn_user test-compile org.apache.maven.plugins:maven-dependency-plugin:3.11.0:copy-dependencies \
  -DincludeScope=runtime -DoutputDirectory="$target/all"
mkdir -p "$target/jars"
for jar in "$target"/all/*.jar; do
  case ${jar##*/} in
    tfflows-* | tensorflow-* | ndarray-* | javacpp-* | protobuf-java-* | jspecify-*) cp "$jar" "$target/jars" ;;
  esac
done
rm -rf "$target/all"
jar --create --file "$target/jobs.jar" -C "$target/test-classes" io
