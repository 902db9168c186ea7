"""Updates: a bundle that only its key's holder can have made, and a health check that keeps or gives back."""

from __future__ import annotations

import configparser
import os
import random
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from deploy.debian import package
from deploy.debian.target import BuildError
from deploy.ota.bundle import COMPATIBLE, build_bundle, make_test_key, manifest

OTA = Path(__file__).parents[2] / "deploy" / "ota" / "files"
LAYER = Path(__file__).parents[2] / "deploy" / "image" / "meta-cabin-voice"


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """(bundle, certificate) of a small image."""
    for program, name in (("rauc", "rauc"), ("mksquashfs", "squashfs-tools"), ("openssl", "openssl"), ("mke2fs", "e2fsprogs")):
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed: bundles cannot be made (Debian: {name})")
    folder = tmp_path_factory.mktemp("ota")
    image = folder / "rootfs.ext4"
    content = folder / "content"
    content.mkdir()
    (content / "noise").write_bytes(random.Random(1).randbytes(300_000))
    image.write_bytes(bytes(2_000_000))
    subprocess.run(["mke2fs", "-q", "-F", "-t", "ext4", "-d", content, image], check=True)
    cert, key = make_test_key(folder / "keys")
    build_bundle(image, "1.2.3", cert, str(key), folder / "out.raucb")
    return folder / "out.raucb", cert


def _info(bundle: Path, keyring: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["rauc", f"--keyring={keyring}", "info", bundle], capture_output=True, text=True, check=False)


def test_a_bundle_names_board_and_version(bundle: tuple[Path, Path]) -> None:
    told = _info(*bundle)
    assert told.returncode == 0, told.stderr
    assert COMPATIBLE in told.stdout
    assert "1.2.3" in told.stdout
    assert "verity" in told.stdout


def test_a_stranger_s_key_and_a_changed_byte_are_refused(bundle: tuple[Path, Path], tmp_path: Path) -> None:
    stranger, _ = make_test_key(tmp_path / "stranger")
    assert _info(bundle[0], stranger).returncode != 0
    content = bytearray(bundle[0].read_bytes())
    content[-200] ^= 1
    changed = tmp_path / "changed.raucb"
    changed.write_bytes(content)
    assert _info(changed, bundle[1]).returncode != 0


def test_keys_are_for_their_owner_alone(tmp_path: Path) -> None:
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed")
    _, key = make_test_key(tmp_path / "keys")
    assert key.stat().st_mode & 0o077 == 0
    assert key.parent.stat().st_mode & 0o077 == 0


def test_mistakes_are_one_line(tmp_path: Path) -> None:
    with pytest.raises(BuildError, match=r"nowhere\.ext4: no such image"):
        build_bundle(tmp_path / "nowhere.ext4", "1", tmp_path / "c", "k", tmp_path / "o")
    (tmp_path / "image").touch()
    with pytest.raises(BuildError, match="--version"):
        build_bundle(tmp_path / "image", "1\n[hooks]", tmp_path / "c", "k", tmp_path / "o")


def test_board_and_bundle_mean_the_same_board() -> None:
    board, made = configparser.ConfigParser(), configparser.ConfigParser()
    board.read(OTA / "system.conf")
    made.read_string(manifest("1.0"))
    assert board["system"]["compatible"] == made["update"]["compatible"] == COMPATIBLE
    slots = [name for name in board.sections() if name.startswith("slot.")]
    assert len(slots) == 2
    assert len({board[name]["bootname"] for name in slots}) == 2
    assert made.has_section("image.rootfs")
    assert "plain" in board["system"]["bundle-formats"]


def test_the_fleet_s_settings_are_encrypted_and_wait_for_the_driver() -> None:
    fleet = configparser.ConfigParser()
    fleet.read(OTA / "hawkbit.conf")
    assert fleet["client"].getboolean("ssl")
    assert fleet["client"].getboolean("ssl_verify")
    assert not fleet["client"].getboolean("post_update_reboot"), "a board does not restart while the car is driven"


# The health check, with the programs of a board as scripts that say what the test wants


