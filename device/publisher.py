"""Where the daemon's events go: the recording, the counts, the control socket, the journal and the ledger."""

from __future__ import annotations

import asyncio
import datetime
import logging
from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from device.control.socket import ControlServer
from device.service.faults import StandingFaults
from device.service.ledger import Ledger, LedgerLine
from edge.events import TimelineEvent

if TYPE_CHECKING:
    from device.recorder.recorder import Recorder

log = logging.getLogger(__name__)

_LEDGER_RETRY_S: Final = 5.0


class Publisher:
    """Tells everybody who wants to know what has happened."""

    def __init__(
        self,
        control: ControlServer,
        faults: StandingFaults,
        *,
        ledger: Ledger | None = None,
        recorder: Recorder | None = None,
        on_event: Callable[[TimelineEvent], None] | None = None,
    ) -> None:
        """faults: told while the ledger cannot be written. on_event: told of every event, last."""
        self._control = control
        self._faults = faults
        self._ledger = ledger
        self._recorder = recorder
        self._on_event = on_event
        self.happened: Counter[str] = Counter()
        """How often each event has happened; changes of state under "FROM to TO"."""

    def publish(self, event: TimelineEvent, *, own: bool = True) -> None:
        """Tell everybody. own: it did not come from the assistant, so a replay cannot make it again."""
        if self._recorder is not None:
            self._recorder.note(event, own=own)
        # Wakes that nobody spoke after are the best guess at false accepts that a car in the field can give.
        self.happened["{from} to {to}".format_map(event.fields) if event.event == "state" else event.event] += 1
        self._control.publish(event.to_json())
        log.log(logging.WARNING if event.event == "fault" else logging.DEBUG, "%s", event.to_json(), extra={"event": event})
        if event.event == "sent" and event.fields["endpoint"] == "cloud":
            self._enter(event)
        if self._on_event is not None:
            self._on_event(event)

    def _enter(self, sent: TimelineEvent) -> None:
        if self._ledger is None:
            return
        seconds = sent.fields["seconds"]
        now = datetime.datetime.now().astimezone().isoformat(timespec="seconds")
        line = LedgerLine(now, "cloud", float(seconds) if isinstance(seconds, float) else 0.0, "a turn after the wake phrase")
        self._write(self._ledger, line)

    def _write(self, ledger: Ledger, line: LedgerLine | None) -> None:
        try:
            ledger.flush() if line is None else ledger.add(line)
        except OSError as error:
            self._faults.stand("disk", f"the ledger cannot be written: {error.strerror}", "make room; what waits is written then")
        else:
            self._faults.clear("disk")

    async def look_after_ledger(self) -> None:
        """Write the lines that a full disk has kept from the ledger as soon as there is room. Runs until cancelled."""
        while self._ledger is not None:
            await asyncio.sleep(_LEDGER_RETRY_S)
            if self._ledger.waiting:
                self._write(self._ledger, None)
