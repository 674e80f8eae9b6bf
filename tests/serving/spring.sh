#!/usr/bin/env bash
# Starts the service of Spring Boot in spring, which depends on the published library, and compares the
# score of a row with that of Java.
#
#     tests/serving/spring.sh
#
# CLIENTS_MODELS names a folder of models, as in tests/clients.
set -euo pipefail
cd "$(dirname "$0")"
cd ../clients && . ./prepare.sh && cd ../serving
. ../publish/deploy.sh
target=$(cd .. && pwd)/target/serving
mvn_user -f spring/pom.xml compile dependency:build-classpath -Dmdep.outputFile="$target/spring/path"

log=$target/spring/log
rm -f "$log" # of another run, with another port
java -Dorg.bytedeco.javacpp.maxPhysicalBytes=0 -cp "$target/spring/classes:$(cat "$target/spring/path")" \
  com.example.scoring.ScoringApplication --server.port=0 --model="$models/tables/animals" > "$log" 2>&1 &
service=$!
trap 'kill $service 2> /dev/null || true' EXIT
until port=$(sed -n 's/.*Tomcat started on port \([0-9]*\).*/\1/p' "$log" 2> /dev/null) && [ -n "$port" ]; do
  kill -0 $service 2> /dev/null || { tail -30 "$log" >&2; exit 1; }
  sleep 0.3
done
python - "$models/tables/animals.json" "$port" << 'CLIENT'
import datetime
import json
import sys
import urllib.request

answers, port = json.load(open(sys.argv[1])), sys.argv[2]
row = {name: value for name, value in answers["rows"][0].items() if value == value}
row["born"] = str(datetime.date(1970, 1, 1) + datetime.timedelta(row["born"]))
request = urllib.request.Request(
    f"http://127.0.0.1:{port}/score", json.dumps([row]).encode(), {"Content-Type": "application/json"}
)
score = json.load(urllib.request.urlopen(request))[0]
expected = answers["log_prob"][0]
assert abs(score["logProb"] - expected) <= 1e-5 * (1 + abs(expected)), (score, expected)
CLIENT
echo 'a service of Spring Boot: passed'
