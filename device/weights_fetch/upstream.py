"""Files from the address where they were first published, over HTTPS, picked up where a broken download stopped."""

from __future__ import annotations

import http.client
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path
from typing import IO

from device.weights_fetch.transport import Report, TransportError
from edge.weights.verify import CHUNK

_HELLO = {"User-Agent": "cabin-voice", "Accept-Encoding": "identity"}


class Upstream:
    """Downloads into a file that keeps what arrived. A host that could not be reached is not asked again."""

    def __init__(self, *, attempts: int = 4, timeout_s: float = 20.0) -> None:
        """attempts: how often a download that breaks off is resumed. timeout_s: silence after which it counts as broken."""
        self._attempts = attempts
        self._timeout_s = timeout_s
        self._unreachable: dict[str, str] = {}

    def fetch(self, address: str, unfinished: Path, size: int, report: Report) -> None:
        """Bring `unfinished` to `size` bytes, unverified; what it already holds is not asked for again.

        Raises TransportError; what arrived stays for the next time.
        """
        host = urllib.parse.urlsplit(address).netloc
        if host in self._unreachable:
            raise TransportError(self._unreachable[host])
        unfinished.parent.mkdir(parents=True, exist_ok=True)
        reason = ""
        for _ in range(self._attempts):
            try:
                self._continue(address, unfinished, size, report)
            except urllib.error.HTTPError as error:
                raise TransportError(f"{host} answers {error.code} {error.reason}") from error
            except urllib.error.URLError as error:
                self._unreachable[host] = f"{host} cannot be reached ({error.reason})"
                raise TransportError(self._unreachable[host]) from error
            except (OSError, http.client.HTTPException) as error:
                reason = f"{host} broke off ({error or type(error).__name__})"
                continue
            if unfinished.stat().st_size >= size:
                return
            reason = f"{host} broke off at {unfinished.stat().st_size} of {size} bytes"
        raise TransportError(reason)

    def _continue(self, address: str, unfinished: Path, size: int, report: Report) -> None:
        there = unfinished.stat().st_size if unfinished.exists() else 0
        if there >= size:
            return
        request = urllib.request.Request(address, headers=_HELLO | ({"Range": f"bytes={there}-"} if there else {}))
        with urllib.request.urlopen(request, timeout=self._timeout_s) as answer:
            resumed = answer.status == http.HTTPStatus.PARTIAL_CONTENT
            with unfinished.open("ab" if resumed else "wb") as output:
                _receive(answer, output, there if resumed else 0, size, report)


def _receive(answer: IO[bytes], output: IO[bytes], done: int, size: int, report: Report) -> None:
    """Write what comes, one byte past the right size at most: then the hash says the rest."""
    while done <= size and (block := answer.read(min(CHUNK, size + 1 - done))):
        output.write(block)
        done += len(block)
        report(done)