def _board(folder: Path, *, ears: str, turn: str) -> Path:
    programs = {
        "systemctl": 'case "$*" in *is-active*) exit 0;; esac; echo "systemctl $*" >> "$CALLS"',
        "cabin": f"case \"$1\" in status) echo '{ears}';; ask) echo '{turn}';; esac",
        "rauc": 'echo "rauc $*" >> "$CALLS"',
    }
    for name, text in programs.items():
        file = folder / name
        file.write_text(f"#!/bin/sh\n{text}\n")
        file.chmod(0o755)
    return folder


@pytest.mark.parametrize(
    ("ears", "turn", "calls"),
    [
        ('{"wake_ready": true}', '{"event": "answer"}', ["rauc status mark-good booted"]),
        ('{"wake_ready": false}', '{"event": "answer"}', ["rauc status mark-bad booted", "systemctl --no-block reboot"]),
        ('{"wake_ready": true}', "", ["rauc status mark-bad booted", "systemctl --no-block reboot"]),
    ],
    ids=["healthy", "deaf", "dumb"],
)
def test_health_keeps_or_gives_back(tmp_path: Path, ears: str, turn: str, calls: list[str]) -> None:
    _board(tmp_path, ears=ears, turn=turn)
    environment = {
        "PATH": f"{tmp_path}:{os.environ['PATH']}",
        "CALLS": str(tmp_path / "calls"),
        "CABIN_HEALTH_TRIES": "2",
        "CABIN_HEALTH_PAUSE": "0",
    }
    subprocess.run([OTA / "cabin-voice-health"], env=environment, capture_output=True, check=True)
    assert (tmp_path / "calls").read_text().splitlines() == calls


def test_the_package_brings_the_health_check(tmp_path: Path) -> None:
    package.lay_out(tmp_path)
    service = tmp_path / "usr/lib/systemd/system/cabin-voice-health.service"
    started = re.search(r"^ExecStart=(\S+)", service.read_text(), re.MULTILINE)
    assert started is not None
    assert os.access(tmp_path / started[1].lstrip("/"), os.X_OK)


# The layer


def test_recipes_parse() -> None:
    parser = pytest.importorskip("oelint_parser.cls_stash", reason="oelint-parser is not installed")
    stash = parser.Stash()
    recipes = sorted(LAYER.rglob("*.bb"))
    assert len(recipes) == 3
    for recipe in recipes:
        assert stash.AddFile(str(recipe)), recipe
    stash.Finalize()
    from oelint_parser.cls_item import Variable

    for recipe in recipes:
        variables = {item.VarName: item for item in stash.GetItemsFor(filename=str(recipe), classifier=Variable.CLASSIFIER)}
        assert {"SUMMARY", "LICENSE"} <= set(variables), recipe


def test_the_recipe_is_of_this_version_and_these_files() -> None:
    import hashlib
    import tomllib

    root = Path(__file__).parents[2]
    version = tomllib.loads((root / "pyproject.toml").read_text())["project"]["version"]
    (recipe,) = LAYER.rglob(f"cabin-voice_{version}.bb")
    text = recipe.read_text()
    digest = hashlib.md5((root / "deploy/debian/files/copyright").read_bytes()).hexdigest()
    assert f"md5={digest}" in text
    for unit in re.findall(r"cabin-voice[\w-]*\.(?:service|path)", text):
        assert (root / "systemd" / unit).is_file()


# The container


def test_the_container_runs_what_the_unit_runs() -> None:
    root = Path(__file__).parents[2]
    text = (root / "deploy/container/Containerfile").read_text()
    unit = (root / "systemd/cabin-voice-model.service").read_text()
    started = re.search(r"^ExecStart=(.*)$", unit, re.MULTILINE)
    entry = re.search(r"^ENTRYPOINT \[(.*)\]$", text, re.MULTILINE)
    assert started is not None
    assert entry is not None
    assert re.findall(r'"([^"]*)"', entry[1]) == started[1].replace("%t", "/run").split()
    assert "USER cabin-voice-model" in text
    # Its socket's directory is a volume of its own, which takes over the owner.
    assert re.search(r"install -d .*-o cabin-voice-model .*/run/cabin-voice-model\nENV", text)
    assert "ORT_DISABLE_TELEMETRY=1" in text
