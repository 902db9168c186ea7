"""Rendered phrases on disk, so that what was said once can be said at once after a restart.

One file a phrase: s16le mono at 24 kHz, named by a hash of everything its sound depends on. Bounded in bytes; what was used
longest ago goes first. Losing a file, or the whole directory, costs nothing but the time to render again.
"""

from __future__ import annotations

import hashlib
import logging
import os
import threading
from pathlib import Path

import numpy as np

from edge.audio.frame import Samples

log = logging.getLogger(__name__)

LIMIT_BYTES = 48 * 2**20
"""About sixteen minutes of speech."""


class PhraseStore:
    """Phrases by key. Any thread may call it; an unwritable or full disk is noted once and then lived with."""

    def __init__(self, folder: Path, made_by: str = "", limit_bytes: int = LIMIT_BYTES) -> None:
        """made_by: names the weights, so that other weights do not speak with an old voice."""
        self.folder = folder
        self._made_by = made_by
        self._limit = limit_bytes
        self._lock = threading.Lock()
        self._writable = True
        # Size by name, least recently used first.
        self._sizes: dict[str, int] = {}
        try:
            folder.mkdir(parents=True, exist_ok=True)
            found = sorted((p.stat().st_mtime_ns, p.name, p.stat().st_size) for p in folder.glob("*.pcm"))
        except OSError as error:
            self._give_up(error)
            found = []
        self._sizes = {name: size for _, name, size in found}

    def __len__(self) -> int:
        return len(self._sizes)

    @property
    def size_bytes(self) -> int:
        """Bytes held."""
        return sum(self._sizes.values())

    def get(self, key: str) -> Samples | None:
        """The sound of a phrase, or None."""
        name = self._name(key)
        with self._lock:
            if name not in self._sizes:
                return None
            path = self.folder / name
            try:
                raw = path.read_bytes()
                os.utime(path)
            except OSError:
                del self._sizes[name]
                return None
            self._sizes[name] = self._sizes.pop(name)
        if not raw or len(raw) % 2:
            return None
        return np.frombuffer(raw, "<i2").astype(np.float32) / np.float32(32768)

    def put(self, key: str, samples: Samples) -> None:
        """Keep a phrase."""
        name = self._name(key)
        raw = (np.clip(samples, -1.0, 32767 / 32768) * 32768).round().astype("<i2").tobytes()
        with self._lock:
            if not self._writable or name in self._sizes or not raw or len(raw) > self._limit:
                return
            part = self.folder / f"{name}.{os.getpid()}.part"
            try:
                part.write_bytes(raw)
                part.replace(self.folder / name)
            except OSError as error:
                part.unlink(missing_ok=True)
                self._give_up(error)
                return
            self._sizes[name] = len(raw)
            while sum(self._sizes.values()) > self._limit:
                oldest = next(iter(self._sizes))
                (self.folder / oldest).unlink(missing_ok=True)
                del self._sizes[oldest]

    def _name(self, key: str) -> str:
        return hashlib.blake2b(f"{self._made_by}\n{key}".encode(), digest_size=16).hexdigest() + ".pcm"

    def _give_up(self, error: OSError) -> None:
        self._writable = False
        log.warning("phrases are not kept on disk: %s", error)
