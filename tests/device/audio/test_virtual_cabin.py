"""The virtual cabin: its acoustics measured, and the same every time."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from device.audio.duplex import DuplexBlock
from device.audio.virtual_cabin import (
    CabinRecorder,
    CabinScene,
    CarNoise,
    Loudspeaker,
    PathChange,
    Radio,
    VirtualCabin,
)
from device.audio.virtual_cabin.noise_tape import NoiseTape
from edge.audio.frame import ENGINE_RATE, VOICE_RATE, Samples
from edge.audio.levels import active_dbfs, amplitude, rms_dbfs
from edge.audio.playout import Playout

_QUIET = CabinScene(noise=None, floor_dbfs=-120.0)


def speech(seconds: float, rate: int = VOICE_RATE, seed: int = 3) -> Samples:
    """Noise with the long-term spectrum of speech and a syllable's rhythm."""
    count = round(seconds * rate)
    spectrum = np.fft.rfft(np.random.default_rng(seed).standard_normal(count))
    hertz = np.fft.rfftfreq(count, 1 / rate)
    spectrum *= np.where((hertz < 100) | (hertz > 7000), 0, 1 / np.sqrt(1 + (hertz / 500) ** 3))
    rhythm = 0.55 - 0.45 * np.cos(2 * np.pi * 4 * np.arange(count) / rate)
    signal = np.fft.irfft(spectrum, count) * rhythm
    return np.asarray(signal / np.std(signal) * 0.05, np.float32)


def run(cabin: VirtualCabin, seconds: float) -> list[DuplexBlock]:
    blocks = []
    for _ in range(round(seconds * 100)):
        block = cabin.read(0.0)
        assert block is not None
        blocks.append(block)
    return blocks


def played(samples: Samples) -> Playout:
    playout = Playout()
    playout.push("r", "i", samples)
    playout.finish("r")
    return playout


def hiss(seconds: float) -> Samples:
    return (0.05 * np.random.default_rng(5).standard_normal(round(seconds * VOICE_RATE))).astype(np.float32)


