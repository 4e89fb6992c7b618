#!/usr/bin/env bash
# What action.yml runs. What comes from outside comes in variables, so that none of it is ever read as code:
# COURSE the folder, BASE the commit to compare with or nothing, ARGUMENTS more options of `repotool check`.
set -euo pipefail

if [ -n "${GITHUB_ACTION_PATH:-}" ]; then
  venv="${RUNNER_TEMP:?}/repotool-venv"
  # Isolated: the current folder is a stranger's, and may hold a venv.py or a pip.py of its own.
  python -I -m venv "$venv"
  "$venv/bin/python" -I -m pip install --disable-pip-version-check --quiet "$GITHUB_ACTION_PATH"
  PATH="$venv/bin:$PATH"
fi

cd "${COURSE:-.}"
sarif="${RUNNER_TEMP:?}/repotool.sarif"
echo "sarif-file=$sarif" >>"${GITHUB_OUTPUT:?}"

read -r -a more <<<"${ARGUMENTS:-}"
words=(check --output-format github -o "sarif:$sarif")
if [ -n "${BASE:-}" ]; then
  # A checkout of one commit does not know where the two parted: so much history is asked for as is usually needed.
  git merge-base "$BASE" HEAD >/dev/null 2>&1 ||
    git fetch --quiet --no-tags --depth=200 origin "$BASE" "${GITHUB_SHA:-HEAD}"
  words+=(--base "$BASE")
fi
exec repotool "${words[@]}" ${more[@]+"${more[@]}"}
