"""The on-device model as a service: one session at a time, on a Unix socket or on loopback."""

from __future__ import annotations

import asyncio
import ctypes
import gc
import json
import logging
import os
import signal
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from device.clock import boottime_ns
from device.espeak import EspeakPronouncer
from device.heap import rss_bytes
from device.link.answering import answering
from device.link.server import Caller, listening
from device.phrase_store import PhraseStore
from edge.events import Json
from edge.model.engine import Engine, load_engine
from edge.model.phrase_cache import PhraseCache
from edge.model.responder.clock import Clock
from edge.model.session import ModelSession
from edge.weights.store import WeightStore

log = logging.getLogger(__name__)

_LOOK_S = 1.0
"""How often the service looks whether it is idle."""
_OOM_SCORE = 500
"""Where memory runs out, the kernel is to end the model and not the daemon that listens: the daemon outlives the model."""
_MIB = 2**20


def cache_folder() -> Path:
    """The cache directory of this user."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "cabin-voice"


@dataclass
class Progress:
    """What the service is doing, for the log and for `cabin model status`. file: rewritten at each step; None for no file."""

    file: Path | None = None
    begun_ns: int = field(default_factory=boottime_ns)

    def note(self, state: str, part: str = "") -> None:
        """state: "loading", "ready", "idle", "unloaded" or "ended"."""
        seconds = (boottime_ns() - self.begun_ns) / 1e9
        log.info("%s%s (%.1f s)", state, f": {part}" if part else "", seconds)
        if self.file is None:
            return
        entry: dict[str, Json] = {
            "state": state, "part": part, "seconds": round(seconds, 2), "rss_mb": rss_bytes() // _MIB, "pid": os.getpid(),
        }  # fmt: skip
        fresh = self.file.with_name(f"{self.file.name}.{os.getpid()}")
        try:
            fresh.write_text(json.dumps(entry) + "\n", encoding="utf-8")
            fresh.replace(self.file)
        except OSError as error:
            log.warning("no status at %s: %s", self.file, error)
            self.file = None

    def end(self) -> None:
        """Take the file away."""
        log.info("the model service has ended")
        if self.file is not None:
            self.file.unlink(missing_ok=True)


def start_engine(
    store: WeightStore,
    progress: Progress | None = None,
    *,
    lite: bool = False,
    cache: Path | None = None,
    recogniser: str = "whisper",
    fast: bool = False,
) -> Engine:
    """Load the model as far as the first answer needs it. Raises WeightsError.

    recogniser: an engine of `edge.model.recogniser.choose`. fast: the fast voice speaks where there is one.

    lite: understanding and phrases rendered before; opens no weights. cache: the directory of rendered phrases and of
    optimised graphs; None keeps nothing.
    """
    progress = progress or Progress()
    phrases = PhraseCache() if cache is None else kept_phrases(store, cache)
    if lite:
        engine = Engine(phrases=phrases, lite=True)
        engine.warm_up(lambda part: progress.note("loading", part))
        return engine

    espeak = EspeakPronouncer()

    def load(into: Engine) -> None:
        loaded = load_engine(
            store,
            pronounce=espeak,
            phonemise=espeak.phrase if espeak.available else None,
            recogniser=recogniser,
            note=lambda part: progress.note("loading", part),
            optimised_cache=None if cache is None else graph_folder(cache),
        )
        into.recogniser, into.voice, into.voices = loaded.recogniser, loaded.voice, loaded.voices

    helper = ThreadPoolExecutor(1, "next-passage") if (os.cpu_count() or 1) > 1 else None
    engine = Engine(phrases=phrases, reload=load, helper=helper, fast=fast)
    load(engine)
    progress.note("loading", "understanding")
    engine.warm_up_understanding()
    return engine


def kept_phrases(store: WeightStore, cache: Path) -> PhraseCache:
    """Phrases that outlive the process, in a cache directory; those of other weights are not taken."""
    graphs = sorted(store.directory("kokoro").glob("*.onnx")) if store.has("kokoro") else []
    made_by = " ".join(f"{graph.name}:{graph.stat().st_size}" for graph in graphs)
    return PhraseCache(kept=PhraseStore(cache / "phrases", made_by))


def graph_folder(cache: Path) -> Path | None:
    """Where optimised graphs are kept; None where they cannot be."""
    folder = cache / "optimised"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        log.warning("optimised graphs are not kept: %s", error)
        return None
    return folder


def give_way() -> None:
    """Ask the kernel to end this process first when memory runs out."""
    try:
        Path("/proc/self/oom_score_adj").write_text(str(_OOM_SCORE))
    except OSError as error:
        log.info("the kernel does not take the order of ending: %s", error)


async def serve(
    engine: Engine,
    *,
    unix: Path | None = None,
    port: int = 0,
    ready: Callable[[str], None] = lambda _: None,
    progress: Progress | None = None,
    idle_unload_s: float = 0.0,
    memory_mb: int = 0,
) -> None:
    """Serve until SIGTERM or SIGINT.

    ready: called with the address once clients can connect. idle_unload_s: without a client for so long, ears and voice are
    let go of; 0 never. memory_mb: above it, at idle, the same is done at once; 0 for no cap.
    """
    progress = progress or Progress()
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    async with listening(answering(session_factory(engine)), unix=unix, port=port) as server:
        progress.note("ready", server.address)
        ready(server.address)
        await _look_after(engine, stop, progress, idle_unload_s, memory_mb)
    progress.end()


async def _look_after(engine: Engine, stop: asyncio.Event, progress: Progress, idle_unload_s: float, memory_mb: int) -> None:
    """At idle: prepare phrases, and let go of memory; until the end."""
    last_busy_ns = boottime_ns()
    told_idle = False

    def wanted() -> bool:
        return not stop.is_set() and not engine.busy

    while not stop.is_set():
        if engine.busy:
            last_busy_ns, told_idle = boottime_ns(), False
        elif not engine.unloaded:
            if not engine.fully_prepared and engine.voice is not None:
                await asyncio.to_thread(engine.prepare, wanted)
            elif not told_idle:
                told_idle = True
                progress.note("idle")
            quiet = idle_unload_s > 0 and boottime_ns() - last_busy_ns > idle_unload_s * 1e9
            heavy = memory_mb > 0 and rss_bytes() > memory_mb * _MIB
            if (quiet or heavy) and wanted() and engine.reload is not None:
                await asyncio.to_thread(engine.unload)
                _trim()
                progress.note("unloaded", "memory cap" if heavy else "idle")
        try:
            await asyncio.wait_for(stop.wait(), _LOOK_S)
        except TimeoutError:
            continue


def _trim() -> None:
    """Give freed memory back to the system, where the C library can."""
    gc.collect()
    try:
        ctypes.CDLL("libc.so.6").malloc_trim(0)
    except (OSError, AttributeError):
        log.debug("this C library does not trim")


def session_factory(engine: Engine) -> Callable[[Caller], ModelSession]:
    """A session for each caller, over one engine."""

    def make(caller: Caller) -> ModelSession:
        log.info("a client has connected")
        return ModelSession(
            engine, caller.dialect, session_id=caller.session_id, seed=hash(caller.session_id), clock=lambda: Clock(datetime.now())
        )

    return make
