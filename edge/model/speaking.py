"""Rendering a reply passage by passage: what is known already from the phrases, the next one ahead on another core.

Two threads inside one run of the network gain a tenth; two runs side by side each go at full speed. So while a passage is
spoken part by part, the one after it is rendered by a helper.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, Future
from threading import Event

import numpy as np

from edge.audio.frame import VOICE_RATE, Samples
from edge.model.phrase_cache import PhraseCache, lasting
from edge.model.voice.loudness import silence
from edge.model.voice.plan import Passage
from edge.model.voice.voice import Voice


def speak_passages(
    voice: Voice | None, phrases: PhraseCache, passages: Sequence[Passage], *, keep: bool = False, helper: Executor | None = None
) -> Iterator[tuple[str, Samples]]:
    """(words, samples at VOICE_RATE): the words of a passage come with its first part, its pauses without words.

    keep: remember every passage; otherwise those that are likely to be said again. helper: where the next passage is rendered.
    Without a voice, only what was rendered before is heard.
    """
    stop = Event()
    ahead: Future[list[Samples]] | None = None
    try:
        for place, passage in enumerate(passages):
            if passage.before_s:
                yield "", silence(passage.before_s)
            parts, ahead = _sound(voice, phrases, passage, ahead)
            if voice is not None and helper is not None and place + 1 < len(passages):
                ahead = _render_ahead(voice, phrases, passages[place + 1], helper, stop)
            pieces: list[Samples] = []
            words = passage.text
            for part in parts:
                pieces.append(part)
                yield words, part
                words = ""
            if pieces and (keep or lasting(passage.text)):
                phrases.put(passage.text, passage.style, np.concatenate(pieces), VOICE_RATE)
            if pieces and passage.after_s:
                yield "", silence(passage.after_s)
    finally:
        stop.set()
        if ahead is not None:
            ahead.cancel()


def _sound(
    voice: Voice | None, phrases: PhraseCache, passage: Passage, ahead: Future[list[Samples]] | None
) -> tuple[Iterator[Samples], None]:
    """The parts of a passage: kept, rendered ahead, or rendered as they are asked for."""
    if ahead is not None and not ahead.cancel():
        return iter(ahead.result()), None
    held = phrases.get(passage.text, passage.style)
    if held is not None:
        return iter([held]), None
    return voice.render_passage(passage) if voice is not None else iter(()), None


def _render_ahead(
    voice: Voice, phrases: PhraseCache, passage: Passage, helper: Executor, stop: Event
) -> Future[list[Samples]] | None:
    if phrases.get(passage.text, passage.style) is not None:
        return None

    def work() -> list[Samples]:
        parts: list[Samples] = []
        for part in voice.render_passage(passage):
            if stop.is_set():
                break
            parts.append(part)
        return parts

    return helper.submit(work)
