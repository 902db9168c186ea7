"""`cabin listen` over real files and over files that are none."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import soundfile
import typer
from typer.testing import CliRunner, Result

from device.commands import listen
from edge.errors import InputError

pytestmark = pytest.mark.weights

KNOWN = {"speech_start", "speech_end", "wake", "wake_veto", "turn_end", "echo", "duplex", "prosody", "fault"}


def cabin(*arguments: object) -> Result:
    """Run the command; errors come back in the result."""
    app = typer.Typer()
    app.callback()(lambda: None)
    listen.register(app)
    return CliRunner().invoke(app, ["listen", *map(str, arguments)])


def lines(result: Result) -> list[dict[str, object]]:
    """The JSON objects that were printed."""
    assert result.exit_code == 0, result.exception
    return [json.loads(line) for line in result.stdout.splitlines()]


def problem(*arguments: object) -> str:
    """The user's error."""
    result = cabin(*arguments, "--json")
    assert isinstance(result.exception, InputError), result.exception
    return str(result.exception)


def test_speech_at_the_labelled_times_and_the_same_lines_twice(data: Path) -> None:
    wav = data / "vad" / "speechbrain" / "valid.wav"
    told = lines(cabin(wav, "--json"))
    starts = [event["onset"] for event in told if event["event"] == "speech_start"]
    assert starts[:2] == pytest.approx([0.38, 4.1], abs=0.06)
    assert {event["event"] for event in told} <= KNOWN
    assert all(0 <= event["t"] <= 9.67 for event in told)  # type: ignore[operator]
    assert told[-1]["event"] == "turn_end"
    assert cabin(wav, "--json").stdout == cabin(wav, "--json").stdout


def test_a_real_pair_is_cleaned_and_aligned(data: Path, tmp_path: Path) -> None:
    stem = data / "aec" / "dtln_aec_real" / "9mkQhVtzTEy2hDk-6u2Sww_farend_singletalk"
    mic, lpb = (stem.with_name(f"{stem.name}_{side}.wav") for side in ("mic", "lpb"))
    out = tmp_path / "clean.wav"
    told = lines(cabin(mic, "--reference", lpb, "--clean", out, "--json"))
    echo = [event for event in told if event["event"] == "echo"]
    assert echo[-1]["trust"] == 1.0
    assert 30 < float(str(echo[-1]["delay_ms"])) < 40
    microphone, rate = soundfile.read(mic, dtype="float32")
    clean, clean_rate = soundfile.read(out, dtype="float32")
    assert clean_rate == 16_000
    assert len(clean) == len(microphone) * 16_000 // rate
    late = slice(5 * 16_000, None)
    assert 10 * np.log10(np.mean(microphone[late] ** 2) / np.mean(clean[late] ** 2)) > 15


def loss_db(microphone: Path, clean: Path) -> float:
    """By how much the echo is quieter from the fifth second on."""
    before, after = (soundfile.read(path, dtype="float32")[0][5 * 16_000 :] for path in (microphone, clean))
    return float(10 * np.log10(np.mean(before**2) / np.mean(after**2)))


@pytest.mark.parametrize("late_ms", [300, -900])
def test_recordings_that_were_not_started_together(data: Path, tmp_path: Path, late_ms: int) -> None:
    """300: the echo comes before its reference. -900: it comes later than any room's."""
    stem = data / "aec" / "dtln_aec_real" / "9mkQhVtzTEy2hDk-6u2Sww_farend_singletalk"
    mic, lpb = (stem.with_name(f"{stem.name}_{side}.wav") for side in ("mic", "lpb"))
    heard, played = (soundfile.read(path, dtype="float32")[0] for path in (mic, lpb))
    silence = np.random.default_rng(1).standard_normal(abs(late_ms) * 16).astype(np.float32) * np.float32(1e-4)
    microphone, reference, out = tmp_path / "mic.wav", tmp_path / "far.wav", tmp_path / "out.wav"
    soundfile.write(microphone, heard if late_ms > 0 else np.concatenate([silence, heard]), 16_000)
    soundfile.write(reference, np.concatenate([silence, played]) if late_ms > 0 else played, 16_000)
    told = lines(cabin(microphone, "--reference", reference, "--clean", out, "--json"))
    assert told[0]["what"] == ("reference late" if late_ms > 0 else "reference early")
    delays = [float(str(event["delay_ms"])) for event in told if event["event"] == "echo"]
    assert delays[-1] == pytest.approx(35 - late_ms, abs=3)
    assert soundfile.info(out).frames == soundfile.info(microphone).frames
    assert loss_db(microphone, out) > 30
    assert cabin(microphone, "--reference", reference, "--clean", out, "--clean-for", "recognisers", "--json").exit_code == 0
    assert 20 < loss_db(microphone, out) < 45


