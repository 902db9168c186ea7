"""Our share of the latency, and CPU: the assistant over a real WebSocket to a peer in another process.

out: from the end of the turn, as the assistant is told of it, to the request's last byte at the peer. in: from the answer's
first byte at the peer to its first sample handed to the loudspeaker, which takes audio every 10 ms as a sound card does.
Both hold the loopback's and the peer's own share. CPU of a talking session is the event loop's: link, session, dialogue, and
being woken for every batch. What the loudspeaker takes on its thread is a figure of its own.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Awaitable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from device.bench.framework import BenchOptions, Row
from device.bench.link.paced_card import PacedCard
from device.bench.link.simulation import quiet_assistant
from device.bench.peers import PeerMissing, peer_python
from device.clock import boottime_ns
from device.heap import set_aside, take_back
from device.link.client import Link, open_link
from device.link.endpoint import Endpoint, LinkLimits
from edge.audio.frame import FRAME_MS
from edge.dialogue.turn import State
from edge.events import TimelineEvent
from edge.frontend.frontend import FrontEndOutput

_OPENAI = "openai[realtime]==3.54.0"
_SPEECH = (0.1 * np.sin(np.arange(160) * 0.2)).astype(np.float32)
_SPOKEN = FrontEndOutput(_SPEECH, (), 0.9, {}, False)
_QUIET = FrontEndOutput(_SPEECH, (), 0.0, {}, False)
_TURN_FRAMES = 600 // FRAME_MS
"""A turn between its wake phrase and its end."""


def live_rows(options: BenchOptions) -> Iterator[Row]:
    """Latency of ours and of the SDK, CPU of ours."""
    exchanges = 12 if options.quick else 60
    with _peer() as address:
        ours = asyncio.run(_Conversation(address).run(exchanges, idle_s=3.0 if options.quick else 10.0))
        yield {"case": "our link", **ours}
        if not options.peers:
            return
        try:
            python = peer_python("openai", _OPENAI)
        except PeerMissing as problem:
            yield {"case": "openai SDK", "sdk_missing": str(problem)}
            return
        script = Path(__file__).with_name("sdk_script.py")
        done = subprocess.run([str(python), str(script), address, str(exchanges)], capture_output=True, text=True, check=False)
    if done.returncode:
        yield {"case": "openai SDK", "sdk_missing": (done.stderr.strip().splitlines() or ["no reason given"])[-1][:200]}
        return
    stamps = json.loads(done.stdout)
    sdk_out, sdk_in = _p99(stamps["out_ms"]), _p99(stamps["in_ms"])
    out_ms, decoded_ms = ours["p99_out_ms"], ours["p99_decoded_ms"]
    yield {
        "case": "openai SDK",
        "sdk_p99_out_ms": sdk_out,
        "sdk_p99_in_ms": sdk_in,
        "sdk_p50_out_ms": round(float(np.median(stamps["out_ms"])), 2),
        "sdk_p50_in_ms": round(float(np.median(stamps["in_ms"])), 2),
        "out_ratio_to_sdk": round(out_ms / max(sdk_out, 0.01), 3),
        "decoded_ratio_to_sdk": round(decoded_ms / max(sdk_in, 0.01), 3),
    }


@contextmanager
def _peer() -> Iterator[str]:
    command = [sys.executable, "-m", "device.bench.link.live_peer"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.communicate()


def _p99(values: list[float]) -> float:
    return round(float(np.percentile(values, 99)), 2) if values else 0.0


class _Conversation:
    """The assistant in real time, fed as the daemon feeds it: batch by batch, from the thread of the sound card."""

    def __init__(self, address: str) -> None:
        self._endpoint = Endpoint(address, limits=LinkLimits(ping_after_s=15.0))
        self._assistant, self._playout = quiet_assistant()
        self._link: Link | None = None
        self._card: PacedCard | None = None
        self._decoded_ns = 0
        self._ended_ns = 0
        self._frames = 0
        """Since the present turn began."""
        self._answered = asyncio.Event()

    async def run(self, exchanges: int, idle_s: float) -> dict[str, float]:
        async with await open_link(self._endpoint) as link:
            self._link = link
            reading = asyncio.create_task(link.run(self._received))
            self._assistant.attach("cloud", self._endpoint.dialect, link.connect_ms / 1000)
            # So that each frame of an answer is looked at for somebody who talks over it.
            self._assistant.hear([_with(TimelineEvent(0.0, "duplex", {"mode": "full"}))], boottime_ns())
            self._carry_out()
            await asyncio.sleep(0.3)
            set_aside()  # as the daemon does once its parts are there
            idle, _ = await _cpu_percent(asyncio.sleep(idle_s))
            self._card = card = PacedCard(self._playout, self._hear)
            out_ms: list[float] = []
            in_ms: list[float] = []
            decoded_ms: list[float] = []

            async def talk() -> None:
                card.start()
                for _ in range(exchanges):
                    self._decoded_ns = self._frames = 0
                    self._answered.clear()
                    await self._answered.wait()
                    got_ns, sent_ns = self._stamps()
                    out_ms.append((got_ns - self._ended_ns) / 1e6)
                    in_ms.append((card.sounded_ns - sent_ns) / 1e6)
                    decoded_ms.append((self._decoded_ns - sent_ns) / 1e6)
                await asyncio.to_thread(card.stop)

            talking, whole = await _cpu_percent(talk())
            link.stop()
            await reading
        take_back()
        return {
            "exchanges": exchanges,
            "p99_out_ms": _p99(out_ms),
            "p99_in_ms": _p99(in_ms),
            "p50_out_ms": round(float(np.median(out_ms)), 2),
            "p50_in_ms": round(float(np.median(in_ms)), 2),
            "p99_decoded_ms": _p99(decoded_ms),
            "idle_cpu_percent": idle,
            "talk_cpu_percent": talking,
            "loudspeaker_cpu_percent": round(whole - talking, 2),
        }

    def _stamps(self) -> tuple[int, int]:
        """Of the last answer: when its request was at the peer and when it left the peer, CLOCK_BOOTTIME."""
        *_, entry = (entry for entry in self._assistant.transcript if entry.role == "assistant")
        got, sent = entry.text.split()[:2]
        return int(got), int(sent)

    def _hear(self, frames: int) -> None:
        """The next batch of a turn: the wake phrase, speech, its end, and then nothing until the answer was played."""
        assistant, card = self._assistant, self._card
        assert card is not None
        before, self._frames = self._frames, self._frames + frames
        ended = before >= _TURN_FRAMES
        outputs = [_QUIET if ended else _SPOKEN] * frames
        if before == 0:
            outputs[0] = _with(TimelineEvent(assistant.t, "wake", {"word": "hello cabin", "score": 0.9}))
        if ended and assistant.state is State.LISTENING:
            outputs[0] = _with(TimelineEvent(assistant.t, "turn_end", {"reason": "silence"}))
            card.sounded_ns = 0
            self._ended_ns = boottime_ns()
        assistant.hear(outputs, boottime_ns())
        self._carry_out()
        card.turn_open = assistant.state is State.LISTENING
        if ended and assistant.state not in (State.THINKING, State.SPEAKING):
            self._answered.set()

    def _received(self, frames: list[str]) -> None:
        before = self._playout.counters.pushed
        self._assistant.receive("cloud", frames, boottime_ns())
        if not self._decoded_ns and self._playout.counters.pushed > before:
            self._decoded_ns = boottime_ns()
        self._carry_out()

    def _carry_out(self) -> None:
        assert self._link is not None
        for _, frames in self._assistant.take_outgoing():
            self._link.post(frames)
        self._assistant.take_events()
        self._assistant.take_effects()


def _with(event: TimelineEvent) -> FrontEndOutput:
    return FrontEndOutput(_SPEECH, (event,), 0.0, {}, False)


async def _cpu_percent(job: Awaitable[None]) -> tuple[float, float]:
    """Shares of one core that this thread and the whole process take while a job is awaited."""
    wall, thread, process = time.monotonic(), time.thread_time(), time.process_time()
    await job
    seconds = max(time.monotonic() - wall, 1e-3)
    return round(100 * (time.thread_time() - thread) / seconds, 2), round(100 * (time.process_time() - process) / seconds, 2)
