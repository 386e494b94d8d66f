#!/bin/sh
# Install the Debian packages that some tests need; without them those tests are skipped, and say so.
# Usage: tools/debian.sh [PACKAGE...]   Says nothing and takes no time when all is there; fails when it cannot install.
set -eu
# oathtool: an implementation of one-time codes that is not ours. chromium-headless-shell: the browser that
# walks the pages, without the windows that nobody sees: 1.6 times as fast as the whole of Chromium.
# poppler-utils: reads the text of a page that was printed.
[ $# -gt 0 ] || set -- oathtool chromium-headless-shell poppler-utils
say() { printf 'sparekey: %s\n' "$*"; }
stop() { printf 'sparekey: %s\n' "$*" >&2; exit 1; }

missing=
for package in "$@"; do
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing="$missing $package"
done
[ -n "$missing" ] || exit 0
command -v apt-get >/dev/null || stop "there is no apt-get here, so these are not installed:$missing. Tests that need them are skipped."
[ "$(id -u)" = 0 ] || stop "only root can install these:$missing. Run \`sudo tools/debian.sh\`; until then, tests that need them are skipped."

mkdir -p .tools
say "installing$missing ..."
export DEBIAN_FRONTEND=noninteractive
# shellcheck disable=SC2086 # one word a package
install() { apt-get install -y -q --no-install-recommends $missing >.tools/debian.log 2>&1; }
install || { apt-get update -q >.tools/debian.log 2>&1 && install; } \
    || stop "could not install$missing: is there a network? (details: .tools/debian.log) Tests that need them are skipped."
