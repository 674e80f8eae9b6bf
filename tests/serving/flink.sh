#!/usr/bin/env bash
# Runs the job of Apache Flink in flink, which depends on the published library, in a cluster within one
# JVM. The job fails once after a checkpoint; each row must arrive once all the same.
#
#     tests/serving/flink.sh
#
# CLIENTS_MODELS names a folder of models, as in tests/clients. FLINK names another version of Flink.
set -euo pipefail
cd "$(dirname "$0")"
models=${CLIENTS_MODELS:-}
if [ -z "$models" ]; then
  cd ../clients && . ./prepare.sh && cd ../serving
fi
. ../publish/deploy.sh
target=$(cd .. && pwd)/target/serving/flink
rm -rf "$target"
mvn_user -f flink/pom.xml ${FLINK:+-Dflink.version="$FLINK"} compile \
  dependency:build-classpath -Dmdep.outputFile="$target/path"

count=400
opened=()
case ${FLINK:-2} in 1.*) opened=(--add-opens=java.base/java.{lang,util}=ALL-UNNAMED) ;; esac
java "${opened[@]}" -Dorg.bytedeco.javacpp.maxPhysicalBytes=0 -cp "$target/classes:$(cat "$target/path")" \
  com.example.scoring.ScoringJob "$models/tables/animals" "$target/rows" $count > "$target/log" 2>&1 \
  || { tail -30 "$target/log" >&2; exit 1; }

# Files whose names begin with a dot are those of the attempt that failed.
rows() { find "$target/rows/$1" -name 'part-*' -exec cat {} + | sort -n; }
diff <(seq 0 $((count - 1))) <({ rows usual; rows odd; rows unsuitable; } | cut -d' ' -f1 | sort -n)
diff <(seq 7 100 $((count - 1))) <(rows unsuitable | grep 'column body weight: got "heavy"' | cut -d' ' -f1)
diff <(seq 8 100 $((count - 1))) <(rows odd | cut -d' ' -f1)
echo 'a job of Apache Flink: passed'
