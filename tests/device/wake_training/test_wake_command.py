"""`cabin wake train`: what it refuses, in one line."""

from __future__ import annotations

from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from device.commands.wake import app
from edge.errors import CabinError

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
        ("你好小舱", "en", "more than English letters"),
        ("hello cabin", "zh", "not written in Chinese characters"),
        ("hello cabin", "fr", "--lang: 'fr' is not a language"),
        ("hello " * 20, "en", "longer than 60 characters"),
    ],
)
def test_phrases_and_languages_that_cannot_be(tmp_path: Path, phrase: str, lang: str, said: str) -> None:
    assert said in _refusal("--phrase", phrase, "--lang", lang, "--out", str(tmp_path / "head.onnx"))
    assert not list(tmp_path.iterdir())


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
