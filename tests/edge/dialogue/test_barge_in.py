"""Suspicion is quick, decision is slow, and clicks are neither."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from edge.dialogue.barge_in import BargeInDetector, Verdict
from edge.dialogue.residue import Residue


def test_speech_makes_a_candidate_then_a_barge_in() -> None:
    detector = BargeInDetector()
    verdicts = [detector.feed(0.9) for _ in range(24)]
    assert verdicts.index(Verdict.CANDIDATE) == 2
    assert verdicts.index(Verdict.CONFIRMED) == 23
    assert not detector.candidate


def test_a_cough_is_taken_back() -> None:
    detector = BargeInDetector()
    verdicts = [detector.feed(0.9) for _ in range(8)] + [detector.feed(0.1) for _ in range(40)]
    assert Verdict.CANDIDATE in verdicts
    assert Verdict.REJECTED in verdicts
    assert Verdict.CONFIRMED not in verdicts


def test_scattered_clicks_never_add_up() -> None:
    detector = BargeInDetector()
    assert {detector.feed(0.9 if i % 3 == 0 else 0.0) for i in range(600)} == {Verdict.NOTHING}


@given(st.lists(st.floats(0, 1), max_size=400))
def test_every_candidate_is_decided_once(probabilities: list[float]) -> None:
    detector = BargeInDetector()
    open_ = False
    for probability in probabilities:
        verdict = detector.feed(probability)
        if verdict is Verdict.CANDIDATE:
            assert not open_
            open_ = True
        elif verdict in (Verdict.CONFIRMED, Verdict.REJECTED):
            assert open_
            open_ = False


def _frames(*levels_db: float) -> list[np.ndarray[tuple[int, ...], np.dtype[np.float32]]]:
    noise = np.random.default_rng(2).standard_normal((len(levels_db), 160)).astype(np.float32)
    return [frame * np.float32(10 ** (level / 20)) for frame, level in zip(noise, levels_db, strict=True)]


def test_a_sound_that_stands_out_is_suspected_before_the_voice_detector_is_sure() -> None:
    detector = BargeInDetector()
    before = [detector.feed(0.0, frame) for frame in _frames(*[-45.0] * 60)]
    risen = [detector.feed(0.4, frame) for frame in _frames(-30.0, -28.0)]
    assert set(before) == {Verdict.NOTHING}
    assert risen == [Verdict.NOTHING, Verdict.CANDIDATE]


def test_what_holds_no_voice_or_does_not_stand_out_is_not_suspected() -> None:
    detector = BargeInDetector()
    for frame in _frames(*[-45.0] * 60):
        detector.feed(0.0, frame)
    assert {detector.feed(0.1, frame) for frame in _frames(*[-25.0] * 20)} == {Verdict.NOTHING}, "a bump of the road"
    assert {detector.feed(0.4, frame) for frame in _frames(*[-42.0] * 20)} == {Verdict.NOTHING}


def test_a_first_word_and_a_breath_are_one_interruption() -> None:
    detector = BargeInDetector()
    verdicts = [detector.feed(p) for p in [0.9] * 15 + [0.0] * 30 + [0.9] * 15]
    assert Verdict.REJECTED not in verdicts
    assert Verdict.CONFIRMED in verdicts


def test_the_residue_s_level_is_learnt_and_followed() -> None:
    residue = Residue()
    rises = [residue.rise_db(frame) for frame in _frames(*[-50.0] * 100)]
    assert rises[:30] == [0.0] * 30
    assert max(map(abs, rises[30:])) < 4
    (rise,) = (residue.rise_db(frame) for frame in _frames(-30.0))
    assert 15 < rise < 25
    for frame in _frames(*[-30.0] * 400):
        residue.rise_db(frame)
    assert max(abs(residue.rise_db(frame)) for frame in _frames(*[-30.0] * 20)) < 4, "a road that has become loud"


def _hum(frames: int) -> list[np.ndarray[tuple[int, ...], np.dtype[np.float32]]]:
    tone = (0.05 * np.sin(2 * np.pi * 180 * np.arange(frames * 160) / 16_000)).astype(np.float32)
    return list(tone.reshape(frames, 160))


def test_who_hums_is_waited_for_and_who_goes_on_is_not() -> None:
    hummed = [BargeInDetector().feed(0.9, frame) for frame in _hum(1)]
    assert hummed == [Verdict.NOTHING]
    detector = BargeInDetector()
    once = [detector.feed(0.9, frame) for frame in _hum(50)] + [detector.feed(0.0, frame * 0) for frame in _hum(50)]
    assert Verdict.CONFIRMED not in once
    assert Verdict.REJECTED in once
    again = [detector.feed(0.9, frame) for frame in _hum(30)]
    assert Verdict.CONFIRMED in again, "a hum does not come twice within a second and a half"
    detector = BargeInDetector()
    halting = [0.9] * 20 + [0.0] * 30 + [0.9] * 20 + [0.0] * 20 + [0.9] * 20
    verdicts = [detector.feed(p, frame) for p, frame in zip(halting, _hum(110), strict=True)]
    assert verdicts.index(Verdict.CONFIRMED) <= 105, "still speaking a second after it began"


def _settled() -> BargeInDetector:
    detector = BargeInDetector()
    assert {detector.feed(0.0, near_end=3.0) for _ in range(150)} == {Verdict.NOTHING}, "the path of the echo is being learnt"
    detector.reset()
    assert {detector.feed(0.0, near_end=3.0) for _ in range(30)} == {Verdict.NOTHING}, "the answer's own echo has just begun"
    return detector


def test_one_frame_of_the_near_end_detector_makes_a_suspicion_and_a_voice_confirms_it() -> None:
    detector = _settled()
    assert detector.feed(0.0, near_end=0.5) is Verdict.NOTHING
    assert detector.feed(0.0, near_end=1.5) is Verdict.CANDIDATE
    assert detector.doubtful
    verdicts = [detector.feed(0.0, near_end=1.0) for _ in range(10)] + [detector.feed(0.9, near_end=-1.0) for _ in range(24)]
    assert verdicts[:-1] == [Verdict.NOTHING] * 33
    assert verdicts[-1] is Verdict.CONFIRMED


def test_what_is_never_quite_somebody_but_lasts_makes_a_suspicion() -> None:
    detector = _settled()
    assert [detector.feed(0.0, near_end=-0.4) for _ in range(3)] == [Verdict.NOTHING] * 2 + [Verdict.CANDIDATE]
    fleeting = _settled()
    assert {fleeting.feed(0.0, near_end=odds) for odds in [0.4, -0.4, -4.0] * 20} == {Verdict.NOTHING}


def test_a_suspicion_that_no_voice_shares_is_taken_back_soon_and_not_made_again_at_once() -> None:
    detector = _settled()
    assert detector.feed(0.0, near_end=1.5) is Verdict.CANDIDATE
    verdicts = [detector.feed(0.0, near_end=-2.0) for _ in range(24)]
    assert verdicts == [Verdict.NOTHING] * 23 + [Verdict.REJECTED]
    assert not detector.doubtful
    assert {detector.feed(0.0, near_end=1.2) for _ in range(100)} == {Verdict.NOTHING}
    again = [detector.feed(0.0, near_end=1.5) for _ in range(60)]
    assert again.count(Verdict.CANDIDATE) == 1
