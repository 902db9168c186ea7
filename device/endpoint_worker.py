"""What is made of a turn when a voice falls silent, on a thread of its own: it takes longer than audio can wait (design rule 5).

First the end-of-turn network answers, since the end of the turn waits for it, then the prosody is measured. A network whose
file is damaged answers nothing: silence alone ends the turns then.
"""

from __future__ import annotations

import logging
import threading
from collections import deque

from edge.errors import WeightsError
from edge.frontend.endpoint import EndpointQuery
from edge.frontend.prosody import Prosody, measure
from edge.frontend.smart_turn import SmartTurn

log = logging.getLogger(__name__)

_KEEP_S = 60.0
"""The network takes 11 MB, and 150 ms of a board to open, while the driver still speaks: so long after a turn it is closed."""


class EndpointWorker:
    """Answers queries one by one. A query that waits is replaced by a newer one: only the last silence matters."""

    def __init__(self, network: SmartTurn) -> None:
        self._network: SmartTurn | None = network
        self._wanted = False
        """A turn is on."""
        self._ready = False
        """The network is open, or it is known that it cannot be."""
        self._changed = threading.Condition()
        self._waiting: EndpointQuery | None = None
        self._answers: deque[tuple[EndpointQuery, float]] = deque(maxlen=4)
        self._measured: deque[tuple[EndpointQuery, Prosody | None]] = deque(maxlen=4)
        self._stopping = False
        self.replaced = 0
        """Queries that were replaced before they were looked at."""
        self._thread = threading.Thread(target=self._run, name="endpoint", daemon=True)
        self._thread.start()

    def prepare(self) -> None:
        """A turn is on: have the network open; returns at once."""
        if not self._wanted:
            with self._changed:
                self._wanted = True
                self._changed.notify_all()

    def rest(self) -> None:
        """No turn is on: the network may be closed after a while; returns at once."""
        self._wanted = False

    def submit(self, query: EndpointQuery) -> None:
        """Hand in a query; returns at once."""
        with self._changed:
            self.replaced += self._waiting is not None
            self._waiting = query
            self._changed.notify_all()

    def take(self, wait_s: float = 0.0) -> list[tuple[EndpointQuery, float]]:
        """The answers since the last call, oldest first: each with the probability that the turn is finished.

        wait_s: wait for one so long when there is none; by default the call returns at once and takes no lock.
        """
        if wait_s > 0:
            with self._changed:
                self._changed.wait_for(lambda: bool(self._answers), wait_s)
        answers: list[tuple[EndpointQuery, float]] = []
        while self._answers:
            answers.append(self._answers.popleft())
        return answers

    def take_measured(self) -> list[tuple[EndpointQuery, Prosody | None]]:
        """What was measured since the last call, oldest first; None where nobody spoke."""
        measured: list[tuple[EndpointQuery, Prosody | None]] = []
        while self._measured:
            measured.append(self._measured.popleft())
        return measured

    def stop(self) -> None:
        """End the thread; a call that runs is waited for."""
        with self._changed:
            self._stopping = True
            self._changed.notify_all()
        self._thread.join(timeout=5.0)

    def _run(self) -> None:
        while True:
            with self._changed:
                something = self._changed.wait_for(self._has_work, _KEEP_S)
                if self._stopping:
                    return
                query, self._waiting = self._waiting, None
            if query is not None:
                self._answer(query)
            elif something:
                self._open()
            elif not self._wanted and self._network is not None:
                self._network.release()
                self._ready = False

    def _has_work(self) -> bool:
        return self._stopping or self._waiting is not None or (self._wanted and not self._ready)

    def _open(self) -> None:
        self._ready = True
        try:
            if self._network is not None:
                self._network.prepare()
        except WeightsError as error:
            log.warning("ends of turns are found by silence alone: %s", error)
            self._network = None

    def _answer(self, query: EndpointQuery) -> None:
        self._open()
        if self._network is not None:
            answer = (query, self._network.probability(query.audio))
            with self._changed:
                self._answers.append(answer)
                self._changed.notify_all()
        with self._changed:
            newer = self._waiting is not None
        if not newer:
            self._measured.append((query, measure(query.audio)))
