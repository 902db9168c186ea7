"""The flight recorder of a running daemon: keeps the tape, begins its segments, and saves a recording when it is asked to."""

from __future__ import annotations

import datetime
import importlib.util
import json
import logging
import pickle
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from device.assembly import Parts
from device.clock import boottime_ns
from device.recorder.checkpoint import write_checkpoint
from device.recorder.file import write_recording
from device.recorder.tape import Segment, Tape
from device.recorder.taps import tap
from device.settings import Settings
from device.version import version
from edge.events import TimelineEvent

log = logging.getLogger(__name__)

AFTER_FAULT_S: Final = 5.0
"""A recording of a fault holds what came of it, too."""
BETWEEN_FAULTS_S: Final = 120.0
"""A fault that comes again and again is recorded no more often than this."""
_SUFFIX: Final = ".mcap"


class Recorder:
    """Owned by the daemon and called on its event loop."""

    def __init__(self, settings: Settings, parts: Parts, folder: Path, tape: Tape | None = None) -> None:
        """folder: where recordings are saved. tape: what ears that run already tell."""
        self._settings = settings
        self._folder = folder
        self.tape = Tape(settings.recorder.seconds) if tape is None else tape
        self._parts = tap(parts, self.tape)
        self._saving: threading.Thread | None = None
        self._due_ns: int | None = None
        self._saved_ns: int | None = None
        self._failed = ""
        """Why nothing is recorded any more."""
        self.saved: Path | None = None
        """The newest recording of this run."""

    @property
    def missing(self) -> str | None:
        """Why nothing can be saved, None when it can."""
        if importlib.util.find_spec("mcap") is None:
            return "saving needs the extra `recorder` (pip install 'cabin-voice[recorder]')"
        return None

    def status(self) -> str:
        """One line for `cabin status`."""
        if self._failed or self.missing is not None:
            return self._failed or str(self.missing)
        seconds = (self.tape.now_ns - self.tape.segments[0].begun_ns) / 1e9 if self.tape.segments else 0.0
        last = f", saved {self.saved}" if self.saved is not None else ""
        return f"{seconds:.0f} s in memory{last}"

    def tick(self) -> None:
        """A batch was heard and carried out: begin a segment when one is due, save a fault that has had its time."""
        if self.tape.due and not self._failed:
            self._begin_segment()
        if self._due_ns is not None and self.tape.now_ns >= self._due_ns:
            self._due_ns = None
            self.save("a fault")

    def _begin_segment(self) -> None:
        try:
            with self._parts.front_end.turn_lock, self.tape.lock:
                self._parts.settle()
                self.tape.begin_segment(write_checkpoint(self._parts, self.tape))
        except (pickle.PicklingError, TypeError, AttributeError, RecursionError) as error:
            # A part that cannot be written down must cost the recording and not the conversation.
            self._failed = f"off: a part of the daemon cannot be written down ({error})"
            self.tape.segments.clear()
            log.exception("the recorder is %s", self._failed)

    def note(self, event: TimelineEvent, *, own: bool) -> None:
        """An event was published. own: by the daemon itself; the assistant's are on the tape already."""
        if own:
            self.tape.step("note", None, {"lines": [event.to_json()]})
        if event.event != "fault" or not self._settings.recorder.on_fault:
            return
        now_ns = self.tape.now_ns
        if self._saved_ns is None or now_ns - self._saved_ns >= BETWEEN_FAULTS_S * 1e9:
            self._saved_ns = now_ns
            self._due_ns = now_ns + round(AFTER_FAULT_S * 1e9)

    def save(self, why: str) -> Path | None:
        """Write what is in memory to a file, in the background. None when there is nothing yet, or one is being written."""
        if self.missing is not None or not self.tape.segments or (self._saving is not None and self._saving.is_alive()):
            return None
        with self.tape.lock:
            segments = [Segment(s.begun_ns, s.checkpoint, list(s.steps)) for s in self.tape.segments]
        stamp = datetime.datetime.now().strftime("%Y%m%d-%H%M%S")
        file = self._folder / f"{stamp}-{self.tape.steps}{_SUFFIX}"
        secrets = {"cloud": {"api_key": True}}
        settings = self._settings.model_dump(mode="json", exclude=secrets)
        facts = {"version": version(), "why": why, "settings": json.dumps(settings, ensure_ascii=False)}
        self.saved = file
        self._saving = threading.Thread(target=self._write, args=(file, segments, facts), name="recorder", daemon=False)
        self._saving.start()
        return file

    def close(self) -> None:
        """Wait for a recording that is being written."""
        if self._saving is not None:
            self._saving.join()

    def _write(self, file: Path, segments: Sequence[Segment], facts: dict[str, str]) -> None:
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            can = self._settings.can
            files = {name: path.read_bytes() for name, path in (("dbc", can.dbc), ("map", can.map)) if path is not None}
            write_recording(file, segments, facts, time.time_ns() - boottime_ns(), files)
            kept = sorted(self._folder.glob(f"*{_SUFFIX}"))
            for old in kept[: -self._settings.recorder.keep]:
                old.unlink(missing_ok=True)
        except OSError as error:
            log.warning("the recording %s was not saved: %s", file, error.strerror or error)
