"""`cabin bench wake`: shipped wake phrases by voices no training knew, false accepts on other talk, peers on their own words."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import numpy as np

from device.bench.framework import BenchOptions, Row
from device.bench.frontend import PEERS
from device.bench.peers import PeerMissing, peer_python, run_peer
from device.bench.sounds import frames, recording, road, with_noise
from edge.audio.frame import ENGINE_RATE, Frame, Samples
from edge.events import Json
from edge.frontend.frontend import FrontEnd, FrontEndConfig
from edge.frontend.models import FrontEndModels
from edge.language import Language

ABOUT = "Wake word: misses in quiet and on the road, false accepts an hour; openWakeWord and microWakeWord on their own words."

_LEAD: Final = int(2.5 * ENGINE_RATE)
_TAIL: Final = int(1.2 * ENGINE_RATE)
_CONDITIONS: Final[dict[str, float | None]] = {"quiet": None, "10db": 10.0, "0db": 0.0}


def run(options: BenchOptions) -> Iterator[Row]:
    """Rows by phrase and condition. Raises WeightsError when the front end's weights, or Kokoro's, are not fetched."""
    from device.resources import shipped
    from device.weights_fetch import default_store

    heads = sorted(shipped("wake").glob("*.onnx"))
    models = FrontEndModels.load(default_store(), heads)
    rng = np.random.default_rng(options.seed)
    misses = dict.fromkeys(_CONDITIONS, 0)
    said = 0
    final: dict[str, Json] = {}
    for head in models.heads:
        clips = _positives(head.phrase, head.lang, options)
        said += len(clips)
        for condition, snr in _CONDITIONS.items():
            missed = sum(head.phrase not in _words(models, _scene(clip, snr, rng)) for clip in clips)
            misses[condition] += missed
            percent = round(100 * missed / len(clips), 1)
            yield {"phrase": head.phrase, "condition": condition, "said": len(clips), "missed": missed, "missed_percent": percent}
            final[f"wake_misses_{condition}_{head.lang}_percent"] = percent
    final |= {f"wake_misses_{name}_percent": round(100 * count / max(1, said), 1) for name, count in misses.items()}
    final["wake_phrases_said"] = said
    talk = _talk(options, rng)
    real = seconds = accepts = 0
    for kind, streams in talk.items():
        found = [word for stream in streams for word in _words(models, stream)]
        length = sum(len(stream) for stream in streams) / ENGINE_RATE
        yield {"talk": kind, "hours": round(length / 3600, 3), "false_accepts": len(found), "words": ", ".join(found)}
        accepts += len(found)
        seconds += round(length)
        real += round(length) if kind == "people" else 0
    final |= {
        "false_accepts": accepts,
        "false_accept_hours": round(seconds / 3600, 3),
        "false_accept_hours_of_people": round(real / 3600, 3),
        "false_accepts_per_hour": round(accepts / max(1, seconds) * 3600, 2),
    }
    if options.peers and options.recordings is not None:
        try:
            for row in _peers(options.recordings, talk, rng):
                yield row
                final |= {key: value for key, value in row.items() if key.startswith(("openwakeword", "pymicro"))}
        except PeerMissing as missing:
            final["peers_missing"] = str(missing)
    yield dict(final)


def _positives(phrase: str, lang: str, options: BenchOptions) -> list[Samples]:
    """The phrase by the synthetic speakers that are kept from training."""
    from device.wake_training.plan import Quantity, positives
    from device.wake_training.speech import SpeechRenderer, default_cache
    from device.weights_fetch import default_store

    renderer = SpeechRenderer(default_store(), default_cache())
    language: Language = "zh" if lang == "zh" else "en"
    amount = Quantity(6, 8, 4) if options.quick else Quantity(20, 16, 8)
    clips = [renderer.render(utterance) for utterance in positives(phrase, language, "held", amount, options.seed)]
    return [clip for clip in clips if len(clip)]


def _scene(clip: Samples, snr_db: float | None, rng: np.random.Generator) -> Samples:
    whole = np.concatenate([np.zeros(_LEAD, np.float32), clip * np.float32(0.2), np.zeros(_TAIL, np.float32)])
    noise = np.asarray(2e-4 * rng.standard_normal(len(whole)), np.float32)
    if snr_db is not None:
        noise += road(len(whole) / ENGINE_RATE + 0.1, rng)[: len(whole)] * np.float32(np.std(clip) * 0.2 * 10 ** (-snr_db / 20))
    return np.asarray(whole + noise, np.float32)


def _words(models: FrontEndModels, samples: Samples) -> list[str]:
    """Wake events of the front end over a stream."""
    front_end = FrontEnd(FrontEndConfig(), models)
    found: list[str] = []
    for number, block in enumerate(frames(samples)):
        output = front_end.process(Frame(block, ENGINE_RATE, number * 160, number * 10_000_000), None)
        found += [str(event.fields["word"]) for event in output.events if event.event == "wake"]
    return found


def _talk(options: BenchOptions, rng: np.random.Generator) -> dict[str, list[Samples]]:
    """Streams in which nobody says a wake phrase."""
    from device.wake_training.plan import Quantity, general_negatives
    from device.wake_training.speech import SpeechRenderer, default_cache
    from device.weights_fetch import default_store

    share = 4 if options.quick else 1
    talk: dict[str, list[Samples]] = {}
    if options.recordings is not None:
        folders = ("asr_en", "asr_zh", "vad", "farend_prompts_asterisk", "wakeword")
        paths = [
            path for name in folders for path in sorted((options.recordings / name).rglob("*")) if path.suffix in (".wav", ".flac")
        ]
        talk["people"] = [_padded(recording(path)) for path in paths[::share]]
    renderer = SpeechRenderer(default_store(), default_cache())
    spoken = [renderer.render(u) for u in general_negatives("en", "held", Quantity(20, 60, 20), options.seed)[::share]]
    spoken += [renderer.render(u) for u in general_negatives("zh", "held", Quantity(0, 40, 0), options.seed)[::share]]
    joined = np.concatenate([np.concatenate([clip * np.float32(0.2), np.zeros(8000, np.float32)]) for clip in spoken if len(clip)])
    talk["synthetic"] = [_padded(joined)]
    noisy = joined[: len(joined) // 3]
    talk["synthetic on the road"] = [with_noise(noisy, road(len(noisy) / ENGINE_RATE + 0.1, rng), 5.0)]
    talk["road"] = [road(300 / share, rng, 0.05)]
    return talk


def _padded(samples: Samples) -> Samples:
    """With two seconds of faint noise before, so that detectors are warm."""
    rng = np.random.default_rng(0)
    return np.concatenate([(2e-4 * rng.standard_normal(2 * ENGINE_RATE)).astype(np.float32), samples])


def _peers(folder: Path, talk: dict[str, list[Samples]], rng: np.random.Generator) -> Iterator[Row]:
    """The peers' own words said by people, in the same conditions, and the same other talk."""
    python = peer_python("wake", *PEERS)
    clips: list[tuple[str, Path]] = [
        ("alexa", path) for path in sorted((folder / "wakeword" / "picovoice_benchmark" / "alexa").glob("*"))
    ]
    for word in ("alexa", "hey_jarvis", "hey_mycroft"):
        clips += [(word, path) for path in sorted((folder / "wakeword" / "pymicro").glob(f"{word}__*.wav"))]
    with tempfile.TemporaryDirectory() as place:
        jobs: dict[str, tuple[str, str]] = {}
        for number, (word, path) in enumerate(clips):
            clip = recording(path)
            clip = (clip * np.float32(0.5 / max(float(np.abs(clip).max()), 1e-6))).astype(np.float32)
            for condition, snr in _CONDITIONS.items():
                file = Path(place) / f"{condition}{number}.npy"
                np.save(file, _scene(clip, snr, rng))
                jobs[str(file)] = (condition, word)
        # Recordings of the peers' own words are no false accepts of theirs.
        other = [stream for kind, streams in talk.items() if kind != "people" for stream in streams]
        seconds = sum(len(stream) for stream in other) / ENGINE_RATE
        for number, stream in enumerate(other):
            file = Path(place) / f"other{number}.npy"
            np.save(file, stream)
            jobs[str(file)] = ("other", "")
        out = Path(place) / "hits.json"
        run_peer(python, Path(__file__).with_name("wake_peer_script.py"), "hits", str(out), *jobs)
        hits = json.loads(out.read_text(encoding="utf-8"))
    for peer in ("openwakeword", "pymicro"):
        row: dict[str, float | int | str] = {"peer": peer, "clips_of_people": len(clips)}
        for condition in _CONDITIONS:
            missed = sum(not hits[file][peer][word] for file, (where, word) in jobs.items() if where == condition)
            row[f"{peer}_misses_{condition}_percent"] = round(100 * missed / max(1, len(clips)), 1)
        accepts = sum(sum(hits[file][peer].values()) for file, (where, _) in jobs.items() if where == "other")
        row[f"{peer}_false_accepts_per_hour"] = round(accepts / seconds * 3600, 2)
        yield row
