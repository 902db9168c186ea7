"""Rendering of utterances by the synthesisers, and the cache that keeps what was rendered."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import soundfile as sf
import soxr
from numpy.typing import NDArray

from device.wake_training.speakers import Speaker, kokoro_blend
from edge.audio.frame import ENGINE_RATE, VOICE_RATE, Samples
from edge.errors import CabinError
from edge.language import Language
from edge.model.voice.network import SplitGraph
from edge.onnx import open_session
from edge.weights.store import WeightStore


@dataclass(frozen=True, slots=True)
class Utterance:
    """One text said by one synthetic speaker.

    rest: what follows it in the same sentence, and is left out of the audio; Kokoro alone can do that.
    """

    text: str
    language: Language
    speaker: Speaker
    rest: str = ""

    @property
    def key(self) -> str:
        """The name of this utterance in the cache."""
        parts = asdict(self)
        if not self.rest:
            del parts["rest"]
        plain = json.dumps(parts, sort_keys=True, ensure_ascii=True)
        return hashlib.sha256(plain.encode()).hexdigest()[:32]


def default_cache() -> Path:
    """Where rendered speech is kept between runs: `~/.cache/cabin-voice/training`."""
    base = os.environ.get("XDG_CACHE_HOME", "")
    root = Path(base) if base else Path.home() / ".cache"
    return root / "cabin-voice" / "training"


class SpeechRenderer:
    """Utterances to audio, at 16 kHz, silence at both ends trimmed; each is rendered once and then kept as FLAC."""

    def __init__(self, store: WeightStore, cache: Path) -> None:
        self._store = store
        self._cache = cache / "speech"
        self._kokoro: SplitGraph | None = None
        self._vocabulary: dict[str, int] = {}
        self._styles: dict[str, NDArray[np.float32]] = {}

    def path(self, utterance: Utterance) -> Path:
        """The file that holds this utterance once it is rendered."""
        return self._cache / utterance.key[:2] / f"{utterance.key}.flac"

    def cached(self, utterance: Utterance) -> bool:
        """Whether this utterance was rendered before."""
        return self.path(utterance).is_file()

    def render(self, utterance: Utterance) -> Samples:
        """The utterance as audio, shape (n,), 16 kHz, peak 0.5; empty when the engine says nothing."""
        path = self.path(utterance)
        if path.is_file():
            return np.asarray(sf.read(path, dtype="float32")[0], dtype=np.float32)
        engine = {"kokoro": self._say_kokoro, "espeak": say_espeak, "flite": say_flite}[utterance.speaker.engine]
        audio = trimmed(engine(utterance))
        path.parent.mkdir(parents=True, exist_ok=True)
        # Written aside and renamed, so that two runs can share the cache.
        with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".flac", delete=False) as aside:
            sf.write(aside, audio, ENGINE_RATE, format="FLAC")
        os.replace(aside.name, path)
        return audio

    def _say_kokoro(self, utterance: Utterance) -> Samples:
        if self._kokoro is None:
            front, generator = (self._store.path("kokoro", f"{name}.onnx") for name in ("front", "generator"))
            self._kokoro = SplitGraph(open_session(front), open_session(generator))
            table = json.loads(self._store.path("kokoro", "vocab.json").read_text("utf-8"))
            self._vocabulary = table.get("vocab", table)
        ids, rest = (self._ids(text, utterance) for text in (utterance.text, utterance.rest))
        style = self._style(utterance.speaker.voice, len(ids) + len(rest))
        if rest:
            space = self._vocabulary[" "]
            audio = self._kokoro.opening([0, *ids, space, *rest, 0], style, utterance.speaker.speed, 1 + len(ids))
        else:
            audio = self._kokoro.whole([0, *ids, 0], style, utterance.speaker.speed)
        return np.asarray(soxr.resample(audio, VOICE_RATE, ENGINE_RATE), dtype=np.float32)

    def _ids(self, text: str, utterance: Utterance) -> list[int]:
        """The tokens of a text in the language and voice of an utterance."""
        from device.wake_training.pronunciation import kokoro_phonemes

        phonemes = kokoro_phonemes(text, utterance.language, utterance.speaker.voice) if text else ""
        return [self._vocabulary[p] for p in phonemes if p in self._vocabulary][:400]

    def _style(self, voice: str, tokens: int) -> NDArray[np.float32]:
        timbres, prosody = kokoro_blend(voice)
        style = np.zeros((1, 256), np.float32)
        for name, share in timbres:
            style += np.float32(share) * self._row(name, tokens)
        # The first half of a style conditions the decoder (timbre), the second half duration, pitch and energy.
        if prosody != timbres[0][0] or len(timbres) > 1:
            style[:, 128:] = 0.7 * self._row(prosody, tokens)[:, 128:] + 0.3 * style[:, 128:]
        return style

    def _row(self, voice: str, tokens: int) -> NDArray[np.float32]:
        if voice not in self._styles:
            raw = np.fromfile(self._store.path("kokoro", f"voices/{voice}.bin"), np.float32)
            self._styles[voice] = raw.reshape(-1, 256)
        table = self._styles[voice]
        return table[None, min(tokens, len(table) - 1)]


def trimmed(audio: Samples, floor: float = 0.015, margin_s: float = 0.02) -> Samples:
    """The audio without the silence at its ends, at peak 0.5; empty when it is silent throughout."""
    peak = float(np.max(np.abs(audio), initial=0.0))
    if peak < 1e-4:
        return np.zeros(0, np.float32)
    scaled = audio * np.float32(0.5 / peak)
    loud = np.flatnonzero(np.abs(scaled) > floor)
    margin = int(margin_s * ENGINE_RATE)
    return np.asarray(scaled[max(0, loud[0] - margin) : loud[-1] + margin], dtype=np.float32)


def say_espeak(utterance: Utterance) -> Samples:
    speaker = utterance.speaker
    words_per_minute = str(round(170 * speaker.speed))
    arguments = ["-v", speaker.voice, "-s", words_per_minute, "-p", str(speaker.pitch), "--", utterance.text]
    return _run_program("espeak-ng", arguments, "-w")


def say_flite(utterance: Utterance) -> Samples:
    speaker = utterance.speaker
    stretch = f"duration_stretch={1 / speaker.speed:.3f}"
    return _run_program("flite", ["-voice", speaker.voice, "--setf", stretch, "-t", utterance.text], "-o")


def _run_program(program: str, arguments: list[str], out_flag: str) -> Samples:
    where = shutil.which(program)
    if where is None:
        raise CabinError(f"{program}: not installed; on Debian and Ubuntu: apt install {program}")
    with tempfile.TemporaryDirectory() as folder:
        wav = Path(folder) / "speech.wav"
        # Options go first: what follows `--` is text, even when it begins with a dash.
        command = [where, out_flag, str(wav), *arguments]
        done = subprocess.run(command, capture_output=True, check=False, timeout=60)
        if done.returncode != 0 or not wav.is_file():
            said = done.stderr.decode(errors="replace").strip().splitlines()
            raise CabinError(f"{program}: could not say {utterance_hint(arguments)} ({said[-1] if said else 'no reason'})")
        audio, rate = sf.read(wav, dtype="float32")
    return np.asarray(soxr.resample(audio, rate, ENGINE_RATE), dtype=np.float32)


def utterance_hint(arguments: list[str]) -> str:
    """The text of an utterance, short enough for an error line."""
    return repr(arguments[-1][:40])
