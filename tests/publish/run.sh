#!/usr/bin/env bash
# Checks what is published: a second build, in another folder and time zone and by a user of private
# files, gives equal files; jars have their licence; and the API check lets a patch release with an
# equal API pass and one that lacks a public method fail.
#
#     tests/publish/run.sh
set -euo pipefail
cd "$(dirname "$0")"
. ./deploy.sh

again="$published/another folder"
rm -rf "$again"
mkdir -p "$again"
tar -C "$sources" --exclude=target --exclude=.git -c . | tar -C "$again" -x

(umask 077 && TZ=Pacific/Auckland deploy "$again" "$published/repository.again")
(cd "$sources" && for module in .mvn/bom "${modules[@]}"; do
  find "$module/target" -maxdepth 1 \( -name flattened-pom.xml -o -name '*.jar' -o -name bom.json \) \
    -exec sha256sum {} +
done) > "$published/sums"
(cd "$again" && sha256sum -c --quiet "$published/sums")
echo "reproducible: $(wc -l < "$published/sums") equal files: passed"

count=0
while read -r jar; do
  for file in META-INF/LICENSE META-INF/NOTICE; do
    jar --list --file "$jar" | grep -qx "$file" || { echo "$jar lacks $file" >&2; exit 1; }
  done
  count=$((count + 1))
done < <(find "$published/repository" -name '*.jar' ! -name '*-javadoc.jar')
echo "licence and notice in $count jars: passed"

# The same sources are released as 1.0.0; what follows it has the version 1.0.1-SNAPSHOT.
version=$(sed -n 's|^  <version>\(.*\)</version>|\1|p' "$again/pom.xml")
versions() { # old, new
  find "$again" -name pom.xml -exec sed -i "s|<version>$1</version>|<version>$2</version>|" {} +
}
api() {
  mvn -q ${MAVEN_ARGUMENTS:-} -f "$again/pom.xml" -Dmaven.repo.local="$published/local" \
    -pl "$(IFS=,; echo "${modules[*]}")" -DskipTests -Dspotless.check.skip "$@"
}
versions "$version" 1.0.0
api install
versions 1.0.0 1.0.1-SNAPSHOT
api verify -Dapi.baseline=1.0.0
echo 'API check of an equal API: passed'

# One that no other class uses: else the compiler would fail.
draws=$again/tfflows-core/src/main/java/io/github/tfflows/core/inference/WeightedDraws.java
sed -i 's/public double effectiveCount/double effectiveCount/' "$draws"
if api verify -Dapi.baseline=1.0.0 > "$published/api.log" 2>&1; then
  echo 'the API check let a removed method pass' >&2
  exit 1
fi
grep -m 1 -o 'effectiveCount.*METHOD_LESS_ACCESSIBLE' "$published/api.log"
echo 'API check of a removed method: passed'
