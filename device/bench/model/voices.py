"""The voices beside those of others: work for a second of sound, DNSMOS, and what the recogniser makes of them."""

from __future__ import annotations

import json
import resource
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from device.bench.framework import Row
from device.bench.model.errors import distance, units
from device.bench.model.parts import SENTENCES
from device.bench.model.recordings import spelled
from device.bench.peers import PeerMissing, peer_python, run_peer
from device.bench.sounds import recording
from device.espeak import EspeakPronouncer
from edge.audio.frame import ENGINE_RATE, VOICE_RATE, Samples
from edge.audio.resample import resample
from edge.audio.wav import write_wav
from edge.language import Language
from edge.model.recogniser.recogniser import Recogniser
from edge.model.voice.kokoro import KokoroVoice
from edge.model.voice.normalise import spoken_form
from edge.model.voice.piper import ENTRY as PIPER
from edge.model.voice.piper import NAME, PiperVoice
from edge.model.voice.style import VoiceStyle
from edge.model.voice.voice import Voice, whole
from edge.weights.store import WeightStore

_KOKORO_PEER = ("kokoro-onnx>=0.4.9", "soundfile")
_PIPER_PEER = ("piper-tts>=1.3",)
_MOS_PEER = ("speechmos==0.0.1.1", "librosa", "onnxruntime", "soundfile", "pandas", "requests", "tqdm")
_PEER_VOICE = "af_heart"
_PROGRAM_S = 300


def voices(store: WeightStore, ears: Recogniser, *, peers: bool) -> Iterator[Row]:
    """Rows by voice: ours, and with `peers` kokoro-onnx and piper-tts on the same weights, each run by its own package."""
    espeak = EspeakPronouncer()
    kokoro = KokoroVoice.load(store, pronounce=espeak)
    yield _judged("ours: kokoro en", "en", ears, *_ours(kokoro, "en", "af_heart"))
    yield _judged("ours: kokoro zh", "zh", ears, *_ours(kokoro, "zh", "zf_xiaoxiao"))
    if store.has(PIPER) and espeak.available:
        yield _judged("ours: piper en", "en", ears, *_ours(PiperVoice.load(store, espeak.phrase), "en", NAME))
    if peers:
        for name, render in (("kokoro-onnx en", _kokoro_onnx), ("piper-tts en", _piper_program)):
            try:
                yield _judged(f"peer: {name}", "en", ears, *render(store))
            except PeerMissing as missing:
                yield {"voice": f"peer: {name}", "why": str(missing)}


def _judged(name: str, language: Language, ears: Recogniser, sounds: Sequence[Samples], rtf: float) -> Row:
    """sounds: at ENGINE_RATE, one a sentence."""
    wrong = count = 0
    for text, sound in zip(SENTENCES[language], sounds, strict=True):
        said = units(spoken_form(spelled(text) if language == "en" else text, language), language)
        heard = ears.transcribe(sound, language=language).text
        found = units(spoken_form(spelled(heard) if language == "en" else heard, language), language)
        wrong, count = wrong + distance(said, found), count + len(said)
    return {
        "voice": name,
        "cpu_rtf": round(rtf, 3),
        "dnsmos": _dnsmos(sounds),
        "error_percent": round(100 * wrong / max(1, count), 1),
    }


def _ours(voice: Voice, language: Language, name: str) -> tuple[list[Samples], float]:
    style = VoiceStyle(name)
    whole(voice, SENTENCES[language][0], language, style)
    begun = time.process_time()
    sounds = [whole(voice, text, language, style) for text in SENTENCES[language]]
    spent = time.process_time() - begun
    return [resample(s, VOICE_RATE, ENGINE_RATE) for s in sounds], spent / (sum(map(len, sounds)) / VOICE_RATE)


def _kokoro_onnx(store: WeightStore) -> tuple[list[Samples], float]:
    python = peer_python("kokoro-onnx", *_KOKORO_PEER)
    with tempfile.TemporaryDirectory() as folder:
        script = Path(__file__).with_name("peer_kokoro.py")
        model, tables = store.path("kokoro", "model.onnx"), store.directory("kokoro") / "voices"
        lines = Path(folder) / "lines.txt"
        lines.write_text("\n".join(SENTENCES["en"]), encoding="utf-8")
        run_peer(python, script, folder, str(model), str(tables), _PEER_VOICE, str(lines))
        answer = json.loads((Path(folder) / "answer.json").read_text(encoding="utf-8"))
        sounds = [recording(Path(folder) / f"{number}.wav") for number in range(len(SENTENCES["en"]))]
    return sounds, answer["cpu_s"] / answer["seconds"]


def _piper_program(store: WeightStore) -> tuple[list[Samples], float]:
    """piper-tts is under the GPL: its program is run, and nothing of it imported. Its start is taken out by a second run."""
    if not store.has(PIPER):
        raise PeerMissing("piper-joe is not fetched")
    python = peer_python("piper-tts", *_PIPER_PEER)
    with tempfile.TemporaryDirectory() as folder:
        command = [str(python), "-m", "piper", "-m", str(store.path(PIPER, "model.onnx")), "-f"]
        start_s = _program(command, Path(folder) / "nothing.wav", "Yes.")
        spent_s, sounds = 0.0, []
        for number, text in enumerate(SENTENCES["en"]):
            file = Path(folder) / f"{number}.wav"
            spent_s += max(0.0, _program(command, file, text) - start_s)
            sounds.append(recording(file))
    return sounds, spent_s / (sum(map(len, sounds)) / ENGINE_RATE)


def _program(command: Sequence[str], file: Path, text: str) -> float:
    """Seconds of CPU of a program that speaks a text to a file. Raises PeerMissing with the last thing it said when it fails."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run([*command, str(file)], input=text, capture_output=True, text=True, check=False, timeout=_PROGRAM_S)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode or not file.is_file():
        raise PeerMissing(f"piper: {(done.stderr.strip().splitlines() or ['no reason given'])[-1][:200]}")
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _dnsmos(sounds: Sequence[Samples]) -> float | None:
    """The mean over the sentences; None where speechmos cannot be installed."""
    try:
        python = peer_python("speechmos", *_MOS_PEER)
        with tempfile.TemporaryDirectory() as folder:
            files = [Path(folder) / f"{number}.wav" for number in range(len(sounds))]
            for file, sound in zip(files, sounds, strict=True):
                write_wav(file, np.clip(sound, -1.0, 1.0), ENGINE_RATE)
            answer = Path(folder) / "answer.json"
            run_peer(python, Path(__file__).with_name("peer_mos.py"), str(answer), *map(str, files))
            return round(float(np.mean(json.loads(answer.read_text(encoding="utf-8")))), 2)
    except PeerMissing:
        return None
