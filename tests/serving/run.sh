#!/usr/bin/env bash
# Serves exported models by other servers, and compares their answers with those of Java: Triton
# Inference Server (by its Python backend, with the files of `tfflows export --triton`), KServe (by
# its Python server) and OpenVINO (which reads a SavedModel without TensorFlow).
#
#     tests/serving/run.sh [short] [triton] [kserve] [openvino]
#
# All comes from PyPI; the package nvidia-pytriton carries the server itself. short serves two
# models in place of all. CLIENTS_MODELS names a folder of models, as in tests/clients.
set -euo pipefail
cd "$(dirname "$0")"
short='' servers=()
for word in "$@"; do
  case $word in
    short) short=true ;;
    triton | kserve | openvino) servers+=("$word") ;;
    *) echo "expected short, triton, kserve or openvino, got $word" >&2; exit 2 ;;
  esac
done
[ "${#servers[@]}" -gt 0 ] || servers=(kserve triton openvino)
folder=$(cd .. && pwd)/target/serving
../environment.sh "$folder/python" requirements.txt requirements-alone.txt
servers_python=$folder/python/bin/python
cd ../clients && . ./prepare.sh && cd ../serving

names=()
for answers in "$models"/*.json; do names+=("$(basename "$answers" .json)"); done
if [ -n "$short" ]; then names=(neural_spline_coupling_conditional); fi

running=''
trap '[ -z "$running" ] || kill $running 2> /dev/null || true' EXIT
free_port() { python -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

# Runs a server until its models have answered.
served() { # server, log, port, models...
  until curl -sf "http://127.0.0.1:$3/v2/health/ready" > /dev/null; do
    kill -0 $running 2> /dev/null || { tail -30 "$2" >&2; exit 1; }
    sleep 0.5
  done
  python serving_client.py "$models" "$1" "127.0.0.1:$3" "${@:4}"
  kill $running
  wait $running || true
  running=''
}

# A process of Python serves each signature: one model at a time.
triton() {
  local packages triton library tool port repository=$folder/repository
  packages=$(echo "$folder"/python/lib/python3*/site-packages)
  triton=$packages/pytriton/tritonserver
  library=$("$servers_python" -c 'import sysconfig; print(sysconfig.get_config_var("LIBDIR"))')
  cp "$triton/python_backend_stubs/$(basename "$(dirname "$packages")" | tr -d a-z)/triton_python_backend_stub" \
    "$triton/backends/python/"
  tool=$PWD/../../tfflows-examples/cli/target/tfflows
  [ -d "$tool/lib" ] || mvn -q -f ../../pom.xml ${MAVEN_ARGUMENTS:-} -pl tfflows-examples/cli -am package -DskipTests
  for name in "${names[@]}" animals; do
    rm -rf "$repository"
    mkdir -p "$repository"
    if [ "$name" = animals ]; then
      java -cp "$tool/lib/*" TritonModels.java "$models/tables/animals" "$repository" log_prob_columns
    else
      java -cp "$tool/lib/*" TritonModels.java "$models/$name" "$repository"
    fi
    port=$(free_port)
    PATH=$folder/python/bin:$PATH LD_LIBRARY_PATH=$library:$packages/nvidia_pytriton.libs PYTHONPATH=$packages \
      "$triton/bin/tritonserver" --model-repository "$repository" --backend-directory "$triton/backends" \
      --disable-auto-complete-config --http-address 127.0.0.1 --http-port "$port" --allow-grpc false \
      --allow-metrics false \
      > "$folder/triton.log" 2>&1 &
    running=$!
    served Triton "$folder/triton.log" "$port" "$name"
  done
}

kserve() {
  local port
  port=$(free_port)
  "$servers_python" kserve_server.py "$port" "${names[@]/#/$models/}" "$models/tables/animals" \
    > "$folder/kserve.log" 2>&1 &
  running=$!
  served KServe "$folder/kserve.log" "$port" "${names[@]}" animals
}

# It has a malloc of its own, which ends the process beside another one.
openvino() {
  LD_PRELOAD='' "$servers_python" openvino_client.py "$models" "${names[@]}"
}

for server in "${servers[@]}"; do $server; done
