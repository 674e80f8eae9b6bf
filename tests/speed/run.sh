#!/usr/bin/env bash
# Compares the speed of tfflows with that of its Python peers on this machine, which should have
# nothing else to do. The peers are installed into an environment of their own below tests/target;
# SPEED_PYTHON names a Python that has them already.
#
#     tests/speed/run.sh [small|full]
#
# small takes about ten minutes on two cores. All cases of full take several hours, of which it
# spends up to SPEED_MINUTES (60) at a time, on what matters most first; it says what it left out,
# and the same command goes on from there. Numbers and table: tests/target/speed/small or full;
# remove that folder to begin anew.
set -euo pipefail
cd "$(dirname "$0")"
target=$(cd .. && pwd)/target/speed
mkdir -p "$target"

python=${SPEED_PYTHON:-$target/python/bin/python}
if [ -z "${SPEED_PYTHON:-}" ] && [ ! -e "$target/python/complete" ]; then
  rm -rf "$target/python"
  python3.11 -m venv "$target/python"
  # Of PyTorch, the build for the CPU would do, but it has an index of its own.
  "$target/python/bin/pip" install -q -r requirements.txt
  # It asks for the package tensorflow, in whose place there is tensorflow-cpu.
  "$target/python/bin/pip" install -q --no-deps tf-keras==2.18.0
  touch "$target/python/complete"
fi

mvn -q -B -ntp -f ../../pom.xml ${MAVEN_ARGUMENTS:-} -pl tests -am test-compile \
  org.apache.maven.plugins:maven-dependency-plugin:3.11.0:build-classpath \
  -Dmdep.outputFile="$target/path"
SPEED_CLASS_PATH=$(cd .. && pwd)/target/test-classes:$(cat "$target/path")
export SPEED_CLASS_PATH
export CUDA_VISIBLE_DEVICES= PYTHONDONTWRITEBYTECODE=1 TF_CPP_MIN_LOG_LEVEL=3
exec "$python" measure.py "${1:-small}" "$target/${1:-small}"
