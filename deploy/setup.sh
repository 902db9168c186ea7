#!/bin/bash
# Makes a checkout ready: system packages, .venv, weights. Everything that is there already is left alone.
#
#   deploy/setup.sh run     what `make demo` needs
#   deploy/setup.sh test    that, and what the tests need
#   deploy/setup.sh rig     that, and what the virtual board is built with and runs in
#
# PYTHON          the interpreter for .venv, 3.11 to 3.13 (found by itself otherwise)
# CABIN_WEIGHTS   where the weights go (~/.cache/cabin-voice/weights otherwise)
set -euo pipefail

root=$(cd "$(dirname "$0")/.." && pwd)
cd "$root"
profile=${1:-run}
log=$root/build/setup.log
venv=$root/.venv
packages=(gcc portaudio19-dev espeak-ng)
if [ "$profile" != run ]; then
    packages+=(pulseaudio pulseaudio-utils libasound2-plugins flite e2fsprogs openssl rauc squashfs-tools dbus-daemon)
fi
if [ "$profile" = rig ]; then
    packages+=(qemu-system-arm qemu-utils gcc-aarch64-linux-gnu libc6-dev-arm64-cross kmod cpio openssh-client)
fi

say() { echo "setup: $*" >&2; }
fail() { say "$*"; exit 2; }

# Runs a command with its talk in the log; on failure shows the last lines that say why.
quietly() {
    local what=$1
    shift
    if ! "$@" >>"$log" 2>&1 </dev/null; then
        grep -iE '^(error|E:|could not fetch)' "$log" | tail -n 3 | cut -c1-240 >&2 || true
        fail "$what failed: $log tells why"
    fi
}

have_package() { [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; }

# Installs what of the named Debian packages is missing.
need_packages() {
    local missing=() name as_root=()
    if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
        command -v gcc >/dev/null || say "this is no Debian or Ubuntu: PyAudio needs a C compiler and PortAudio's headers"
        return
    fi
    for name in "$@"; do
        have_package "$name" || missing+=("$name")
    done
    [ ${#missing[@]} -gt 0 ] || return 0
    if [ "$(id -u)" -ne 0 ]; then
        if command -v sudo >/dev/null && { sudo -n true 2>/dev/null || { [ -t 0 ] && sudo true; }; }; then
            as_root=(sudo)
        else
            fail "these packages are missing and only root can install them: apt-get install ${missing[*]}"
        fi
    fi
    say "installing ${missing[*]}"
    quietly "apt-get update" "${as_root[@]}" apt-get update -q
    quietly "apt-get install ${missing[*]}" \
        "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}"
}

fits() { "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null; }

find_python() {
    local name
    for name in ${PYTHON:+"$PYTHON"} python3 python3.13 python3.12 python3.11; do
        if command -v "$name" >/dev/null && fits "$name"; then
            command -v "$name"
            return
        fi
    done
}

# A virtual environment with a pip that picks broken downloads up again.
make_venv() {
    local python version extra=()
    if [ -x "$venv/bin/python" ] && fits "$venv/bin/python" && "$venv/bin/python" -m pip --version >/dev/null 2>&1; then
        return
    fi
    python=$(find_python)
    if [ -z "$python" ]; then
        need_packages python3 python3-venv python3-dev
        python=$(find_python)
    fi
    if [ -z "$python" ]; then
        for version in 3.13 3.12 3.11; do
            if apt-cache show "python$version-venv" >/dev/null 2>&1; then
                need_packages "python$version" "python$version-venv" "python$version-dev"
                break
            fi
        done
        python=$(find_python)
    fi
    [ -n "$python" ] || fail "no Python 3.11 to 3.13 found; name one with PYTHON=..."
    version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    "$python" -c 'import ensurepip, venv' 2>/dev/null || extra+=("python$version-venv")
    "$python" -c 'import os, sys, sysconfig
sys.exit(not os.path.exists(os.path.join(sysconfig.get_path("include"), "Python.h")))' || extra+=("python$version-dev")
    [ ${#extra[@]} -eq 0 ] || need_packages "${extra[@]}"
    say "making .venv with Python $version"
    quietly "python -m venv" "$python" -m venv --clear "$venv"
}

install_project() {
    local stamp=$venv/.cabin-setup extra=build facts
    [ "$profile" = run ] || extra=dev
    facts=$({ echo "$root"; cat pyproject.toml deploy/setup.sh; } | sha256sum)
    case "$(cat "$stamp" 2>/dev/null)" in
        "$facts $extra" | "$facts dev") return 0 ;; # what the tests need holds what the demo needs
    esac
    say "installing Python packages"
    quietly "pip install pip" "$venv/bin/python" -m pip install --upgrade "pip>=25.1"
    quietly "pip install cabin-voice" "$venv/bin/python" -m pip install --editable ".[$extra]"
    echo "$facts $extra" >"$stamp"
}

exec 9<"$root"
if command -v flock >/dev/null && ! flock -n 9; then
    say "another setup of this checkout is running, waiting"
    flock 9
fi
mkdir -p build
: >"$log"
need_packages "${packages[@]}"
make_venv
install_project
"$venv/bin/cabin" weights fetch --quiet
