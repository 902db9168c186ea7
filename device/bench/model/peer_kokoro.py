"""Runs in kokoro-onnx's own environment: say sentences with our weights, write WAV files and seconds of CPU.

Arguments: the folder to write to, model.onnx, a folder of style tables, the voice, a file of sentences.
"""

import json
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import soundfile
from kokoro_onnx import Kokoro  # type: ignore[import-not-found]


def main() -> None:
    folder, model, tables, voice = Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]), sys.argv[4]
    voices = folder / "voices.npz"
    tables_by_name: dict[str, Any] = {voice: np.fromfile(tables / f"{voice}.bin", np.float32).reshape(-1, 1, 256)}
    np.savez(voices, **tables_by_name)
    kokoro = Kokoro(model, str(voices))
    sentences = Path(sys.argv[5]).read_text(encoding="utf-8").splitlines()
    kokoro.create(sentences[0], voice=voice, lang="en-us")
    begun, seconds = time.process_time(), 0.0
    for number, sentence in enumerate(sentences):
        samples, rate = kokoro.create(sentence, voice=voice, lang="en-us")
        seconds += len(samples) / rate
        soundfile.write(folder / f"{number}.wav", samples, rate)
    (folder / "answer.json").write_text(json.dumps({"cpu_s": time.process_time() - begun, "seconds": seconds}))


main()
