"""Rendered phrases on disk: they survive, they stay within their bounds, and a bad disk costs nothing."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from device.phrase_store import PhraseStore
from edge.audio.frame import VOICE_RATE
from edge.model.engine import Engine
from edge.model.phrase_cache import PhraseCache
from edge.model.voice.style import VoiceStyle

SOUND = np.sin(np.arange(VOICE_RATE) * 0.05).astype(np.float32) * np.float32(0.5)


def test_a_phrase_survives_a_restart(tmp_path: Path) -> None:
    PhraseStore(tmp_path, "voice 1").put("Okay.", SOUND)
    again = PhraseStore(tmp_path, "voice 1")
    found = again.get("Okay.")
    assert found is not None
    assert np.abs(found - SOUND).max() < 1e-3
    assert again.get("Done.") is None


def test_other_weights_have_other_phrases(tmp_path: Path) -> None:
    PhraseStore(tmp_path, "voice 1").put("Okay.", SOUND)
    assert PhraseStore(tmp_path, "voice 2").get("Okay.") is None


def test_what_was_used_longest_ago_goes_first(tmp_path: Path) -> None:
    store = PhraseStore(tmp_path, limit_bytes=3 * 2 * VOICE_RATE)
    for key in ("a", "b", "c"):
        store.put(key, SOUND)
    assert store.get("a") is not None
    store.put("d", SOUND)
    assert store.get("b") is None
    assert store.get("a") is not None
    assert store.size_bytes <= 3 * 2 * VOICE_RATE
    assert len(list(tmp_path.iterdir())) == len(store) == 3


def test_a_lost_or_torn_file_is_no_phrase(tmp_path: Path) -> None:
    store = PhraseStore(tmp_path)
    store.put("a", SOUND)
    store.put("b", SOUND)
    first, second = sorted(tmp_path.iterdir())
    first.unlink()
    second.write_bytes(b"x")
    assert store.get("a") is None
    assert store.get("b") is None


def test_an_unusable_directory_is_lived_with(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    store = PhraseStore(tmp_path / "file" / "phrases")
    store.put("a", SOUND)
    assert store.get("a") is None


def test_the_cache_finds_on_disk_what_is_not_in_memory(tmp_path: Path) -> None:
    style = VoiceStyle.default("en")
    PhraseCache(kept=PhraseStore(tmp_path)).put("Okay.", style, SOUND, VOICE_RATE)
    engine = Engine(phrases=PhraseCache(kept=PhraseStore(tmp_path)))
    spoken = list(engine.speak("Okay.", "en", style))
    assert [words for words, _ in spoken] == ["Okay."]
    assert list(engine.speak("Okay.", "en", VoiceStyle("am_adam"))) == []
