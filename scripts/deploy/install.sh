#!/bin/sh
# Installs this version into a folder of its own, beside those that are there and run: install.sh /opt/chatbookr/VERSION
# Everything comes from the lock, by its hash, and as a wheel: no compiler is needed.
set -eu
target=${1:?"where to, as /opt/chatbookr/0.1.0"}
source=$(cd "$(dirname "$0")/../.." && pwd)
[ ! -e "$target" ] || { echo "$target is there already: nothing was installed" >&2; exit 1; }
aside=$(mktemp -d)
trap 'rm -rf "$aside"' EXIT

packages() {  # packages PYTHON LOCK
    "$1" -m pip install -qq --no-input --disable-pip-version-check --no-deps --require-hashes --only-binary :all: -r "$2"
}

umask 022
"${PYTHON:-python3}" -m venv "$aside/build"
packages "$aside/build/bin/python" "$source/requirements-build.lock"
"$aside/build/bin/python" -m pip wheel -qq --no-deps --no-build-isolation --wheel-dir "$aside/wheels" \
    "$source" "$source/plugins/whatsapp" "$source/plugins/gcal"
"${PYTHON:-python3}" -m venv "$target"
packages "$target/bin/python" "$source/requirements.lock"
"$target/bin/python" -m pip install -qq --disable-pip-version-check --no-deps --no-index "$aside"/wheels/*.whl
"$target/bin/python" -m pip check --disable-pip-version-check
install -m 0755 "$source/scripts/deploy/healthy.py" "$target/bin/chatbookr-healthy"
echo "Installed in $target; let /opt/chatbookr/current lead there when its turn has come: ln -sfn $target /opt/chatbookr/current"
