"""RAUC bundles: a root file system, its manifest, a signature.

python -m deploy.ota.bundle ROOTFS.ext4 --version 0.1.0 --cert CERT.pem --key KEY.pem [--out BUNDLE.raucb]
python -m deploy.ota.bundle ROOTFS.ext4 --version 0.1.0 --test-key DIR      makes a certificate and a key there first

A key made here is for trying things out. A product's signing key lives in a token (rauc takes a pkcs11: URI for --key) and
its certificate authority on no machine that builds.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

from deploy.debian.running import need_program, run
from deploy.debian.target import BuildError

COMPATIBLE = "cabin-voice-board"
_DAYS = "30"


def main() -> None:
    """Build what the command line asks for; one line on standard error and exit code 2 where that fails."""
    parser = argparse.ArgumentParser(prog="deploy.ota.bundle", description="Build a signed RAUC bundle.")
    parser.add_argument("rootfs", type=Path, help="an ext4 image of the root file system")
    parser.add_argument("--version", required=True)
    parser.add_argument("--cert", type=Path)
    parser.add_argument("--key", help="a file, or a pkcs11: URI")
    parser.add_argument("--test-key", type=Path, metavar="DIR", help="sign with a new certificate, left in DIR")
    parser.add_argument("--out", type=Path, default=Path("dist/cabin-voice.raucb"))
    options = parser.parse_args()
    try:
        if options.test_key is not None:
            cert, key = make_test_key(options.test_key)
            options.cert, options.key = cert, str(key)
        if options.cert is None or options.key is None:
            raise BuildError("name --cert and --key, or --test-key DIR")
        build_bundle(options.rootfs, options.version, options.cert, options.key, options.out)
        print(f"{options.out}: {options.out.stat().st_size / 1e6:.1f} MB")
    except BuildError as error:
        print(f"ota: {error}", file=sys.stderr)
        sys.exit(2)


def make_test_key(folder: Path) -> tuple[Path, Path]:
    """A certificate that signs itself, valid for a month, and its key. Raises BuildError."""
    need_program("openssl", "openssl")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    cert, key = folder / "cert.pem", folder / "key.pem"
    subject = "/O=Cabin Voice/CN=test key, not for a product"
    options = ["-x509", "-newkey", "rsa:3072", "-nodes", "-sha256", "-days", _DAYS, "-subj", subject]
    run(["openssl", "req", *options, "-keyout", key, "-out", cert])
    key.chmod(0o600)
    return cert, key


def build_bundle(rootfs: Path, version: str, cert: Path, key: str, out: Path) -> None:
    """Write a bundle in the verity format. Raises BuildError when a part is missing or rauc refuses."""
    if not rootfs.is_file():
        raise BuildError(f"{rootfs}: no such image")
    if not version or any(not (char.isalnum() or char in ".+~-") for char in version):
        raise BuildError(f"--version {version!r}: letters, digits and . + ~ - only")
    need_program("rauc", "rauc")
    need_program("mksquashfs", "squashfs-tools")
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out.parent) as folder:
        content = Path(folder, "content")
        content.mkdir()
        try:
            (content / "rootfs.ext4").hardlink_to(rootfs.resolve())
        except OSError:
            shutil.copy(rootfs, content / "rootfs.ext4")
        (content / "manifest.raucm").write_text(manifest(version), encoding="utf-8")
        fresh = Path(folder, "bundle.raucb")
        run(["rauc", "bundle", f"--cert={cert}", f"--key={key}", content, fresh])
        fresh.replace(out)


def manifest(version: str) -> str:
    """The bundle's manifest; rauc adds hash and size of the image."""
    return (
        f"[update]\ncompatible={COMPATIBLE}\nversion={version}\n\n[bundle]\nformat=verity\n\n[image.rootfs]\nfilename=rootfs.ext4\n"
    )


if __name__ == "__main__":
    main()
