"""Nonsense on the control socket: a real daemon answers each line with one object, and goes on hearing."""

from __future__ import annotations

import asyncio
import contextlib
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from waiting import until

from device.assembly import assemble, open_vehicle
from device.audio.null import NullDuplex
from device.control.socket import request
from device.daemon import Daemon
from device.settings import load_settings
from edge.weights.store import WeightStore

_WORDS = ("status", "view", "mute", "unmute", "wake", "say", "stop", "record", "dance", "")
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
_REQUESTS = st.builds(
    lambda word, more: json.dumps({**more, "do": word}).encode(),
    st.sampled_from(_WORDS) | _JSON,
    st.dictionaries(st.sampled_from(("text", "file", "do", "x")), _JSON, max_size=3),
)
_LINES = st.lists(
    st.one_of(_REQUESTS, st.binary(max_size=200), _JSON.map(lambda body: json.dumps(body).encode())), min_size=1, max_size=8
)


def _harmless(line: bytes) -> bool:
    """Requests that end the connection or the daemon by design are not what is tried here."""
    try:
        body = json.loads(line)
    except (ValueError, RecursionError):
        return True
    return not isinstance(body, dict) or body.get("do") not in ("quit", "events", "watch")


async def _ask(path: Path, lines: list[bytes]) -> list[dict[str, Any]]:
    reader, writer = await asyncio.open_unix_connection(str(path), limit=1 << 22)
    answers = []
    for line in lines:
        writer.write(line.replace(b"\n", b" ").replace(b"\r", b" ") + b"\n")
        answers.append(json.loads(await asyncio.wait_for(reader.readline(), 20)))
    writer.close()
    return answers


@pytest.mark.weights
def test_a_daemon_outlives_nonsense(weights: WeightStore, tmp_path: Path) -> None:
    chosen = load_settings({"CABIN_LOCAL__ENABLED": "false", "CABIN_WAKE__HEADS": "[]", "CABIN_TURN__SMART": "false"}).settings
    parts = assemble(chosen, weights, open_vehicle(chosen), strict=True)
    path = tmp_path / "control.sock"

    async def main() -> None:
        daemon = Daemon(chosen, parts, lambda: NullDuplex(parts.playout, paced=True), tmp_path)
        running = asyncio.create_task(daemon.run())
        await asyncio.to_thread(daemon._dsp.live.wait, 20)
        loop = asyncio.get_running_loop()

        @given(_LINES)
        @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
        def fuzz(lines: list[bytes]) -> None:
            lines = [line for line in lines if _harmless(line)]
            for answer in asyncio.run_coroutine_threadsafe(_ask(path, lines), loop).result(60):
                assert answer["ok"] is True or (answer["ok"] is False and isinstance(answer["error"], str))

        await asyncio.to_thread(fuzz)
        # Longer than any request: the connection ends, and the next one is served.
        reader, writer = await asyncio.open_unix_connection(str(path))
        writer.write(b"x" * (1 << 20) + b"\n")
        with contextlib.suppress(ConnectionError):
            assert await asyncio.wait_for(reader.read(), 20) == b""
        writer.close()
        before = (await asyncio.to_thread(request, path, "status"))["frames"]

        async def goes_on() -> bool:
            return bool((await asyncio.to_thread(request, path, "status"))["frames"] > before)

        await until(goes_on)
        assert not running.done()
        daemon.stop()
        await running

    asyncio.run(asyncio.wait_for(main(), 120))
