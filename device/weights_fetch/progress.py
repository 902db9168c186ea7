"""Progress of downloads: bars on a terminal, one line for each finished thing elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn, TransferSpeedColumn

from device.weights_fetch.transport import Report


class Display(Protocol):
    """Where the fetcher tells what it does."""

    def say(self, text: str) -> None:
        """One line."""
        ...

    def task(self, what: str, size: int) -> AbstractContextManager[Report]:
        """Something of `size` bytes that takes a while; the context's value is told how far it is."""
        ...


class Silent:
    """Tells nothing."""

    def say(self, text: str) -> None:
        """Nothing."""

    @contextmanager
    def task(self, what: str, size: int) -> Iterator[Report]:
        """Nothing."""
        yield lambda _done: None


class Bars:
    """rich's bars on standard error."""

    def __init__(self, console: Console | None = None) -> None:
        """console: standard error where none is given."""
        self._console = console or Console(stderr=True, highlight=False, soft_wrap=True)

    def say(self, text: str) -> None:
        """One line, in order with the bars."""
        self._console.print(text, markup=False)

    @contextmanager
    def task(self, what: str, size: int) -> Iterator[Report]:
        """A bar; without a terminal one line when it is done."""
        if not self._console.is_terminal:
            yield lambda _done: None
            self.say(f"{what} ({size / 1e6:.1f} MB)")
            return
        columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn())
        with Progress(*columns, TimeRemainingColumn(), console=self._console) as bars:
            bar = bars.add_task(what, total=size)
            yield lambda done: bars.update(bar, completed=min(done, size))
