"""Run inside a peer's own environment: openWakeWord 0.4.0, pymicro-wakeword and Silero over files. Not imported by the product.

python wake_peer_script.py cost OUT.json SILERO.onnx FILE.npy...   seconds of CPU of openWakeWord with one head, and of Silero
python wake_peer_script.py hits OUT.json FILE.npy...               which words each peer hears in each file

Files hold float32 samples at 16 kHz.
"""

from __future__ import annotations

import json
import sys
import time
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

WORDS = ("alexa", "hey_jarvis", "hey_mycroft")


def main() -> None:
    """Do what the arguments say."""
    what, out, *rest = sys.argv[1:]
    result = cost(rest[0], rest[1:]) if what == "cost" else hits(rest)
    Path(out).write_text(json.dumps(result), encoding="utf-8")


def open_wake_word(*words: str) -> Any:
    """openWakeWord's own model object with these of its heads."""
    known = import_module("openwakeword").models
    return import_module("openwakeword.model").Model(wakeword_model_paths=[known[word]["model_path"] for word in words])


def cost(silero: str, names: list[str]) -> dict[str, dict[str, float]]:
    """CPU seconds for each second of audio, by file."""
    ort = import_module("onnxruntime")
    options = ort.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = ort.InferenceSession(silero, options, providers=["CPUExecutionProvider"])
    model = open_wake_word("hey_jarvis")
    found = {}
    for name in names:
        samples = np.load(name)
        pcm = (np.clip(samples, -1, 1) * 32767).astype(np.int16)
        started = time.process_time()
        for at in range(0, len(pcm) - 1279, 1280):
            model.predict(pcm[at : at + 1280])
        between = time.process_time()
        state, context = np.zeros((2, 1, 128), np.float32), np.zeros((1, 64), np.float32)
        rate = np.array(16_000, np.int64)
        for at in range(0, len(samples) - 511, 512):
            block = np.concatenate([context, samples[None, at : at + 512]], axis=1)
            _, state = session.run(None, {"input": block, "state": state, "sr": rate})
            context = block[:, -64:]
        seconds = len(samples) / 16_000
        found[name] = {
            "openwakeword": (between - started) / seconds,
            "silero": (time.process_time() - between) / seconds,
        }
    return found


def hits(names: list[str]) -> dict[str, dict[str, dict[str, int]]]:
    """How often each peer hears each word in each file, at its own settings, 2 s apart at least."""
    micro = import_module("pymicro_wakeword")
    features, detectors = micro.MicroWakeWordFeatures(), {}
    for word in WORDS:
        detectors[word] = micro.MicroWakeWord.from_builtin(micro.Model(word))
    found = {}
    for name in names:
        pcm = (np.clip(np.load(name), -1, 1) * 32767).astype(np.int16)
        model = open_wake_word(*WORDS)
        row = {"openwakeword": dict.fromkeys(WORDS, 0), "pymicro": dict.fromkeys(WORDS, 0)}
        quiet = {(peer, word): 0 for peer in row for word in WORDS}
        features.reset()
        for detector in detectors.values():
            detector.reset()
        for at in range(0, len(pcm) - 1279, 1280):
            block = pcm[at : at + 1280]
            scores = {key: float(value) for key, value in model.predict(block).items()}
            heard = {
                ("openwakeword", word) for word in WORDS for key, score in scores.items() if key.startswith(word) and score > 0.5
            }
            for feature in features.process_streaming(block.tobytes()):
                heard |= {("pymicro", word) for word, detector in detectors.items() if detector.process_streaming(feature)}
            for peer, word in heard:
                if at >= quiet[peer, word]:
                    row[peer][word] += 1
                    quiet[peer, word] = at + 32_000
        found[name] = row
    return found


if __name__ == "__main__":
    main()
