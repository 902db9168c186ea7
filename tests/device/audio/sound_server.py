"""A headless PulseAudio of our own, with a loudspeaker that is heard by a microphone."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

_SCRIPT = """
load-module module-native-protocol-unix auth-anonymous=1 socket={folder}/pulse.sock
"""

_ALSA = """
</usr/share/alsa/alsa.conf>
pcm.car_speaker {{ type pulse server "unix:{folder}/pulse.sock" device "speaker" }}
pcm.car_microphone {{ type pulse server "unix:{folder}/pulse.sock" device "cabin.monitor" }}
pcm.car_cabin {{ type asym playback.pcm car_speaker capture.pcm car_microphone }}
"""


@dataclass
class SoundServer:
    """PulseAudio with the ALSA devices car_speaker and car_microphone; the loop between them is the cabin's air.

    It also keeps both null sinks at a low latency: left alone, a null sink renders two seconds at a time.
    """

    folder: Path
    process: subprocess.Popen[bytes]

    def control(self, *arguments: str) -> str:
        """Run pactl and give what it prints."""
        environment = {**os.environ, "PULSE_SERVER": f"unix:{self.folder}/pulse.sock"}
        done = subprocess.run(["pactl", *arguments], env=environment, capture_output=True, text=True, timeout=30, check=True)
        return done.stdout

    def plug(self) -> None:
        """Load the sinks and the air between them."""
        for name in ("speaker", "cabin"):
            self.control("load-module", "module-null-sink", f"sink_name={name}", "rate=48000", "channels=2")
        self.control("load-module", "module-loopback", "source=speaker.monitor", "sink=cabin", "latency_msec=10", "adjust_time=0")

    def unplug(self) -> None:
        """Take the sinks away while they are in use."""
        self.control("unload-module", "module-loopback")
        self.control("unload-module", "module-null-sink")


@contextmanager
def running(folder: Path) -> Iterator[SoundServer]:
    """A server that keeps its files in an empty folder, ended by its own process id; skips where it is not installed."""
    for program in ("pulseaudio", "pactl"):
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed (Debian: pulseaudio, pulseaudio-utils, libasound2-plugins)")
    folder.chmod(0o700)
    (folder / "cabin.pa").write_text(_SCRIPT.format(folder=folder))
    (folder / "asound.conf").write_text(_ALSA.format(folder=folder))
    environment = {**os.environ, "HOME": str(folder), "XDG_RUNTIME_DIR": str(folder)}
    environment.pop("PULSE_SERVER", None)
    options = ["--system=no", "--daemonize=no", "--exit-idle-time=-1", "--disallow-exit", "--realtime=no", "--high-priority=no"]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            ["pulseaudio", *options, "--use-pid-file=no", "-n", "-F", str(folder / "cabin.pa")],
            env=environment,
            stdout=log,
            stderr=log,
        )
    server = SoundServer(folder, process)
    try:
        _wait_until_ready(server)
        server.plug()
        yield server
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait_until_ready(server: SoundServer) -> None:
    for _ in range(1000):
        if server.process.poll() is not None:
            break
        try:
            server.control("info")
        except subprocess.CalledProcessError:
            continue
        return
    pytest.fail(f"PulseAudio did not start: {(server.folder / 'log').read_text()}")