def lag(mic: Samples, far: Samples) -> int:
    """Samples by which the microphone is behind the far end: the first strong peak of the whitened cross-correlation."""
    size = 2 * mic.shape[0]
    cross = np.fft.rfft(mic, size) * np.conj(np.fft.rfft(far, size))
    likeness = np.abs(np.fft.irfft(cross / np.maximum(np.abs(cross), 1e-2 * np.abs(cross).max())))[: size // 2]
    return int(np.argmax(likeness > 0.5 * likeness.max()))


def test_the_same_seed_gives_the_same_samples_whenever_it_is_asked() -> None:
    scene = CabinScene(speed_kmh=((0.0, 0.0), (2.0, 100.0)))

    def take(seed: int, early: bool) -> Samples:
        cabin = VirtualCabin(scene, played(speech(1.0)), seed=seed)
        if early:
            cabin.say(speech(0.5), VOICE_RATE, at_s=0.8)
        blocks = run(cabin, 0.5)
        if not early:
            cabin.say(speech(0.5), VOICE_RATE, at_s=0.8)
        blocks += run(cabin, 1.5)
        return np.concatenate([block.mic.samples for block in blocks])

    np.testing.assert_array_equal(take(1, early=True), take(1, early=False))
    assert not np.array_equal(take(1, early=True), take(2, early=True))


def test_the_parts_add_up_to_the_microphone() -> None:
    recorder = CabinRecorder(parts=True)
    cabin = VirtualCabin(CabinScene(speed_kmh=((0.0, 80.0),), floor_dbfs=-150.0), played(speech(1.0)), sink=recorder)
    cabin.say(speech(0.5), VOICE_RATE)
    blocks = run(cabin, 1.0)
    total = recorder.part("echo") + recorder.part("near_end") + recorder.part("noise")
    np.testing.assert_allclose(recorder.part("microphone"), total, atol=1e-6)
    assert recorder.stereo().shape == (ENGINE_RATE, 2)
    np.testing.assert_array_equal(recorder.stereo()[:, 0], np.concatenate([block.mic.samples for block in blocks]))


@pytest.mark.parametrize(("position", "low", "high"), [("driver", -31.0, -29.0), ("rear_right", -38.0, -30.5)])
def test_talkers_have_their_level_at_the_microphone(position: str, low: float, high: float) -> None:
    recorder = CabinRecorder(parts=True)
    cabin = VirtualCabin(_QUIET, Playout(), sink=recorder)
    cabin.say(speech(1.0), VOICE_RATE, at_s=0.2, position=position)
    run(cabin, 1.5)
    assert low < active_dbfs(recorder.part("near_end"), ENGINE_RATE) < high


def test_the_onset_is_where_speech_arrives() -> None:
    recorder = CabinRecorder(parts=True)
    cabin = VirtualCabin(_QUIET, Playout(), sink=recorder)
    run(cabin, 0.33)
    utterance = cabin.say(np.concatenate([np.zeros(VOICE_RATE // 2, np.float32), speech(0.5)]), VOICE_RATE)
    run(cabin, 1.5)
    assert utterance.start == round(0.33 * ENGINE_RATE)
    assert 0.83 < utterance.onset_s < 0.92
    near = np.abs(recorder.part("near_end"))
    assert near[: utterance.onset].max() < near[utterance.onset] <= near.max()
    assert 1.2 < utterance.offset_s < 1.4
    assert not near[utterance.end :].any()


def test_two_may_talk_at_once_and_what_is_past_begins_now() -> None:
    cabin = VirtualCabin(_QUIET, Playout())
    run(cabin, 0.5)
    first = cabin.say(speech(0.3), VOICE_RATE, at_s=0.1)
    second = cabin.say(speech(0.3), VOICE_RATE, position="passenger")
    assert first.start == second.start == cabin.index == 8000


def test_what_cannot_be_said_is_refused() -> None:
    cabin = VirtualCabin(_QUIET, Playout())
    with pytest.raises(ValueError, match="nobody sits at 'boot'"):
        cabin.say(speech(0.1), VOICE_RATE, position="boot")
    with pytest.raises(ValueError, match="no sound"):
        cabin.say(np.zeros(100, np.float32), VOICE_RATE)
    with pytest.raises(ValueError, match="outside the room"):
        VirtualCabin(replace(_QUIET, microphone=(0.0, 0.0, 5.0)), Playout())


@pytest.mark.parametrize("echo_db", [-6.0, 6.0, 12.0])
def test_the_echo_has_its_level(echo_db: float) -> None:
    recorder = CabinRecorder(parts=True)
    scene = replace(_QUIET, loudspeaker=Loudspeaker(echo_db=echo_db, drive=0.0, second_order=0.0))
    far = speech(2.0)
    far *= np.float32(amplitude(scene.loudspeaker.nominal_dbfs - active_dbfs(far, VOICE_RATE)))
    run(VirtualCabin(scene, played(far), sink=recorder), 2.0)
    assert active_dbfs(recorder.part("echo"), ENGINE_RATE) == pytest.approx(scene.talker_dbfs + echo_db, abs=1.5)


@pytest.mark.parametrize("delay_ms", [20.0, 40.0, 120.0])
def test_the_echo_comes_after_the_delay(delay_ms: float) -> None:
    scene = replace(_QUIET, loudspeaker=Loudspeaker(positions=((0.4, 0.12, 0.4),), delay_ms=delay_ms))
    cabin = VirtualCabin(scene, played(hiss(1.0)))
    blocks = run(cabin, 1.0)
    mic = np.concatenate([block.mic.samples for block in blocks])
    far = np.concatenate([block.far_end.samples for block in blocks])
    assert lag(mic, far) == pytest.approx(cabin.echo_delay_samples, abs=3)


@pytest.mark.parametrize("ppm", [-200.0, 50.0, 200.0])
def test_clocks_drift(ppm: float) -> None:
    """A playback clock that runs faster has its echo come sooner and sooner."""
    scene = replace(_QUIET, loudspeaker=Loudspeaker(drift_ppm=ppm))
    cabin = VirtualCabin(scene, played(hiss(20.0)))
    blocks = run(cabin, 20.0)
    mic = np.concatenate([block.mic.samples for block in blocks])
    far = np.concatenate([block.far_end.samples for block in blocks])
    seconds = ENGINE_RATE * 2
    moved = lag(mic[-seconds:], far[-seconds:]) - lag(mic[:seconds], far[:seconds])
    assert moved == pytest.approx(-ppm * 1e-6 * 18 * ENGINE_RATE, abs=3)
    assert cabin.slips == 0


def test_a_drift_that_used_up_the_delay_slips_back() -> None:
    scene = replace(_QUIET, loudspeaker=Loudspeaker(delay_ms=10.0, drift_ppm=2000.0))
    cabin = VirtualCabin(scene, played(speech(6.0)))
    run(cabin, 6.0)
    assert cabin.slips >= 1
    assert cabin.echo_delay_samples > 0


def test_the_loudspeaker_is_not_linear() -> None:
    """Two tones give a third where there was none."""
    t = np.arange(VOICE_RATE) / VOICE_RATE
    tones = (0.3 * np.sin(2 * np.pi * 700 * t) + 0.3 * np.sin(2 * np.pi * 900 * t)).astype(np.float32)

    def at_200_hz(loudspeaker: Loudspeaker) -> float:
        recorder = CabinRecorder(parts=True)
        run(VirtualCabin(replace(_QUIET, loudspeaker=loudspeaker), played(tones), sink=recorder), 0.9)
        power = np.abs(np.fft.rfft(recorder.part("echo")[3200:12800] * np.hanning(9600))) ** 2
        return float(10 * np.log10(power[120] / power.max()))

    assert at_200_hz(Loudspeaker()) > at_200_hz(Loudspeaker(drive=0.0, second_order=0.0)) + 15


def test_a_path_change_is_heard() -> None:
    far = speech(2.0)

    def echo(changes: tuple[PathChange, ...]) -> Samples:
        recorder = CabinRecorder(parts=True)
        scene = replace(_QUIET, loudspeaker=Loudspeaker(changes=changes))
        run(VirtualCabin(scene, played(far), sink=recorder), 2.0)
        return recorder.part("echo")

    still, moved = echo(()), echo((PathChange(1.0, ((0.6, 0.3, 0.5), (0.4, 1.2, 0.5))),))
    np.testing.assert_array_equal(still[:16000], moved[:16000])
    assert rms_dbfs(still[18000:] - moved[18000:]) > rms_dbfs(still[18000:]) - 10


def noise_at(speed: float, noise: CarNoise | None = None) -> Samples:
    recorder = CabinRecorder(parts=True)
    scene = CabinScene(speed_kmh=lambda t: speed, noise=noise or CarNoise())
    run(VirtualCabin(scene, Playout(), sink=recorder), 6.0)
    return recorder.part("noise")[8000:]


@pytest.mark.parametrize(("speed", "low", "high"), [(0.0, 20, 27), (50.0, 8, 12), (120.0, 0, 5)])
def test_noise_follows_the_speed(speed: float, low: float, high: float) -> None:
    noise = noise_at(speed)
    assert low < -30.0 - rms_dbfs(noise) < high
    power = np.abs(np.fft.rfft(noise)) ** 2
    hertz = np.fft.rfftfreq(noise.shape[0], 1 / ENGINE_RATE)
    assert power[hertz < 500].sum() / power.sum() > 0.8


def test_a_tape_sounds_like_the_drive() -> None:
    scene = CabinScene(speed_kmh=lambda t: 0.0 if t < 2.0 else 100.0)
    tape = NoiseTape(scene, (0.0, 50.0, 100.0), seconds=1.0)
    taped = np.concatenate([tape.next() for _ in range(400)])
    for part, speed in ((taped[: 2 * ENGINE_RATE], 0.0), (taped[2 * ENGINE_RATE :], 100.0)):
        assert rms_dbfs(part) == pytest.approx(rms_dbfs(noise_at(speed)), abs=2.0)
    np.testing.assert_array_equal(taped[:ENGINE_RATE], taped[ENGINE_RATE : 2 * ENGINE_RATE])


def test_an_electric_car_has_no_engine() -> None:
    def peakiness(noise: Samples) -> float:
        power = np.abs(np.fft.rfft(noise * np.hanning(noise.shape[0]))) ** 2
        return float(power.max() / np.median(power[:1000]))

    assert peakiness(noise_at(0.0)) > 10 * peakiness(noise_at(0.0, CarNoise(engine=False)))


def test_speed_may_be_corner_points() -> None:
    scene = CabinScene(speed_kmh=((0.0, 0.0), (10.0, 50.0)))
    assert [scene.speed_at(t) for t in (-1.0, 5.0, 99.0)] == [0.0, 25.0, 50.0]


@pytest.mark.parametrize("in_reference", [True, False])
def test_the_radio_plays(in_reference: bool) -> None:
    recorder = CabinRecorder(parts=True)
    scene = replace(_QUIET, radio=Radio(speech(0.3, 44100), 44100, dbfs=-26.0, in_reference=in_reference))
    blocks = run(VirtualCabin(scene, Playout(), sink=recorder), 1.0)
    assert rms_dbfs(recorder.part("echo")) > -50
    reference = np.concatenate([block.far_end.samples for block in blocks])
    assert bool(reference.any()) is in_reference
