"""`cabin ask --tape` keeps what both sides said, so that it can be played again."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from device.bench.link.tone_answerer import ToneAnswerer
from device.link.answering import answering
from device.link.server import listening
from edge.realtime.wire_tape import read_tape


def test_both_sides_get_on_the_tape(tmp_path: Path) -> None:
    tape = tmp_path / "session.jsonl"

    async def ask() -> int:
        async with listening(answering(ToneAnswerer.of)) as server:
            arguments = ("--text", "still there?", "--endpoint", server.address, "--tape", str(tape), "--json")
            done = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "device", "ask", *arguments, stdout=asyncio.subprocess.PIPE
            )
            out, _ = await done.communicate()
            assert b"You said still there?." in out
            return done.returncode or 0

    assert asyncio.run(ask()) == 0
    kinds = [entry.kind for entry in read_tape(tape.read_text().splitlines(), tape)]
    assert kinds[0] == "open"
    assert {"client", "server"} <= set(kinds)
