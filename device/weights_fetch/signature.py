"""Who wrote a list of weights: an Ed25519 signature beside it, checked by the openssl program against the keys that ship.

The hashes in the list decide which weights are used, so whoever can exchange the list chooses what the driver hears. The list that
ships is as safe as the program beside it; one that comes later by itself is not, and is used only with a signature that fits.
"""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Final

from device.resources import shipped
from edge.errors import WeightsError

SUFFIX: Final = ".sig"
LENGTH: Final = 64
"""Bytes of an Ed25519 signature (RFC 8032)."""
_TIMEOUT_S: Final = 10


class Verdict(StrEnum):
    """What is known of a list's author."""

    SIGNED = "signed"
    """By one of the keys."""
    UNSIGNED = "unsigned"
    """There is no signature."""
    FORGED = "forged"
    """There is one, and it fits none of the keys: the list was changed after it was signed."""
    UNCHECKED = "unchecked"
    """There is one, and no openssl to check it."""


def shipped_keys() -> list[Path]:
    """The public keys that ship, the newest last; more than one while a key is being replaced."""
    return sorted(shipped("keys").glob("weights-*.pub"))


def judge(file: Path, keys: Sequence[Path] | None = None) -> Verdict:
    """Look at a list and the signature beside it (FILE.sig, raw). keys: PEM files, default those that ship.

    Raises WeightsError when the signature is there and cannot be read.
    """
    signature = file.with_name(file.name + SUFFIX)
    try:
        content = signature.read_bytes()
    except FileNotFoundError:
        return Verdict.UNSIGNED
    except OSError as error:
        raise WeightsError(signature, f"cannot be read ({error.strerror})") from None
    if len(content) != LENGTH:
        return Verdict.FORGED
    try:
        fits = any(_fits(file, signature, key) for key in (shipped_keys() if keys is None else keys))
    except OSError:  # not installed, or not to be run from within a sandbox
        return Verdict.UNCHECKED
    return Verdict.SIGNED if fits else Verdict.FORGED


def require_signed(file: Path, keys: Sequence[Path] | None = None) -> None:
    """Raises WeightsError naming the file unless its signature fits."""
    verdict = judge(file, keys)
    if verdict is Verdict.UNCHECKED:
        raise WeightsError(file, "its signature cannot be checked: the openssl program is not installed")
    if verdict is not Verdict.SIGNED:
        what = "has no signature beside it" if verdict is Verdict.UNSIGNED else "was changed after it was signed"
        raise WeightsError(file, f"{what}; only a list signed by a key of deploy/keys is used")


def _fits(file: Path, signature: Path, key: Path) -> bool:
    options = ["-verify", "-pubin", "-inkey", str(key), "-rawin", "-in", str(file), "-sigfile", str(signature)]
    try:
        done = subprocess.run(["openssl", "pkeyutl", *options], capture_output=True, timeout=_TIMEOUT_S, check=False)
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0


def sign(file: Path, private_key: Path) -> Path:
    """Sign a list with a private key (PEM); returns the signature's file. Raises WeightsError when openssl refuses."""
    signature = file.with_name(file.name + SUFFIX)
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder, "signature")
        options = ["-sign", "-inkey", str(private_key), "-rawin", "-in", str(file), "-out", str(made)]
        try:
            done = subprocess.run(
                ["openssl", "pkeyutl", *options],
                capture_output=True,
                text=True,
                timeout=_TIMEOUT_S,
                stdin=subprocess.DEVNULL,
                check=False,
            )
        except OSError as error:
            raise WeightsError("openssl", f"cannot be run ({error.strerror})") from None
        if done.returncode or not made.is_file() or made.stat().st_size != LENGTH:
            raise WeightsError(private_key, "is no Ed25519 private key that openssl can use")
        signature.write_bytes(made.read_bytes())
    return signature
