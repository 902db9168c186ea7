"""The blind rating sheet: one HTML file that needs no network, with the answers in a random order and no word of their origin."""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Sequence
from pathlib import Path

from device.score.cases import Case
from device.score.talk import Result
from edge.audio.frame import VOICE_RATE
from edge.audio.wav import write_wav
from edge.errors import InputError
from edge.events import Json

SHEET = "rating-sheet.html"
KEY = "rating-key.json"
RATED = ("dialogue", "automotive")


def write_sheet(folder: Path, kept: Sequence[tuple[Case, Result]], endpoint: str) -> None:
    """Write the sheet, the answers' sound, and the key that says which answer is whose. Raises InputError.

    The code of an answer depends on its words alone, so that sheets of several endpoints can be put together.
    """
    rated = [(case, result) for case, result in kept if case.dimension in RATED and result.heard.answer]
    name = hashlib.blake2s("|".join(_code(endpoint, case) for case, _ in rated).encode(), digest_size=6).hexdigest()
    order = random.Random(name)
    order.shuffle(rated)
    items: list[Json] = []
    key: dict[str, Json] = {}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for case, result in rated:
            code = _code(endpoint, case)
            item: dict[str, Json] = {"code": code, "say": list(case.say), "answer": result.heard.answer}
            if len(result.audio):
                write_wav(folder / f"{code}.wav", result.audio, VOICE_RATE)
                item["audio"] = f"{code}.wav"
            items.append(item)
            key[code] = {"case": case.id, "endpoint": endpoint, "language": case.language}
        data = json.dumps({"sheet": name, "items": items}, ensure_ascii=False).replace("</", "<\\/")
        page = (Path(__file__).parent / "sheet.html").read_text(encoding="utf-8").replace("@DATA@", data)
        (folder / SHEET).write_text(page, encoding="utf-8")
        (folder / KEY).write_text(
            json.dumps({"sheet": name, "answers": key}, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
        )
    except OSError as error:
        raise InputError(folder, f"cannot be written ({error.strerror})") from error


def _code(endpoint: str, case: Case) -> str:
    return hashlib.blake2s(f"{endpoint}|{case.dimension}|{case.id}".encode(), digest_size=5).hexdigest()
