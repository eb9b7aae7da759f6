#!/usr/bin/env bash
# Build what a release consists of into the folder $1: wheel, source distribution, bill of materials
# and the SHA-256 of each. The wheel is built twice; two hashes stop the release.
set -euo pipefail
out=${1:?name the folder to write to}
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The archives carry the time of the commit, not of the build.
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct)
export SOURCE_DATE_EPOCH

python3 -m venv "$work/build"
"$work/build/bin/python" -m pip install --quiet --require-hashes --requirement .ci/requirements.txt
mkdir -p "$out"
"$work/build/bin/python" -m build --no-isolation --outdir "$out" . >/dev/null
"$work/build/bin/python" -m build --no-isolation --wheel --outdir "$work/again" . >/dev/null
cmp "$out"/*.whl "$work"/again/*.whl

# What the wheel needs, as it resolves today on a bare Python.
python3 -m venv "$work/installed"
"$work/installed/bin/python" -m pip install --quiet "$out"/*.whl
"$work/installed/bin/opengovai" dossier --out "$work/dossier" >/dev/null
cp "$work/dossier/sbom.cdx.json" "$out/opengovai.cdx.json"
cp "$work/dossier/ml-bom.cdx.json" "$out/opengovai-models.cdx.json"

(cd "$out" && sha256sum -- *.whl *.tar.gz *.cdx.json | tee SHA256SUMS)
