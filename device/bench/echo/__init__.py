"""`cabin bench echo`: echo cancelling, by what is still understood while the loudspeakers play."""

from __future__ import annotations

from collections.abc import Iterator

from device.bench.framework import BenchOptions, Row

ABOUT = "echo cancelling: what the wake word, the voice detector and the recogniser understand during playback"


def run(options: BenchOptions) -> Iterator[Row]:
    """Scenes A to D, wake words and requests over playback, real recordings, against AEC3 and speexdsp.

    Yields rows of scenes, then one object with every figure.
    """
    from device.bench.echo.bench import EchoBench

    yield from EchoBench(options).run()
