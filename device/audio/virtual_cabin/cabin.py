"""A car cabin as a sound device: deterministic from a seed, faster than real time or at its pace."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from device.audio.duplex import DuplexBlock, DuplexInfo, EndOfAudio, PlaybackSource
from device.audio.feed import PlaybackFeed
from device.audio.pace import BLOCK, Pace
from device.audio.virtual_cabin.loudspeaker import EchoPath
from device.audio.virtual_cabin.noise import DriveNoise
from device.audio.virtual_cabin.noise_tape import NoiseTape
from device.audio.virtual_cabin.scene import CabinScene, Radio
from device.audio.virtual_cabin.talker import Talkers, Utterance
from edge.audio.frame import ENGINE_RATE, Frame, Samples
from edge.audio.levels import amplitude, rms_dbfs
from edge.audio.resample import resample


@dataclass(frozen=True, slots=True, eq=False)
class CabinSound:
    """10 ms of a cabin taken apart, each of shape (BLOCK,) at ENGINE_RATE.

    microphone: the sum of the next three and its own noise, clipped at full scale. echo, near_end, noise: at the microphone.
    loudspeaker: what the loudspeakers give in the same 10 ms, after the delay of the sound system.
    """

    microphone: Samples
    loudspeaker: Samples
    echo: Samples
    near_end: Samples
    noise: Samples


CabinSink = Callable[[CabinSound], None]


class VirtualCabin:
    """The sound card's virtual sibling: room, loudspeakers, road noise, and people who speak when they are told to.

    `say` may be called from any thread while blocks are read. The same seed, scene, playback and speech at the same times
    give the same samples, paced or not.
    """

    def __init__(
        self,
        scene: CabinScene,
        source: PlaybackSource,
        seed: int = 0,
        paced: bool = False,
        sink: CabinSink | None = None,
        tape: NoiseTape | None = None,
    ) -> None:
        """sink: is handed every block's parts, such as a `CabinRecorder`. tape: the noise, in place of one made block by block.

        Raises ValueError for a scene that cannot be.
        """
        self.scene = scene
        self._feed = PlaybackFeed(source, ENGINE_RATE)
        self._pace = Pace(paced)
        self._sink = sink
        self._lock = threading.Lock()
        noise_seed, floor_seed = np.random.SeedSequence(seed).spawn(2)
        self._floor = np.random.default_rng(floor_seed)
        made = DriveNoise(scene, scene.noise, noise_seed) if scene.noise is not None else None
        self._noise = tape or made
        self._echo_path = EchoPath(scene)
        self._talkers = Talkers(scene)
        self._radio = _RadioLoop(scene.radio) if scene.radio is not None else None
        self._end = None if scene.seconds is None else round(scene.seconds * ENGINE_RATE)

    @property
    def info(self) -> DuplexInfo:
        """What it is."""
        return DuplexInfo("virtual cabin", "virtual", ENGINE_RATE, ENGINE_RATE)

    @property
    def index(self) -> int:
        """Sample index of the next block."""
        return self._pace.index

    @property
    def seconds(self) -> float:
        """Audio time of the next block."""
        return self._pace.index / ENGINE_RATE

    @property
    def speed_kmh(self) -> float:
        """How fast the car goes now."""
        return self.scene.speed_at(self.seconds)

    @property
    def echo_delay_samples(self) -> float:
        """From the far-end frame to the direct echo at the microphone, now, in samples."""
        return self._echo_path.delay_samples

    @property
    def slips(self) -> int:
        """How often the delay jumped because of the drift."""
        return self._echo_path.slips

    def say(
        self,
        samples: Samples,
        rate: int,
        at_s: float | None = None,
        position: str = "driver",
        level_db: float = 0.0,
    ) -> Utterance:
        """Someone says shape (n,) at `rate` Hz, from `at_s` seconds of audio time on; None or a time that has passed means now.

        level_db: over the scene's talker level. The answer tells when it is heard at the microphone.
        Raises ValueError for an unknown seat or a recording without any sound.
        """
        speech = self._talkers.prepare(samples, rate, position, level_db)
        with self._lock:
            now = self._pace.index
            start = now if at_s is None else max(now, round(at_s * ENGINE_RATE))
            return self._talkers.add(speech, start)

    def start(self) -> None:
        """Begin."""
        self._pace.start()

    def read(self, timeout_s: float) -> DuplexBlock | None:
        """The next block; see `Duplex.read`."""
        if self._pace.stopped or (self._end is not None and self._pace.index >= self._end):
            raise EndOfAudio
        if not self._pace.wait(timeout_s):
            return None
        far_end = self._feed.read(BLOCK)
        written = far_end
        if self._radio is not None:
            written = far_end + self._radio.next()
            far_end = written if self._radio.in_reference else far_end
        loudspeaker, echo = self._echo_path.process(written)
        noise = self._noise.next() if self._noise is not None else np.zeros(BLOCK, np.float32)
        floor = self._floor.standard_normal(BLOCK, np.float32) * np.float32(amplitude(self.scene.floor_dbfs))
        with self._lock:
            index, time_ns = self._pace.index, self._pace.time_ns
            near_end = self._talkers.next(index)
            self._pace.advance()
        microphone = np.clip(echo + near_end + noise + floor, -1.0, 1.0)
        if self._sink is not None:
            self._sink(CabinSound(microphone, loudspeaker, echo, near_end, noise))
        return DuplexBlock(
            mic=Frame(microphone, ENGINE_RATE, index, time_ns),
            far_end=Frame(far_end, ENGINE_RATE, index, time_ns),
            lost=0,
        )

    def flush(self) -> int:
        """Drop what was pulled and not played, in samples at VOICE_RATE."""
        return self._feed.flush()

    def hurry(self) -> None:
        """Nothing: what is played here is not ahead of what is heard."""

    def close(self) -> None:
        """End."""
        self._pace.stop()


class CabinRecorder:
    """A sink that keeps everything: what a passenger hears, and the parts it is made of.

    128 kB a second for what a passenger hears, 320 kB with parts=True.
    """

    def __init__(self, parts: bool = False) -> None:
        self._parts = parts
        self._blocks: list[CabinSound] = []

    def __call__(self, sound: CabinSound) -> None:
        if not self._parts:
            none = np.zeros(0, np.float32)
            sound = CabinSound(sound.microphone, sound.loudspeaker, none, none, none)
        self._blocks.append(sound)

    def stereo(self) -> Samples:
        """Microphone left, loudspeaker right: shape (n, 2) at ENGINE_RATE."""
        return np.stack([self.part("microphone"), self.part("loudspeaker")], axis=1)

    def part(self, name: str) -> Samples:
        """One field of CabinSound over the whole recording, shape (n,); empty when the parts were not kept."""
        if not self._blocks:
            return np.zeros(0, np.float32)
        return np.concatenate([np.asarray(getattr(block, name), np.float32) for block in self._blocks])


class _RadioLoop:
    """The radio's samples over and over at its level."""

    def __init__(self, radio: Radio) -> None:
        samples = resample(radio.samples, radio.rate, ENGINE_RATE)
        level = rms_dbfs(samples)
        self._samples = samples * np.float32(amplitude(radio.dbfs - level))
        self._place = 0
        self.in_reference = radio.in_reference

    def next(self) -> Samples:
        place = (self._place + np.arange(BLOCK)) % self._samples.shape[0]
        self._place = (self._place + BLOCK) % self._samples.shape[0]
        return np.asarray(self._samples[place], np.float32)
