"""`cabin wake train`: what it refuses, in one line."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import soundfile as sf
import typer
from typer.testing import CliRunner
from waiting import until

from device.commands.wake import app
from edge.errors import CabinError
from edge.weights.store import WeightStore

_runner = CliRunner()


def _refusal(*arguments: str) -> str:
    """The error of a call; the command line turns it into one line and exit code 2."""
    result = _runner.invoke(app, ["train", *arguments])
    assert isinstance(result.exception, CabinError), result.output
    message = str(result.exception)
    assert "\n" not in message
    return message


@pytest.mark.parametrize(
    ("phrase", "lang", "said"),
    [
        ("", "en", "--phrase: is empty"),
        (" ... ", "en", "--phrase: is empty"),
        ("hello cabin 2", "en", "write numbers and signs as words"),
        ("你好小舱", "en", "more than English letters: take --lang zh"),
        ("hey 小舱", "en", "mixes Chinese characters and letters"),
        ("hey 小舱", "zh", "mixes Chinese characters and letters"),
        ("你好小舱2", "zh", "not written in Chinese characters"),
        ("你好小舱你好小舱你好小舱你", "zh", "has 13 syllables; no more than 12"),
        ("supercalifragilisticexpialidocious", "en", "has 14 syllables; no more than 12"),
        ("hello cabin", "zh", "not written in Chinese characters"),
        ("hello cabin", "fr", "--lang: 'fr' is not a language"),
        ("hello " * 20, "en", "longer than 60 characters"),
    ],
)
def test_phrases_and_languages_that_cannot_be(tmp_path: Path, phrase: str, lang: str, said: str) -> None:
    assert said in _refusal("--phrase", phrase, "--lang", lang, "--out", str(tmp_path / "head.onnx"))
    assert not list(tmp_path.iterdir())


@contextmanager
def _rendering(weights: WeightStore, folder: Path) -> Iterator[subprocess.Popen[str]]:
    """A training with nothing in its cache that has begun to render; a session of its own hears signals as a terminal does."""
    command = [sys.executable, "-m", "device", "wake", "train", "--phrase", "hello cabin", "--out", str(folder / "head.onnx")]
    own = os.environ | {"XDG_CACHE_HOME": str(folder / "cache"), "CABIN_WEIGHTS": str(weights.root)}
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True, env=own, start_new_session=True) as run:
        assert run.stdout is not None
        assert run.stderr is not None
        while not (line := run.stdout.readline()).startswith("rendered"):
            assert line, run.stderr.read()
        yield run


@pytest.mark.weights
def test_ctrl_c_leaves_nothing_half_written(weights: WeightStore, tmp_path: Path) -> None:
    with _rendering(weights, tmp_path) as run:
        os.killpg(run.pid, signal.SIGINT)
        said = run.communicate()[1]
    assert run.returncode == 130
    assert said == ""
    assert [path.name for path in tmp_path.iterdir()] == ["cache"]
    kept = [path for path in (tmp_path / "cache").rglob("*") if path.is_file()]
    assert len(kept) >= 160
    for path in kept:
        assert re.fullmatch(r"[0-9a-f]{32}\.flac", path.name)
        assert sf.read(path)[1] == 16_000


def _alive_in_session(session: int) -> list[str]:
    """The processes of a session, but for those that are only waited for."""
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        try:
            state, _parent, _group, own, *_ = (place / "stat").read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(own) == session and state != "Z":
            found.append(place.name)
    return found


@pytest.mark.weights
def test_a_training_that_is_killed_takes_its_helpers_with_it(weights: WeightStore, tmp_path: Path) -> None:
    with _rendering(weights, tmp_path) as run:
        assert len(_alive_in_session(run.pid)) >= 3
        run.kill()
        run.communicate()
        # A process lets go of the pipe a moment before it is gone.
        asyncio.run(until(lambda: not _alive_in_session(run.pid)))


def test_outputs_that_cannot_be_written(tmp_path: Path) -> None:
    phrase = ("--phrase", "hello cabin")
    assert "no such directory" in _refusal(*phrase, "--out", str(tmp_path / "none" / "head.onnx"))
    assert "does not end in .onnx" in _refusal(*phrase, "--out", str(tmp_path / "head.bin"))
    (tmp_path / "folder.onnx").mkdir()
    assert "is a directory" in _refusal(*phrase, "--out", str(tmp_path / "folder.onnx"))


def test_options_out_of_range(tmp_path: Path) -> None:
    most = ("--phrase", "hello cabin", "--out", str(tmp_path / "head.onnx"))
    assert "--minutes" in _refusal(*most, "--minutes", "0")
    assert "no such directory" in _refusal(*most, "--negatives", str(tmp_path / "none"))
    assert "no recordings" in _refusal(*most, "--negatives", str(tmp_path))


def test_missing_weights_name_the_command_that_fetches_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CABIN_WEIGHTS", str(tmp_path / "none"))
    message = _refusal("--phrase", "hello cabin", "--out", str(tmp_path / "head.onnx"))
    assert "cabin weights fetch kokoro" in message


def test_help_names_every_option() -> None:
    text = _runner.invoke(app, ["train", "--help"], env={"COLUMNS": "200", "NO_COLOR": "1", "TERM": "dumb"}).output
    for option in ("--phrase", "--lang", "--out", "--seed", "--minutes", "--negatives"):
        assert option in text
    assert isinstance(app, typer.Typer)
