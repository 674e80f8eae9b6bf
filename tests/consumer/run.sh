#!/usr/bin/env bash
# Builds and runs a project that depends on the published library as the guide says, through its
# BOM: once on the class path, once as a named module. The contract of tfflows-testing passes its
# bijector, and fails it once a sign is wrong. A project in Kotlin depends on the library without the
# BOM, as the README says, and so does one in Gradle, where Gradle is installed. Both projects of Maven
# resolve the version of protobuf that the library is built with. The library is deployed to a
# repository below tests/target; Maven's own local repository, ~/.m2, gets nothing of it.
#
#     tests/consumer/run.sh
set -euo pipefail
cd "$(dirname "$0")"
. ../publish/deploy.sh

expected=$(sed -n 's|.*<protobuf.version>\(.*\)</protobuf.version>.*|\1|p' "$sources/pom.xml")
for pom in pom.xml kotlin/pom.xml; do # with the BOM, and with the README's two dependencies
  list=$PWD/../target/consumer/dependencies
  mvn_user -f $pom org.apache.maven.plugins:maven-dependency-plugin:3.11.0:list \
    -DoutputFile="$list" -DincludeScope=runtime
  resolved=$(sed -n 's|.*com.google.protobuf:protobuf-java:jar:\([^:]*\):.*|\1|p' "$list")
  if [ "$resolved" != "$expected" ]; then
    echo "$pom resolves protobuf-java $resolved; expected $expected" >&2
    exit 1
  fi
  echo "protobuf-java $resolved of $pom: passed"
done

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

# One file by JBang: the lines of the guide before the program of the README.
single=$PWD/../target/consumer.jbang
mkdir -p "$single"
mvn_user org.apache.maven.plugins:maven-dependency-plugin:3.11.0:copy \
  -Dartifact=dev.jbang:jbang-cli:0.132.1:jar:all -DoutputDirectory="$single"
version=$(sed -n 's|^  <version>\(.*\)</version>|\1|p' "$sources/pom.xml")
{
  echo "//REPOS central,tfflows=file://$published/repository"
  sed -n '/^```java/,/^```/{/^\/\//p}' "$sources/.github/guide/START.md" \
    | sed "s/tfflows-bom:[^@]*/tfflows-bom:$version/"
  sed -n '/^import io.github.tfflows.bijectors.Flows;/,/^```/p' "$sources/README.md" | sed '$d'
} > "$single/Quickstart.java"
rm -rf "$single/model"
# It prints the command of Java to run, as the status 255 says.
command=$(cd "$single" && JBANG_DIR=$single/home JBANG_REPO=$published/local \
  java -cp jbang-cli-0.132.1-all.jar dev.jbang.Main run Quickstart.java) || [ $? -eq 255 ]
(cd "$single" && eval "$command")
echo 'one file by JBang: passed'

# A project in Gradle: from version 7 on as the guide shows it, before without a BOM.
gradle=$(gradle --version 2> /dev/null | sed -n 's/^Gradle \([0-9]*\).*/\1/p' || true)
if [ -z "$gradle" ]; then
  echo 'a project in Gradle: not tried, since Gradle is not installed'
else
  build=build.gradle.kts
  if [ "$gradle" -lt 7 ]; then build=build.gradle; fi
  project=$PWD/../target/consumer.gradle
  rm -rf "$project"
  mkdir -p "$project/src/main/java"
  repositories=
  for repository in "$published/repository" "$published/local"; do
    repositories+="maven { url = uri(\"file://$repository\") }; "
  done
  sed "s/\(tfflows-bom\|tfflows-bijectors\):[0-9][^\"']*/\1:$version/; s|mavenCentral()|${repositories}mavenCentral()|" \
    gradle/$build > "$project/$build"
  touch "$project/settings.gradle"
  grep -v '^//' "$single/Quickstart.java" > "$project/src/main/java/Quickstart.java"
  (cd "$project" && GRADLE_USER_HOME=$project/home gradle -q --no-daemon run)
  echo "a project in Gradle $gradle: passed"
fi
