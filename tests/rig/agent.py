"""Runs on the board, for as long as the rig looks at it: one request a line on standard input, one line of JSON back.

A program started for every look would keep an emulated board busier than the daemon does, and so would a look at every moment of
the rig's: what is waited for is waited for here, by the board's clock. Needs nothing but Python.
"""

from __future__ import annotations

import json
import socket
import sys
import threading
import time

CONTROL = "/run/cabin-voice/control.sock"

timeline: list[dict[str, object]] = []
arrived = threading.Condition()
"""The timeline has grown."""


def connected() -> socket.socket:
    """A connection to the daemon. Raises OSError while there is none."""
    link = socket.socket(socket.AF_UNIX)
    link.settimeout(20)
    link.connect(CONTROL)
    return link


def follow() -> None:
    """Collect the timeline, again and again as the daemon comes and goes."""
    while True:
        try:
            with connected() as link:
                link.settimeout(None)
                link.sendall(b'{"do": "events"}\n')
                for line in link.makefile(encoding="utf-8"):
                    if '"event"' in line:
                        with arrived:
                            timeline.append(json.loads(line))
                            arrived.notify_all()
        except (OSError, ValueError):
            pass
        time.sleep(0.2)


def ask(word: str) -> object:
    """The daemon's answer to one request; None while it gives none."""
    try:
        with connected() as link:
            link.sendall(json.dumps({"do": word}).encode() + b"\n")
            return json.loads(link.makefile(encoding="utf-8").readline())
    except (OSError, ValueError):
        return None


def await_event(since: int, seconds: float, wanted: dict[str, object]) -> list[dict[str, object]]:
    """The timeline from its event number `since` on, once it holds one with the fields `wanted` there, or after so many seconds."""
    with arrived:
        arrived.wait_for(lambda: any(wanted.items() <= event.items() for event in timeline[since:]), seconds)
        return timeline[since:]


def main() -> None:
    """`events N` gives the timeline from its Nth event on, `await JSON` what `await_event` does, `count` its length, `pause S`
    the board's own seconds when S more have gone by, `spent` its seconds since boot and those of them without work.

    Everything else is the daemon's.
    """
    threading.Thread(target=follow, daemon=True).start()
    for line in sys.stdin:
        word, _, rest = line.strip().partition(" ")
        answer: object
        if word == "events":
            answer = timeline[int(rest) :]
        elif word == "count":
            answer = len(timeline)
        elif word == "await":
            answer = await_event(**json.loads(rest))
        elif word == "pause":
            time.sleep(float(rest))
            answer = time.clock_gettime(time.CLOCK_MONOTONIC)
        elif word == "spent":
            with open("/proc/uptime", encoding="ascii") as file:
                answer = [float(field) for field in file.read().split()]
        else:
            answer = ask(word)
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
