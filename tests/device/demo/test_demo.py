"""The whole main job, faster than real time: asked, answered from CAN, talked over, asked in Chinese."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import soundfile

from device.can.drive_log import write_drive

pytestmark = [pytest.mark.weights, pytest.mark.slow]
ROOT = Path(__file__).parents[3]


def _demo(out: Path, *options: str) -> list[dict[str, Any]]:
    command = [sys.executable, "-m", "device", "demo", "--fast", "--out", str(out), *options]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return [json.loads(line) for line in (out / "events.jsonl").read_text(encoding="utf-8").splitlines()]


def _named(events: list[dict[str, Any]], name: str) -> list[dict[str, Any]]:
    return [event for event in events if event["event"] == name]


@pytest.fixture(scope="module")
def drive(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[dict[str, Any]]]:
    """One drive in both languages."""
    out = tmp_path_factory.mktemp("drive")
    return out, _demo(out)


def test_the_drive_goes_as_the_script_says(drive: tuple[Path, list[dict[str, Any]]]) -> None:
    _, events = drive
    assert {event["word"] for event in _named(events, "wake")} == {"hello cabin", "你好小舱"}
    assert [event["lang"] for event in _named(events, "transcript")] == ["en", "en", "zh"]
    answers = _named(events, "answer")
    assert [event["lang"] for event in answers] == ["en", "en", "zh"]
    assert "312" in answers[0]["text"]
    assert any("\u4e00" <= character <= "\u9fff" for character in answers[2]["text"])
    (barge_in,) = _named(events, "barge_in")
    assert barge_in["stop_ms"] < 500
    assert not _named(events, "fault")


def test_the_recording_and_the_report_are_whole(drive: tuple[Path, list[dict[str, Any]]]) -> None:
    out, events = drive
    facts = soundfile.info(out / "cabin.wav")
    assert facts.channels == 2
    assert abs(facts.frames / facts.samplerate - events[-1]["t"]) < 5.0
    assert "312" in (out / "report.html").read_text(encoding="utf-8")


def test_the_same_seed_gives_the_same_events(drive: tuple[Path, list[dict[str, Any]]], tmp_path: Path) -> None:
    out, _ = drive
    _demo(tmp_path)
    assert (tmp_path / "events.jsonl").read_bytes() == (out / "events.jsonl").read_bytes()


def test_another_value_in_the_log_is_another_answer(tmp_path: Path) -> None:
    log = tmp_path / "drive.log"
    write_drive(log, range_km=187)
    events = _demo(tmp_path / "out", "--lang", "zh", "--log", str(log))
    (answer,) = _named(events, "answer")
    assert "187" in answer["text"] or "一百八十七" in answer["text"]
