"""Whether an endpoint still answers as it should: aloud, and in character. Decides when its session has to be replaced."""

from __future__ import annotations

from edge.dialogue.answer import Answer
from edge.dialogue.ports import Context
from edge.dialogue.seats import Seats
from edge.language import Language

_MOST_ODD = 2
"""Answers in a row without sound after which a session is replaced."""


class Conduct:
    """Watches the answers of all endpoints."""

    def __init__(self, seats: Seats, context: Context) -> None:
        self._seats = seats
        self._context = context

    def sound(self, name: str) -> None:
        """An answer was spoken to its end."""
        self._seats[name].odd = 0

    def odd(self, name: str) -> None:
        """An answer failed or had no sound: replayed text tempts some models into answering in writing for good."""
        seat = self._seats[name]
        seat.odd += 1
        if seat.odd >= _MOST_ODD:
            seat.poison = "its answers have no sound"

    def judge(self, answer: Answer, said: str, language: Language, now_ns: int, *, supported: bool) -> None:
        """Compare an answer with the persona: remind the model of it, or have the session replaced."""
        drift = self._context.judge(answer.text, said, language, supported=supported, now_ns=now_ns)
        if drift == "anchor":
            session = self._seats.session(answer.endpoint)
            if session is not None:
                session.replace_anchor(self._context.anchor(language))
        elif drift == "roll":
            self._seats[answer.endpoint].poison = "out of character"
