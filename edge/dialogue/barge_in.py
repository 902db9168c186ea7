"""Whether somebody talks over the answer: a quick suspicion first, a decision a moment later.

A suspicion costs a pause of playback, which a listener hardly notices; a decision costs the answer. So suspicion is quick and
decision slow, and a suspicion that does not hold is taken back. What may be a listener's "mm" is waited out for longer: playback
rests meanwhile, so nobody who means to interrupt has to talk against it.
"""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass
from enum import Enum, auto

from edge.audio.frame import FRAME_MS, Samples
from edge.dialogue.back_channel import SoundShape
from edge.dialogue.residue import Residue
from edge.frontend.echo.near_end import LIKELY

_NEAR_END_FRAMES = 3
"""Of the mean of the near-end detector's log-odds."""


class Verdict(Enum):
    """What the detector has just concluded."""

    NOTHING = auto()
    CANDIDATE = auto()
    CONFIRMED = auto()
    REJECTED = auto()


@dataclass(frozen=True, slots=True)
class BargeInSettings:
    """Thresholds of the detector. Probabilities are the voice detector's, on the echo-cancelled signal."""

    suspect_probability: float = 0.5
    suspect_ms: int = 30
    """Speech this long makes a candidate."""
    rise_db: float = 10.0
    rise_probability: float = 0.25
    rise_ms: int = 20
    """So does a sound that stands out of what the echo canceller leaves by so much for so long, with this much of a voice in it:
    while the answer plays, the voice detector needs a tenth of a second more to be sure of somebody, and may never be."""
    near_end_odds: float = 0.7
    """And so does a single frame for which the near-end detector's log-odds of somebody are as high as this."""
    near_end_mean_odds: float = LIKELY
    """And so does their mean over `_NEAR_END_FRAMES` frames: the hiss before a vowel is never quite somebody, but it lasts."""
    near_end_again: float = 2.0
    """What is added to both for `again_ms` after a suspicion was taken back, so that one noise does not stop playback again
    and again."""
    settle_ms: int = 300
    """The near-end detector is not asked for so long after playback begins or goes on: over music, the answer's own echo comes as
    suddenly as somebody does."""
    learn_ms: int = 1500
    """Nor during so much playback in all: the echo canceller learns the path of a voice, of which music has taught it a part
    only, and the rest looks like somebody."""
    doubt_ms: int = 240
    """Quiet this long takes a suspicion back that the voice detector has never shared."""
    confirm_probability: float = 0.35
    """Once a suspicion stands, this is speech: over the noise of a fast road the voice detector is seldom surer. Not before
    `learn_ms`."""
    confirm_ms: int = 240
    """Speech this long in all, since the candidate began, makes it a barge-in."""
    confirm_hum_ms: int = 680
    """The same for a sound that may be a listener's hum."""
    confirm_word_ms: int = 120
    """And the same for a word that is over already and that begins as "stop" does, and no hum."""
    reject_ms: int = 360
    """Quiet this long at a stretch, without a confirmation, takes the suspicion back."""
    again_ms: int = 1500
    """Who speaks again so soon after that was not humming."""
    longest_ms: int = 800
    """Who has spoken for `confirm_ms` and speaks still, so long after the suspicion began, is not humming either."""
    still_ms: int = 60
    """Speech this long at a stretch is "still", or less of it soon after the near-end detector found somebody: one window of the
    voice detector may be wrong, as it is when the echo canceller goes to rest in a pause and more of the car's noise is left."""
    near_end_lately_ms: int = 200
    """So soon."""


