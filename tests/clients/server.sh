#!/usr/bin/env bash
# Serves the exported models by `tfflows serve`, and reads every signature by other clients: the REST
# API of TensorFlow Serving in columns and rows, and the Open Inference Protocol by Triton's client.
#
#     tests/clients/server.sh
set -euo pipefail
cd "$(dirname "$0")"
. ./prepare.sh

tool=$PWD/../../tfflows-examples/cli/target/tfflows/bin/tfflows
[ -x "$tool" ] || mvn -q -f ../../pom.xml ${MAVEN_ARGUMENTS:-} -pl tfflows-examples/cli -am package -DskipTests

rm -f "$target/server.log" # of another run, with another port
"$tool" serve "$models" --port 0 > "$target/server.log" 2>&1 &
server=$!
trap 'kill $server 2> /dev/null || true' EXIT
until address=$(sed -n 's#^listening at http://##p' "$target/server.log" 2> /dev/null) && [ -n "$address" ]; do
  kill -0 $server 2> /dev/null || { cat "$target/server.log" >&2; exit 1; }
  sleep 0.2
done

python server_client.py "$models" "$address"
kill $server
wait $server || [ $? -eq 143 ]
