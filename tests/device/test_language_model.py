"""The language model of the opt-in tier: trusted by its hash, bounded in time; with the real weights where they are."""

from __future__ import annotations

import hashlib
import threading
from pathlib import Path
from typing import Any

import pytest

from device.language_model import LlamaTalk, open_language_model
from device.settings.schema import LanguageModelSettings
from device.weights_fetch import default_store
from edge.errors import InputError
from edge.model.responder.free_talk import presentable

_SHA256 = "1d9614638d18024d0fbb36575a15f1302a3adf044df10345688ec4f6e1c4ff32"


def test_without_a_file_there_is_none() -> None:
    assert open_language_model(LanguageModelSettings()) is None


def test_a_file_is_trusted_by_its_hash_alone(tmp_path: Path) -> None:
    file = tmp_path / "model.gguf"
    file.write_bytes(b"not a model")
    with pytest.raises(InputError, match="sha256"):
        open_language_model(LanguageModelSettings(file=file))
    with pytest.raises(InputError, match="SHA-256"):
        open_language_model(LanguageModelSettings(file=file, sha256="0" * 64))
    with pytest.raises(InputError, match="cannot be read"):
        open_language_model(LanguageModelSettings(file=tmp_path / "none.gguf", sha256="0" * 64))


def test_what_is_no_model_is_one_clear_line(tmp_path: Path) -> None:
    file = tmp_path / "model.gguf"
    file.write_bytes(b"not a model")
    with pytest.raises(InputError, match=r"language-model|cannot open"):
        open_language_model(LanguageModelSettings(file=file, sha256=hashlib.sha256(b"not a model").hexdigest()))


class Held:
    """A llama.cpp that answers when it is let go."""

    def __init__(self) -> None:
        self.go = threading.Event()
        self.requests: list[dict[str, Any]] = []

    def handle_chat_completions(self, request: dict[str, Any]) -> dict[str, Any]:
        self.requests.append(request)
        self.go.wait(30)
        return {"choices": [{"message": {"content": "Yes."}}]}


def test_a_late_answer_is_not_waited_for_and_not_asked_for_twice() -> None:
    held = Held()
    talk = LlamaTalk(held, patience_s=0.01)
    assert talk.talk("are you there", "en", "Cabin") == ""
    assert talk.talk("and now", "en", "Cabin") == ""
    assert len(held.requests) == 1
    held.go.set()


def test_the_same_turn_is_asked_once() -> None:
    held = Held()
    held.go.set()
    talk = LlamaTalk(held)
    assert talk.talk("why", "en", "Cabin") == talk.talk("why", "en", "Cabin") == "Yes."
    assert len(held.requests) == 1


@pytest.mark.weights
@pytest.mark.slow
def test_the_real_weights_answer() -> None:
    pytest.importorskip("xllamacpp")
    store = default_store()
    if not store.has("qwen-coder-small"):
        pytest.skip("cabin weights fetch qwen-coder-small")
    file = store.directory("qwen-coder-small") / "model.gguf"
    talk = open_language_model(LanguageModelSettings(file=file, sha256=_SHA256))
    assert talk is not None
    raw = LlamaTalk(talk._server, patience_s=240).talk("What is the capital of Australia?", "en", "Cabin")
    assert raw
    assert "Qwen" not in presentable(raw, "What is the capital of Australia?", "en")
