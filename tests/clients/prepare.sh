# Sourced by the scripts here: makes the virtual environment, exports the models, sets $models.
# Everything goes below tests/target. The models are exported anew each time; CLIENTS_MODELS names
# a folder with models that are to be taken instead. CLIENTS_SHORT=true exports every recipe once.
target=$(cd .. && pwd)/target/clients
unset PYTHONDONTWRITEBYTECODE
export PYTHONPYCACHEPREFIX=$target/compiled TF_CPP_MIN_LOG_LEVEL=2

../environment.sh "$target/python" requirements.txt requirements-alone.txt
PATH=$target/python/bin:$PATH

models=${CLIENTS_MODELS:-$target/models}
if [ -z "${CLIENTS_MODELS:-}" ]; then
  rm -rf "$models"
  mvn -q -f ../../pom.xml ${MAVEN_ARGUMENTS:-} -pl tests -am test \
    -Dtest=ExportedModels,ExportedTable -Dsurefire.failIfNoSpecifiedTests=false \
    -Dclients.folder="$models" -Dclients.short="${CLIENTS_SHORT:-false}" -Djacoco.skip \
    | { grep -v 'Not handling type DT_DOUBLE' || true; } # oneDNN has no double precision
fi
