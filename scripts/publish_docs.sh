#!/usr/bin/env bash
# Publish the documentation as version $1 beside the earlier ones, and make it the latest. Readers
# choose a version at the top of each page.
set -euo pipefail
version=${1:?name the version}
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/python" -m pip install --quiet ".[docs]"
git config user.name "OpenGovAI release"
git config user.email "release@localhost"
PATH="$work/venv/bin:$PATH" mike deploy --push --update-aliases "$version" latest
PATH="$work/venv/bin:$PATH" mike set-default --push latest
