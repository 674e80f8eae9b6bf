# Sourced by the scripts of projects that use tfflows. Deploys the BOM and the library modules to a
# repository of files, and defines `mvn_user`: Maven with that repository and with a local one that
# has what ~/.m2 has, less the group io.github.tfflows. PUBLISHED names a folder where a script has
# done that, which is then taken. RELEASED names a repository of a release to take in place of it, and
# EMPTY=yes starts from a local repository with nothing in it.
sources=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
published=${PUBLISHED:-$sources/tests/target/publish}
modules=(tfflows-core tfflows-bijectors tfflows-examples/tables tfflows-examples/serve
  tfflows-examples/spark tests/testing)
own=$HOME/.m2/repository

deploy() ( # folder, repository, further arguments
  umask 022 # jars hold the permissions of their files
  mvn -q -T 2 ${MAVEN_ARGUMENTS:-} -Ppublished -f "$1/pom.xml" \
    -pl ".mvn/bom,$(IFS=,; echo "${modules[*]}")" deploy -DskipTests -Dspotless.check.skip -Dmaven.install.skip \
    -DaltDeploymentRepository="files::file://$2" "${@:3}"
)

link_all_but() { # folder below the local repository, name left out
  mkdir -p "$published/local/$1" "$own/$1"
  find "$own/$1" -mindepth 1 -maxdepth 1 ! -name "$2" -exec ln -s -t "$published/local/$1" {} +
}

mvn_user() {
  mvn -q ${MAVEN_ARGUMENTS:-} -Dmaven.repo.local="$published/local" \
    -Dtfflows.repository="file://$published/repository" "$@"
}

if [ -z "${PUBLISHED:-}" ]; then
  rm -rf "$published/repository" "$published/local"
  mkdir -p "$published/local"
  if [ -n "${RELEASED:-}" ]; then
    ln -s "$RELEASED" "$published/repository"
  else
    deploy "$sources" "$published/repository"
  fi
  if [ "${EMPTY:-no}" = no ]; then
    link_all_but . io
    link_all_but io github
    link_all_but io/github tfflows
  fi
fi
