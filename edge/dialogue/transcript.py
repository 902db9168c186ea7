"""The local transcript: the truth of what was said and heard (design rule 8)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from edge.language import Language, script_language

Role = Literal["user", "assistant"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing said. For the assistant: only what was heard of it."""

    role: Role
    text: str
    language: Language
    complete: bool = True
    """False when playback was cut: the text ends where the driver stopped listening."""


class Transcript:
    """What was said, oldest first, bounded."""

    def __init__(self, limit: int = 200) -> None:
        """limit: entries kept; the oldest go first."""
        self._entries: list[Entry] = []
        self._limit = limit

    def __iter__(self) -> Iterator[Entry]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def add(self, role: Role, text: str, *, complete: bool = True) -> None:
        """Append what was said; empty text is nothing said."""
        text = text.strip()
        if not text:
            return
        self._entries.append(Entry(role, text, script_language(text), complete))
        del self._entries[: -self._limit]

    def history(self, characters: int = 6000) -> list[tuple[Role, str]]:
        """The newest entries that fit into `characters`, oldest first: what a new session is told."""
        chosen: list[tuple[Role, str]] = []
        left = characters
        for entry in reversed(self._entries):
            left -= len(entry.text)
            if left < 0:
                break
            text = entry.text if entry.complete else entry.text + " …"
            chosen.append((entry.role, text))
        chosen.reverse()
        return chosen


class SpokenText:
    """Which words of an answer belong to which of its samples.

    Text arrives in pieces around the audio that speaks it. A piece is taken to be spoken between the audio received when it arrived
    and the audio received when the next piece arrives: exact for an endpoint that sends text and audio clause by clause, and
    proportional for one that sends them independently.
    """

    def __init__(self) -> None:
        self._pieces: list[tuple[str, int]] = []
        self._samples = 0

    @property
    def text(self) -> str:
        """All that was received."""
        return "".join(text for text, _ in self._pieces)

    @property
    def samples(self) -> int:
        """Samples received."""
        return self._samples

    def add_text(self, text: str) -> None:
        """A piece of the answer's text arrived."""
        self._pieces.append((text, self._samples))

    def add_samples(self, count: int) -> None:
        """`count` samples of the answer's audio arrived."""
        self._samples += count

    def replace(self, text: str) -> None:
        """The endpoint's final wording, where it differs from the pieces."""
        if text.strip() != self.text.strip():
            self._pieces = [(text, 0)]

    def heard(self, samples: int) -> str:
        """The text of the first `samples` samples, cut at a word (at a character in Chinese)."""
        if samples >= self._samples:
            return self.text
        out: list[str] = []
        for (text, start), end in zip(self._pieces, self._ends(), strict=True):
            if samples >= end:
                out.append(text)
                continue
            if samples > start:
                out.append(_cut(text, (samples - start) / (end - start)))
            break
        return "".join(out).strip()

    def _ends(self) -> Iterable[int]:
        starts = [start for _, start in self._pieces]
        return [*starts[1:], self._samples]


def _cut(text: str, share: float) -> str:
    """The first `share` of a text, by words where it has spaces."""
    if script_language(text) == "zh":
        return text[: int(len(text) * share)]
    words = text.split(" ")
    return " ".join(words[: int(len(words) * share)])
