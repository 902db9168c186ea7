"""Each part alone: seconds of work for a second of sound, on one thread and on two; the service as a process."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from device.bench.framework import Row
from device.bench.model.hearing import Spoken
from device.espeak import EspeakPronouncer
from edge.audio.frame import ENGINE_RATE, VOICE_RATE, Samples
from edge.audio.wav import write_wav
from edge.language import Language
from edge.model.recogniser.whisper import WhisperRecogniser
from edge.model.voice.kokoro import KokoroVoice
from edge.model.voice.piper import ENTRY as PIPER
from edge.model.voice.piper import NAME, PiperVoice
from edge.model.voice.style import VoiceStyle
from edge.model.voice.voice import Voice, whole
from edge.weights.store import WeightStore

SENTENCES: dict[Language, tuple[str, ...]] = {
    "en": (
        "The battery is at 68 percent, which is enough for about 310 kilometres.",
        "I have set the temperature to 21.5 degrees for the passenger.",
        "The rear left tyre is at 1.9 bar, please have a look at it at the next stop.",
    ),
    "zh": (
        "电量还有百分之六十八，大约能开三百一十公里。",
        "已经把副驾的温度调到21.5度了。",
        "左后轮的胎压是1.9巴，下次停车的时候请检查一下。",
    ),
}
_STARTS_S = 60.0


def speeds(store: WeightStore, spoken: Sequence[Spoken], count: int, by_threads: Sequence[int] = (1, 2)) -> Iterator[Row]:
    """Wall time for a second of sound, by part and threads: the best of two runs, since a busy machine only adds."""
    espeak = EspeakPronouncer()
    for threads in by_threads:
        ears = WhisperRecogniser.load(store, threads=threads)
        chosen = [entry.samples for entry in spoken[:count]]
        seconds = sum(map(len, chosen)) / ENGINE_RATE
        yield _speed("recogniser", threads, min(_recognise(ears, chosen), _recognise(ears, chosen)) / seconds)
        del ears
        kokoro = KokoroVoice.load(store, pronounce=espeak, threads=threads)
        yield _speed("kokoro en", threads, _voice(kokoro, "en", "af_heart"))
        yield _speed("kokoro zh", threads, _voice(kokoro, "zh", "zf_xiaoxiao"))
        del kokoro
        if store.has(PIPER) and espeak.available:
            yield _speed("piper en", threads, _voice(PiperVoice.load(store, espeak.phrase, threads=threads), "en", NAME))


def _speed(part: str, threads: int, rtf: float) -> Row:
    return {"part": part, "threads": threads, "rtf": round(rtf, 3)}


def _voice(voice: Voice, language: Language, name: str) -> float:
    style = VoiceStyle(name)
    whole(voice, SENTENCES[language][0], language, style)  # the first one measures the timbre

    def once() -> float:
        begun = time.perf_counter()
        samples = sum(len(whole(voice, text, language, style)) for text in SENTENCES[language])
        return (time.perf_counter() - begun) / (samples / VOICE_RATE)

    return min(once(), once())


def _recognise(ears: WhisperRecogniser, chosen: Sequence[Samples]) -> float:
    begun = time.perf_counter()
    for samples in chosen:
        ears.transcribe(samples, language="en")
    return time.perf_counter() - begun


def service(said: Sequence[Samples]) -> Iterator[Row]:
    """Seconds until the service takes clients, and its memory then, after two spoken turns, and at most: full, and lite.

    "again" is the start that finds optimised graphs and phrases. said: what the two turns say; lite gets a written one.
    """
    for name, options in (("full", ()), ("full, again", ()), ("lite", ("--lite",))):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "model.sock"
            begun = time.perf_counter()
            command = [sys.executable, "-m", "device", "model", "serve", "--unix", os.fspath(path), *options]
            with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
                assert process.stdout is not None
                line = process.stdout.readline()
                seconds = time.perf_counter() - begun
                ready_mb = _memory(process.pid)[0] if line else None
                cpu_s = _cpu(process.pid) if line else None
                files = [Path(folder) / f"{number}.wav" for number in range(len(said))]
                for file, samples in zip(files, said, strict=True):
                    write_wav(file, samples, ENGINE_RATE)
                turns = ["--text", "hello"] if options else [word for file in files for word in ("--wav", os.fspath(file))]
                ask = [sys.executable, "-m", "device", "ask", "--endpoint", f"ws+unix:{path}", *turns]
                done = subprocess.run(ask, capture_output=True, check=False, timeout=_STARTS_S) if line else None
                rss_mb, peak_mb = _memory(process.pid) if done is not None and done.returncode == 0 else (None, None)
                process.send_signal(signal.SIGTERM)
                process.communicate(timeout=_STARTS_S)
        yield {
            "service": name, "ready_s": round(seconds, 2), "ready_cpu_s": cpu_s, "ready_mb": ready_mb, "rss_mb": rss_mb,
            "peak_mb": peak_mb,
        }  # fmt: skip


def _cpu(pid: int) -> float:
    """Seconds of CPU of a process so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return round((int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK"), 2)


def _memory(pid: int) -> tuple[int, int]:
    """Megabytes resident now, and at most so far."""
    fields = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines())
    now, most = (int(fields[name].split()[0]) // 1024 for name in ("VmRSS", "VmHWM"))
    return now, most
