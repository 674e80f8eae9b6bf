#!/usr/bin/env bash
# Makes a Python environment that has the packages of some files, unless it stands there already.
# Files named *-alone.txt list packages that are installed without those they ask for.
#
#     tests/environment.sh FOLDER FILE...
set -euo pipefail
folder=$1
shift
if cat "$@" | cmp -s - "$folder/complete"; then
  exit
fi
rm -rf "$folder"
"$(command -v python3.11 || command -v python3.12 || command -v python3)" -m venv "$folder"
for file in "$@"; do
  options=()
  case $file in *-alone.txt) options+=(--no-deps) ;; esac
  "$folder/bin/pip" install -q "${options[@]}" -r "$file"
done
cat "$@" > "$folder/complete"
