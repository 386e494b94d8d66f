#!/bin/sh
# Make the environment: uv into .tools, CPython 3.10 into .venv, the pinned and hashed requirements into that.
# Usage: tools/setup.sh REQUIREMENTS_FILE
set -eu
requirements=$1
say() { printf 'sparekey: %s\n' "$*"; }
stop() { printf 'sparekey: %s\n' "$*" >&2; exit 1; }

stamp=.venv/.installed-$requirements
# What tests need includes what Entra needs, and that what running needs.
case $requirements in
    requirements.txt) enough="requirements-dev.txt requirements-entra.txt" ;;
    *) enough="requirements-dev.txt" ;;
esac
for one in $enough "$requirements"; do
    if [ -x .venv/bin/python ] && cmp -s "$one" ".venv/.installed-$one" 2>/dev/null; then exit 0; fi
done

mkdir -p .tools
if [ ! -x .tools/uv/bin/uv ]; then
    say "fetching uv into .tools (a few seconds) ..."
    python=$(command -v python3 || command -v python || true)
    [ -n "$python" ] || stop "no Python found. Install any Python 3 and run this again."
    # `.python-version` asks for 3.10; any Python 3 will do to fetch uv.
    (cd / && "$python" -m venv --help >/dev/null 2>&1) || stop "this Python has no venv module. Install it (Debian: python3-venv) and run this again."
    here=$(pwd)
    (cd / && "$python" -m pip --version >/dev/null 2>&1) || stop "this Python has no pip. Install it (Debian: python3-pip) and run this again."
    (cd / && "$python" -m pip install --quiet --root-user-action=ignore --disable-pip-version-check --no-compile --target "$here/.tools/uv" "uv>=0.5,<1") 2>.tools/uv.log \
        || stop "could not fetch uv: is there a network? (details: .tools/uv.log)"
fi
uv=.tools/uv/bin/uv

if [ ! -x .venv/bin/python ]; then
    say "making .venv on CPython 3.10 ..."
    "$uv" venv --quiet --python 3.10 .venv 2>.tools/venv.log \
        || stop "no Python 3.10 here, and none could be fetched. Install CPython 3.10 and run this again. (details: .tools/venv.log)"
fi
say "installing $requirements (Rasa brings 2.5 GB: one to five minutes the first time) ..."
UV_PYTHON_DOWNLOADS=never "$uv" pip sync --quiet --python .venv/bin/python --require-hashes "$requirements" 2>.tools/install.log \
    || stop "could not install $requirements: is there a network? (details: .tools/install.log)"
rm -f .venv/.installed-*
cp "$requirements" "$stamp"