class BargeInDetector:
    """Follows the voice detector while an answer plays. One call a frame; a few microseconds each."""

    def __init__(self, settings: BargeInSettings | None = None) -> None:
        self.settings = settings or BargeInSettings()
        self._speech_ms = 0
        self._quiet_ms = 0
        self._run_ms = 0
        """Of speech that has not broken off."""
        self._since_near_end_ms = 0
        """Since the near-end detector found somebody likelier than not."""
        self._candidate = False
        self._shape = SoundShape()
        self._residue = Residue()
        self._risen_ms = 0
        self._age_ms = 0
        """Of the suspicion."""
        self._shared = False
        """The voice detector shares the suspicion."""
        self._since_rejected_ms: int | None = None
        self._since_doubted_ms: int | None = None
        self._near_end_before: deque[float] = deque(maxlen=_NEAR_END_FRAMES - 1)
        """Log-odds of the last frames."""
        self._followed_ms = 0
        """Since playback began or went on."""
        self._learnt_ms = 0

    @property
    def candidate(self) -> bool:
        """A suspicion stands that is neither confirmed nor rejected."""
        return self._candidate

    @property
    def doubtful(self) -> bool:
        """A suspicion stands that the voice detector does not share."""
        return self._candidate and not self._shared

    @property
    def speech_ms(self) -> int:
        """Speech since the suspicion began, in milliseconds."""
        return self._speech_ms

    def reset(self) -> None:
        """Forget what was heard: an answer begins or ends."""
        self._speech_ms = 0
        self._quiet_ms = self._run_ms = 0
        self._risen_ms = self._followed_ms = 0
        self._near_end_before.clear()
        self._candidate = False
        self._shape.end()

    def learn(self, samples: Samples) -> None:
        """A cleaned frame of the driver's speech in a turn of his own, shape (160,): how loud he usually is."""
        self._shape.learn(samples)

    def feed(self, speech_probability: float, samples: Samples | None = None, near_end: float | None = None) -> Verdict:
        """Take one frame's speech probability (0 to 1) and say what follows from it.

        samples: the cleaned frame at 16 kHz, shape (160,), by whose sound a hum is told, and a voice before the voice detector is
        sure of it; without it neither is. near_end: log-odds that somebody makes a sound, where they are known.
        """
        if samples is not None:
            self._shape.feed(samples)
        settings = self.settings
        easily = self._candidate and self._learnt_ms > settings.learn_ms
        spoken = speech_probability >= (settings.confirm_probability if easily else settings.suspect_probability)
        self._run_ms = self._run_ms + FRAME_MS if spoken else 0
        self._since_near_end_ms = 0 if (near_end or 0.0) > 0 else self._since_near_end_ms + FRAME_MS
        if spoken:
            self._speech_ms += FRAME_MS
            self._shared = self._shared or self._candidate
        waited_for = self._candidate and (speech_probability >= settings.rise_probability or (near_end or 0.0) > 0)
        self._quiet_ms = 0 if spoken or (waited_for and not self._shared) else self._quiet_ms + FRAME_MS
        if self._since_rejected_ms is not None:
            self._since_rejected_ms += FRAME_MS
        if self._since_doubted_ms is not None:
            self._since_doubted_ms += FRAME_MS
        self._followed_ms += FRAME_MS
        self._learnt_ms += FRAME_MS
        if not self._candidate:
            return self._watch(speech_probability, samples, near_end)
        self._age_ms += FRAME_MS
        if self._takes_the_floor():
            self.reset()
            return Verdict.CONFIRMED
        if self._quiet_ms >= (settings.reject_ms if self._shared else settings.doubt_ms):
            if self._shared and self._speech_ms >= settings.confirm_word_ms and self._shape.begins_with_s:
                self.reset()
                return Verdict.CONFIRMED
            self._since_doubted_ms = 0
            if self._shared:
                self._since_rejected_ms = 0
            self.reset()
            return Verdict.REJECTED
        return Verdict.NOTHING

    def _takes_the_floor(self) -> bool:
        """Whether what was heard since the suspicion began is an interruption."""
        settings = self.settings
        if self._speech_ms < settings.confirm_ms:
            return False
        if self._speech_ms >= settings.confirm_hum_ms or (self._age_ms >= settings.longest_ms and self._speaks_still()):
            return True
        again = self._since_rejected_ms is not None and self._since_rejected_ms - self._age_ms < settings.again_ms
        return again or not self._shape.hum

    def _speaks_still(self) -> bool:
        settings = self.settings
        lately = self._quiet_ms == 0 and self._since_near_end_ms <= settings.near_end_lately_ms
        return lately or self._run_ms >= settings.still_ms

    def _watch(self, speech_probability: float, samples: Samples | None, near_end: float | None) -> Verdict:
        settings = self.settings
        risen = samples is not None and self._residue.rise_db(samples) >= settings.rise_db
        self._risen_ms = self._risen_ms + FRAME_MS if risen and speech_probability >= settings.rise_probability else 0
        heard = self._speech_ms >= settings.suspect_ms
        if heard or self._risen_ms >= settings.rise_ms or self._somebody(near_end):
            self._speech_ms = max(self._speech_ms, self._risen_ms)
            self._candidate = True
            self._shared = heard
            self._quiet_ms = self._age_ms = 0
            self._shape.begin()
            return Verdict.CANDIDATE
        if self._quiet_ms:
            # Only an unbroken run makes a suspicion: a single click never adds up to one.
            self._speech_ms = 0
            self._quiet_ms = 0
        return Verdict.NOTHING

    def _somebody(self, near_end: float | None) -> bool:
        """Whether the near-end detector is sure enough."""
        settings, before = self.settings, self._near_end_before
        if near_end is None or self._followed_ms <= settings.settle_ms or self._learnt_ms <= settings.learn_ms:
            before.clear()
            return False
        mean = (sum(before) + near_end) / _NEAR_END_FRAMES if len(before) == before.maxlen else -math.inf
        before.append(near_end)
        doubted = self._since_doubted_ms is not None and self._since_doubted_ms < settings.again_ms
        more = settings.near_end_again if doubted else 0.0
        return near_end >= settings.near_end_odds + more or mean >= settings.near_end_mean_odds + more
