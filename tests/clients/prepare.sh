# Sourced by the scripts here: makes the virtual environment, exports the models, sets $models.
# Everything goes below tests/target. The models are exported anew each time; CLIENTS_MODELS names
# a folder with models that are to be taken instead.
target=$(cd .. && pwd)/target/clients
export PYTHONDONTWRITEBYTECODE=1 TF_CPP_MIN_LOG_LEVEL=2

if [ ! -e "$target/python/complete" ]; then
  rm -rf "$target/python"
  python3 -m venv "$target/python"
  "$target/python/bin/pip" install -q -r requirements.txt
  # It asks for the package tensorflow beside tensorflow-cpu, which holds the same modules.
  "$target/python/bin/pip" install -q --no-deps tensorflow-serving-api==2.18.0
  touch "$target/python/complete"
fi
PATH=$target/python/bin:$PATH

models=${CLIENTS_MODELS:-$target/models}
if [ -z "${CLIENTS_MODELS:-}" ]; then
  mvn -q -f ../../pom.xml ${MAVEN_ARGUMENTS:-} -pl tests -am test -Dtest=ExportedModels,ExportedTable \
    -Dsurefire.failIfNoSpecifiedTests=false -Dclients.folder="$models" \
    | { grep -v 'Not handling type DT_DOUBLE' || true; } # oneDNN has no double precision
fi
