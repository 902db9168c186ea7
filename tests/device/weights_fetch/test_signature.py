"""The signature of a list of weights: real keys, the real openssl, lists that were changed."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from device.resources import checkout, shipped
from device.weights_fetch.signature import LENGTH, Verdict, judge, require_signed, shipped_keys, sign
from edge.errors import WeightsError

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="the openssl program is not installed")


def _key(folder: Path, name: str, algorithm: str = "ed25519") -> tuple[Path, Path]:
    private, public = folder / f"{name}.pem", folder / f"{name}.pub"
    subprocess.run(["openssl", "genpkey", "-algorithm", algorithm, "-out", str(private)], check=True, capture_output=True)
    subprocess.run(["openssl", "pkey", "-in", str(private), "-pubout", "-out", str(public)], check=True, capture_output=True)
    return private, public


def test_what_was_signed_is_told_from_what_was_changed(tmp_path: Path) -> None:
    private, public = _key(tmp_path, "ours")
    _, other = _key(tmp_path, "another")
    file = tmp_path / "weights.toml"
    file.write_bytes(b"format = 1\n[entries]\n")
    assert judge(file, [public]) is Verdict.UNSIGNED
    signature = sign(file, private)
    assert judge(file, [public]) is Verdict.SIGNED
    assert judge(file, [other, public]) is Verdict.SIGNED, "while a key is being replaced there are two"
    assert judge(file, [other]) is Verdict.FORGED
    assert judge(file, []) is Verdict.FORGED
    require_signed(file, [public])
    file.write_bytes(b"format = 1\n[entries] \n")
    assert judge(file, [public]) is Verdict.FORGED
    with pytest.raises(WeightsError, match="was changed after it was signed"):
        require_signed(file, [public])
    for wrong in (b"", b"\0" * LENGTH, signature.read_bytes() + b"\n"):
        signature.write_bytes(wrong)
        assert judge(file, [public]) is Verdict.FORGED
    signature.unlink()
    with pytest.raises(WeightsError, match="has no signature"):
        require_signed(file, [public])


def test_a_key_of_another_kind_does_not_sign(tmp_path: Path) -> None:
    file = tmp_path / "weights.toml"
    file.write_bytes(b"x")
    (tmp_path / "none.pem").write_text("nonsense")
    for key in (tmp_path / "none.pem", tmp_path / "absent.pem", _key(tmp_path, "rsa", "rsa")[0]):
        with pytest.raises(WeightsError, match="no Ed25519 private key"):
            sign(file, key)
    assert judge(file, []) is Verdict.UNSIGNED


def test_a_later_list_is_used_with_a_signature_alone(tmp_path: Path) -> None:
    file = tmp_path / "later.toml"
    file.write_bytes(shipped("weights.toml").read_bytes())
    command = [sys.executable, "-m", "device", "weights", "fetch", "--list", str(file)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode == 2
    assert done.stderr == f"cabin: {file}: has no signature beside it; only a list signed by a key of deploy/keys is used\n"


def test_the_list_that_ships_is_signed() -> None:
    assert shipped_keys()
    assert checkout()
    for key in shipped_keys():
        text = subprocess.run(
            ["openssl", "pkey", "-pubin", "-in", str(key), "-text", "-noout"], capture_output=True, text=True, check=True
        )
        assert "ED25519" in text.stdout.upper()
        assert "PRIVATE" not in key.read_text()
    verdict = judge(shipped("weights.toml"))
    assert verdict is not Verdict.UNSIGNED
    if verdict is Verdict.FORGED:
        pytest.skip("deploy/weights.toml was edited since it was signed: cabin weights sign KEY before a release")
    assert verdict is Verdict.SIGNED