def test_a_microphone_with_a_dead_channel_is_as_loud_and_says_so(tmp_path: Path, data: Path) -> None:
    samples, rate = soundfile.read(data / "vad" / "speechbrain" / "valid.wav", dtype="float32")
    wav, out = tmp_path / "in.wav", tmp_path / "out.wav"
    soundfile.write(wav, np.stack([np.zeros_like(samples), samples], axis=1), rate)
    told = lines(cabin(wav, "--clean", out, "--json"))
    assert [event["what"] for event in told if event["event"] == "fault"] == ["channel 0 of the microphone silent"]
    assert np.std(soundfile.read(out)[0]) == pytest.approx(np.std(samples), rel=0.1)


def test_an_echo_that_was_cancelled_already_is_left_alone(tmp_path: Path, data: Path) -> None:
    wav, out = data / "vad" / "speechbrain" / "valid.wav", tmp_path / "out.wav"
    far = data / "farend_prompts_asterisk" / "vm-options.wav"
    told = lines(cabin(wav, "--reference", far, "--bypass", "--clean", out, "--json"))
    assert [event["mode"] for event in told if event["event"] == "duplex"][-1] == "full"
    plain = tmp_path / "plain.wav"
    lines(cabin(wav, "--clean", plain, "--json"))
    assert out.read_bytes() == plain.read_bytes()


@pytest.mark.parametrize(("rate", "channels", "subtype"), [(8000, 1, "PCM_16"), (44_100, 2, "PCM_24"), (48_000, 6, "FLOAT")])
def test_any_rate_and_channel_count(tmp_path: Path, data: Path, rate: int, channels: int, subtype: str) -> None:
    from edge.audio.resample import resample

    samples, source = soundfile.read(data / "vad" / "speechbrain" / "valid.wav", dtype="float32")
    wav = tmp_path / "in.wav"
    soundfile.write(wav, np.tile(resample(samples, source, rate)[:, None], (1, channels)), rate, subtype=subtype)
    told = lines(cabin(wav, "--clean", tmp_path / "out.wav", "--json"))
    starts = [event["onset"] for event in told if event["event"] == "speech_start"]
    assert starts[:2] == pytest.approx([0.38, 4.1], abs=0.08)
    assert abs(soundfile.info(tmp_path / "out.wav").frames - len(samples)) <= 1


def test_one_channel_of_several(tmp_path: Path, data: Path) -> None:
    samples, rate = soundfile.read(data / "vad" / "speechbrain" / "valid.wav", dtype="float32")
    wav = tmp_path / "in.wav"
    soundfile.write(wav, np.stack([np.zeros_like(samples), samples], axis=1), rate)
    assert [event for event in lines(cabin(wav, "--channel", 0, "--json")) if event["event"] == "speech_start"] == []
    assert len(lines(cabin(wav, "--channel", 1, "--json"))) > 3
    assert "no channel 2" in problem(wav, "--channel", 2)


@pytest.mark.parametrize("length", [1, 37, 500])
def test_the_shortest_files(tmp_path: Path, length: int) -> None:
    wav = tmp_path / "short.wav"
    soundfile.write(wav, np.zeros(length, np.float32), 48_000)
    assert lines(cabin(wav, "--clean", tmp_path / "out.wav", "--json")) == []
    assert soundfile.info(tmp_path / "out.wav").frames == round(length / 3)


def test_files_that_are_no_audio(tmp_path: Path) -> None:
    good = tmp_path / "good.wav"
    soundfile.write(good, np.zeros(16_000, np.float32), 16_000)
    empty, text, cut = tmp_path / "empty.wav", tmp_path / "text.wav", tmp_path / "cut.wav"
    empty.write_bytes(b"")
    text.write_text("hello\n")
    cut.write_bytes(good.read_bytes()[:1000])
    for bad in (empty, text, cut, tmp_path / "none.wav"):
        assert str(bad) in problem(bad)
        assert str(bad) in problem(good, "--reference", bad)
    assert "no such wake head" in problem(good, "--wake", "hey nobody")
    assert "no such file" in problem(good, "--wake", tmp_path / "none.onnx")


def test_the_table_for_people(data: Path) -> None:
    out = cabin(data / "vad" / "speechbrain" / "valid.wav").stdout
    assert "speech_start" in out
    assert "wake words:" in out
