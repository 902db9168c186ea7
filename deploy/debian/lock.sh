#!/bin/bash
# Pins what the Debian packages carry, with the hash of every file: writes requirements.lock from pyproject.toml.
# Versions that are pinned already stay; `lock.sh --upgrade` takes the newest ones.
#
# tokenizers names huggingface-hub only for loading from its hub, which nothing here does; it and what only it needs stay out.
set -euo pipefail
cd "$(dirname "$0")"
tools=$(mktemp -d)
trap 'rm -rf "$tools"' EXIT
python3 -m venv "$tools"
"$tools/bin/pip" install --quiet uv
left_out=(huggingface-hub hf-xet httpx2 httpcore2 h11 anyio idna fsspec filelock truststore tqdm pyyaml)
[ "${1:-}" = --upgrade ] && upgrade=(--upgrade) || upgrade=()
for platform in aarch64-manylinux_2_28 x86_64-manylinux_2_28; do
    # Versions only: hashes that stand there are believed, and a file that has come since would have none.
    sed -e '/--hash=/d' -e 's/ \\$//' requirements.lock > "$tools/$platform.lock"
    "$tools/bin/uv" pip compile --quiet ../../pyproject.toml requirements.in --python-version 3.11 --python-platform "$platform" \
        --generate-hashes --no-header --no-annotate "${upgrade[@]}" "${left_out[@]/#/--no-emit-package=}" --output-file "$tools/$platform.lock"
done
cmp "$tools"/*.lock || { echo "lock.sh: the architectures need different packages" >&2; exit 2; }
cp "$tools/x86_64-manylinux_2_28.lock" requirements.lock
