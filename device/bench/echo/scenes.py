"""The scenes of the echo benchmark, from the virtual cabin: its room and loudspeaker are not those of the training."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from device.audio.duplex import EndOfAudio
from device.audio.virtual_cabin import CabinRecorder, CabinScene, CarNoise, Loudspeaker, PathChange, Room, VirtualCabin
from device.audio.virtual_cabin.tape import Tape
from device.bench.echo.voices import DRIVERS, REQUESTS, SHORT_REQUESTS, Voices, at_level, music
from edge.audio.frame import ENGINE_RATE, Samples

PLAYBACK_DBFS: Final = -18.0
SPEECH_AT_S: Final = 9.0
"""When the driver talks over the playback."""
SPEECH_END_S: Final = 15.5
PLAYBACK_END_S: Final = 20.0
SECONDS: Final = 24.0


@dataclass(frozen=True, slots=True, eq=False)
class Take:
    """What a scene gave, at 16 kHz, shape (n,) each. microphone is the sum of the last three."""

    name: str
    microphone: Samples
    far_end: Samples
    echo: Samples
    near: Samples
    noise: Samples


def cabin(
    *,
    delay_ms: float,
    drift_ppm: float = 0.0,
    snr_db: float,
    echo_db: float,
    drive: float,
    seconds: float = SECONDS,
    changes: tuple[PathChange, ...] = (),
) -> CabinScene:
    """A cabin of 2.4 x 1.5 x 1.2 m with T60 80 ms. echo_db: over the talker. drive: of the loudspeaker's soft clipping."""
    return CabinScene(
        room=Room(t60=0.08),
        loudspeaker=Loudspeaker(
            delay_ms=delay_ms,
            drift_ppm=drift_ppm,
            drive=drive,
            second_order=0.03 * drive,
            echo_db=echo_db,
            nominal_dbfs=PLAYBACK_DBFS,
            changes=changes,
        ),
        noise=CarNoise(snr=((0.0, snr_db),)),
        speed_kmh=((0.0, 60.0),),
        seconds=seconds,
    )


_MOVED: Final = (PathChange(14.0, ((0.55, 0.2, 0.35), (0.3, 1.3, 0.5))),)
TABLE: Final = {
    "A": cabin(delay_ms=40, snr_db=30, echo_db=6, drive=1.0),
    "B": cabin(delay_ms=80, snr_db=5, echo_db=6, drive=4.0),
    "C": cabin(delay_ms=120, drift_ppm=50, snr_db=5, echo_db=10, drive=4.0),
    "D": cabin(delay_ms=60, drift_ppm=50, snr_db=25, echo_db=8, drive=3.0, changes=_MOVED),
}
"""A quiet; B 5 dB SNR and soft clipping; C longer delay, drift, echo 10 dB over the talker; D music, the path changes at 14 s."""


def take(name: str, scene: CabinScene, playback: Samples, speech: list[tuple[Samples, float]], seed: int) -> Take:
    """Run a scene. speech: at 16 kHz, each with the second at which it is said."""
    recorder = CabinRecorder(parts=True)
    sound = VirtualCabin(scene, Tape(playback), seed=seed, sink=recorder)
    for samples, at in speech:
        sound.say(samples, ENGINE_RATE, at_s=at)
    sound.start()
    far_end = []
    while True:
        try:
            block = sound.read(1.0)
        except EndOfAudio:
            break
        if block is not None:
            far_end.append(block.far_end.samples)
    parts = (recorder.part(part) for part in ("microphone", "echo", "near_end", "noise"))
    microphone, echo, near, noise = parts
    return Take(name, microphone, np.concatenate(far_end), echo, near, noise)


def table_takes(voices: Voices, seed: int) -> list[Take]:
    """Scenes A to D: playback until 20 s, the driver over it at 9 s and alone at 20.4 s."""
    takes = []
    for number, (name, scene) in enumerate(TABLE.items()):
        playback = voices.answers(PLAYBACK_END_S)
        if name == "D":
            tune = at_level(music(PLAYBACK_END_S, seed), -20)
            playback = tune + at_level(playback, -28)
        request = voices.say(REQUESTS[number % 2], DRIVERS[number])[: int((SPEECH_END_S - SPEECH_AT_S) * ENGINE_RATE)]
        speech = [(request, SPEECH_AT_S), (request[: int(3.4 * ENGINE_RATE)], 20.4)]
        takes.append(take(name, scene, at_level(playback, PLAYBACK_DBFS), speech, seed + number))
    return takes


def moving_take(voices: Voices, seed: int) -> Take:
    """Nobody talks; the loudspeaker's path changes at 6 s. For the time to converge anew."""
    change = (PathChange(6.0, ((0.55, 0.2, 0.35), (0.3, 1.3, 0.5))),)
    scene = cabin(delay_ms=60, snr_db=30, echo_db=6, drive=1.0, seconds=12.0, changes=change)
    return take("path change", scene, at_level(voices.answers(12.0), PLAYBACK_DBFS), [], seed)


def wake_takes(voices: Voices, phrases: list[Samples], seed: int, *, echo: bool) -> list[Take]:
    """The phrase at 5 s over playback, at four levels of echo; without echo: the same clips and no playback."""
    rng = np.random.default_rng(seed)
    takes = []
    for number, phrase in enumerate(phrases):
        offset = int(rng.uniform(0, 20) * ENGINE_RATE)
        playback = music(7.5, seed + number) if number % 2 else np.roll(voices.answers(25.0), -offset)[: int(7.5 * ENGINE_RATE)]
        scene = cabin(
            delay_ms=float(rng.choice([40, 80, 120])),
            drift_ppm=float(rng.choice([0, 50])),
            snr_db=float(rng.choice([5, 10, 20])),
            echo_db=float((10, 5, 0, -5)[number // 2 % 4]),
            drive=float(rng.choice([0.5, 1, 2])),
            seconds=7.5,
        )
        scene = replace(scene, microphone=(0.75 + rng.uniform(-0.05, 0.05), 0.75 + rng.uniform(-0.05, 0.05), 1.1))
        heard = at_level(playback, PLAYBACK_DBFS) if echo else np.zeros(int(7.5 * ENGINE_RATE), np.float32)
        takes.append(take(f"wake {number}", scene, heard, [(phrase, 5.0)], seed + number))
    return takes


def talk_takes(voices: Voices, seed: int, *, echo: bool) -> list[Take]:
    """Short requests at 5 s over the car's voice at 5 dB more, in 15 dB of noise; or the same without playback."""
    takes = []
    for number, text in enumerate(SHORT_REQUESTS):
        request = voices.say(text, DRIVERS[number % len(DRIVERS)])
        seconds = 5.5 + len(request) / ENGINE_RATE
        scene = cabin(
            delay_ms=60 + 20 * (number % 5), drift_ppm=25.0 * (number % 4), snr_db=15, echo_db=5, drive=1.5, seconds=seconds
        )
        playback = np.roll(voices.answers(30.0), -7 * number * ENGINE_RATE)[: int(seconds * ENGINE_RATE)]
        heard = at_level(playback, PLAYBACK_DBFS) if echo else np.zeros_like(playback)
        takes.append(take(f"request {number}", scene, heard, [(request, 5.0)], seed + number))
    return takes
