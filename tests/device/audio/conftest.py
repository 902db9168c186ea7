"""Sound for the tests that need it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sound_server import SoundServer, running


@pytest.fixture(scope="session")
def sound_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SoundServer]:
    """Started once."""
    with running(tmp_path_factory.mktemp("pulse")) as server:
        yield server


@pytest.fixture
def sound(sound_server: SoundServer, monkeypatch: pytest.MonkeyPatch) -> SoundServer:
    """The server, with this process's sound libraries pointed at it."""
    monkeypatch.setenv("ALSA_CONFIG_PATH", str(sound_server.folder / "asound.conf"))
    monkeypatch.setenv("PULSE_SERVER", f"unix:{sound_server.folder}/pulse.sock")
    monkeypatch.delenv("PULSE_LATENCY_MSEC", raising=False)
    monkeypatch.setenv("JACK_NO_START_SERVER", "1")
    return sound_server
