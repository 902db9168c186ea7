"""What the ways of bringing a carrier have in common."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from edge.errors import CabinError
from edge.weights.catalogue import Carrier

Report = Callable[[int], None]
"""Told how many bytes are there so far."""


class TransportError(CabinError):
    """This source cannot give it, in a few words; another source may.

    Examples: the program pip is absent, the host cannot be reached, the bytes have another hash.
    """


class Transport(Protocol):
    """One way to bring a carrier's archive."""

    def fetch(self, carrier: Carrier, target: Path, report: Report) -> None:
        """Write the archive to `target`, unverified.

        Raises TransportError.
        """
        ...
