"""The command: exit codes, JSON, and a bundle without secrets."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tarfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from device.doctor.bundle import redact

KEY = "sk-0123456789abcdef"


def _doctor(tmp_path: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {
        **os.environ,
        "CABIN_WEIGHTS": str(tmp_path / "none"),
        "XDG_RUNTIME_DIR": str(tmp_path),
        "CABIN_AUDIO__BACKEND": "null",
        **variables,
    }
    code = (
        "import sys, typer\nfrom device.commands import doctor\napp = typer.Typer()\napp.callback()(lambda: None)\n"
        "doctor.register(app)\nsys.exit(typer.main.get_command(app).main(standalone_mode=False))"
    )
    command = [sys.executable, "-c", code, "doctor", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)


def test_wrong_things_are_told_with_what_mends_them(tmp_path: Path) -> None:
    done = _doctor(tmp_path, "--only", "weights", "--only", "clock")
    assert done.returncode == 2
    assert "mend:" in done.stdout


def test_json_is_one_finding_a_line(tmp_path: Path) -> None:
    done = _doctor(tmp_path, "--only", "clock", "--only", "rights", "--json")
    assert done.returncode == 0, done.stdout + done.stderr
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert [one["check"] for one in found] == ["rights", "clock"]
    assert all(one["grade"] == "fine" for one in found)


def test_settings_that_cannot_be_read_are_a_finding(tmp_path: Path) -> None:
    broken = tmp_path / "cabin.toml"
    broken.write_text("[audio]\nbackened = 1\n")
    done = _doctor(tmp_path, "--config", str(broken), "--only", "clock", "--json")
    assert done.returncode == 2
    first = json.loads(done.stdout.splitlines()[0])
    assert first["check"] == "settings"
    assert "backened" in first["text"]


def test_the_bundle_has_neither_key_nor_audio(tmp_path: Path) -> None:
    file = tmp_path / "bundle.tar.gz"
    done = _doctor(tmp_path, "--only", "rights", "--bundle", str(file), STEPFUN_API_KEY=KEY)
    assert done.returncode == 0, done.stdout + done.stderr
    assert file.stat().st_mode & 0o077 == 0
    with tarfile.open(file) as archive:
        names = archive.getnames()
        texts = [content.read().decode() for name in names if (content := archive.extractfile(name)) is not None]
    assert {Path(name).suffix for name in names} <= {".json", ".txt"}
    assert not [text for text in texts if KEY in text]
    assert any("api_key" in text for text in texts)


@given(st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc")), max_size=60), st.text(max_size=60))
def test_a_key_survives_in_no_text(before: str, after: str) -> None:
    assert KEY not in redact(f"{before}{KEY}{after}", KEY)
    assert "topsecret" not in redact("Authorization: Bearer topsecret")
    assert "Paris" not in redact('{"event": "transcript", "text": "to Paris"}\nother')
    assert "sk-live-abcdef12" not in redact("said sk-live-abcdef12, then nothing")
    assert "eyJhbGciOi.eyJzdWIi.c2lnbmF0" not in redact("eyJhbGciOi.eyJzdWIi.c2lnbmF0")
    assert "Paris" not in redact('{"t": 1.0, "event": "alert", "key": "say:1", "text": "to Paris"}')


def test_one_mistake_does_not_hide_the_rest(tmp_path: Path) -> None:
    file = tmp_path / "cabin.toml"
    file.write_text(
        '[turn]\nhangover = "long"\n[can]\ninterfac = "x"\n[cloud]\nurl = "ws://127.0.0.1:9/nobody"\napi_key = "sk-0123456789"\n'
    )
    file.chmod(0o600)
    done = _doctor(tmp_path, "--config", str(file), "--only", "links", "--json", CABIN_LOCAL__ENABLED="false")
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 2
    assert [one["check"] for one in found] == ["settings", "settings", "cloud"]
    assert "turn.hangover" in found[0]["text"] + found[1]["text"]
    assert "nobody: nothing listens there" in found[2]["text"]
