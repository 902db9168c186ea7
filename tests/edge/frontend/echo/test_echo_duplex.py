"""Trust decides how the assistant may be interrupted."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from cabin_sounds import CabinTake, babble, frames

from device.audio.virtual_cabin.scene import CabinScene, Loudspeaker
from edge.audio.frame import Samples
from edge.frontend.echo.canceller import EchoCanceller, EchoState
from edge.frontend.echo.duplex import DuplexJudge


def after(judge: DuplexJudge, trust: float, count: int, known: bool = True) -> str:
    for _ in range(count):
        judge.process(trust, known)
    return judge.mode


def test_it_warms_up_and_rises_only_after_a_while() -> None:
    judge = DuplexJudge()
    assert after(judge, 0.0, 20) == "half"
    assert after(judge, 0.9, 29) == "half"
    assert after(judge, 0.9, 1) == "full"


def test_it_falls_at_once_but_not_for_a_little() -> None:
    judge = DuplexJudge()
    after(judge, 0.9, 60)
    assert after(judge, 0.3, 5) == "full"
    assert after(judge, 0.2, 1) == "wake_word"
    assert after(judge, 0.0, 1) == "half"


def test_without_any_echo_to_be_found_the_wake_word_may_interrupt() -> None:
    judge = DuplexJudge()
    assert after(judge, 0.0, 200, known=False) == "half"
    assert after(judge, 0.0, 200, known=False) == "wake_word"


@dataclass(frozen=True)
class CabinSignals:
    """What a car hands over whose own processor cancels the echo."""

    microphone: Samples
    far_end: Samples


def run(canceller: EchoCanceller, take: CabinTake | CabinSignals) -> list[EchoState]:
    states = []
    for mic, far in zip(frames(take.microphone), frames(take.far_end), strict=True):
        canceller.process(mic, far)
        states.append(canceller.state)
    return states


def test_a_cabin_under_control_is_full_duplex_and_tells_how_long_it_took() -> None:
    take = CabinTake(CabinScene(loudspeaker=Loudspeaker(delay_ms=60), noise=None, seconds=6), babble(6, 1), [])
    states = run(EchoCanceller(), take)
    assert states[10].duplex == "half"
    assert states[-1].duplex == "full"
    assert states[-1].convergence_s is not None
    assert 0.3 < states[-1].convergence_s < 3
    assert states[-1].double_talk_share < 0.1


def test_bypassed_it_measures_and_touches_nothing() -> None:
    take = CabinTake(CabinScene(loudspeaker=Loudspeaker(delay_ms=60), noise=None, seconds=4), babble(4, 1), [])
    canceller = EchoCanceller(bypass=True)
    out = [canceller.process(mic, far) for mic, far in zip(frames(take.microphone), frames(take.far_end), strict=True)]
    assert np.array_equal(np.concatenate(out)[160:], take.microphone[:-160])
    assert canceller.state.bypassed
    assert canceller.state.delay_ms is not None
    assert canceller.state.erle_db > 6
    assert canceller.state.duplex == "half"


def test_bypassed_a_car_that_cancels_well_is_trusted() -> None:
    take = CabinTake(CabinScene(loudspeaker=Loudspeaker(delay_ms=60), noise=None, seconds=6), babble(6, 1), [])
    rng = np.random.default_rng(3)
    left = take.echo * np.float32(0.003) + (1e-3 * rng.standard_normal(len(take.echo))).astype(np.float32)
    states = run(EchoCanceller(bypass=True), CabinSignals(left, take.far_end))
    assert states[20].duplex == "half"
    assert states[-1].duplex == "full"
    assert states[-1].trust > 0.9
