"""The local transcript: the truth of what was said and heard (design rule 8)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from edge.dialogue.history import Entry, HistoryRole, Role, told
from edge.language import script_language

__all__ = ["Entry", "Role", "SpokenText", "Transcript"]


class Transcript:
    """What was said, oldest first, bounded. What the driver said keeps its place even when its text comes late."""

    def __init__(self, limit: int = 200) -> None:
        """limit: entries kept; the oldest go first."""
        self._entries: dict[int, Entry] = {}
        self._limit = limit
        self._next = 0

    def __iter__(self) -> Iterator[Entry]:
        return (entry for entry in self._entries.values() if entry.text)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def add(self, role: Role, text: str, *, complete: bool = True) -> None:
        """Append what was said; empty text is nothing said."""
        text = text.strip()
        if text:
            self._put(Entry(role, text, script_language(text), complete))

    def open_turn(self) -> int:
        """The driver has spoken and the text is still to come: the number of its place."""
        return self._put(Entry("user", "", "en"))

    def settle(self, place: int, text: str) -> bool:
        """Fill the place of a turn; False when it is filled already, or too old."""
        entry = self._entries.get(place)
        if entry is None or entry.text:
            return False
        text = text.strip()
        self._entries[place] = Entry("user", text, script_language(text))
        return True

    def history(self, tokens: int = 1500, summary_tokens: int = 250) -> list[tuple[HistoryRole, str]]:
        """What a new session is told, oldest first: the newest entries that fit into `tokens`, a summary of those before."""
        return told(list(self), tokens, summary_tokens)

    def _put(self, entry: Entry) -> int:
        place, self._next = self._next, self._next + 1
        self._entries[place] = entry
        while len(self._entries) > self._limit:
            del self._entries[next(iter(self._entries))]
        return place


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
