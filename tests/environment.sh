#!/usr/bin/env bash
# Makes a Python environment that has the packages of some files, unless it stands there already.
# Files named *-alone.txt list packages that are installed without those they ask for.
#
#     tests/environment.sh FOLDER FILE...
#
# Modules are compiled when they are first imported: scripts set PYTHONPYCACHEPREFIX, or
# UV_COMPILE_BYTECODE=true where seconds are measured.
set -euo pipefail
folder=$1
shift
if cat "$@" | cmp -s - "$folder/complete"; then
  exit
fi
rm -rf "$folder"
"$(command -v python3.11 || command -v python3.12 || command -v python3)" -m venv "$folder"
"$folder/bin/pip" install -q uv==0.13.9 # which needs a third of the time of pip
for file in "$@"; do
  options=()
  case $file in *-alone.txt) options+=(--no-deps) ;; esac
  "$folder/bin/uv" pip install -q -p "$folder" "${options[@]}" -r "$file" ||
    "$folder/bin/pip" install -q "${options[@]}" -r "$file" # from an index that only pip is configured for
done
cat "$@" > "$folder/complete"
