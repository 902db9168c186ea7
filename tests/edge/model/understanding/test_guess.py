"""The second reading: it places what the grammar can not, and leaves alone what is no wish."""

from __future__ import annotations

import numpy as np
import pytest

from device.bench.wordings import meaning_of
from edge.language import Language
from edge.model.understanding import DialogueContext, understand
from edge.model.understanding.clause import Clause
from edge.model.understanding.guess import BUCKETS, HEADS, REJECT, features, guess, head
from edge.model.understanding.guess_labels import WISHES, act_of
from edge.vehicle.tool_models import TOOLS


@pytest.mark.parametrize("language", HEADS)
def test_the_shipped_head_is_whole(language: Language) -> None:
    shipped = head(language)
    assert shipped.weights.shape == (BUCKETS, len(shipped.labels))
    assert REJECT in shipped.labels
    chances = shipped.probabilities(["open", "the", "window"] if language == "en" else list("打开车窗"), language)
    assert chances.sum() == pytest.approx(1, abs=1e-3)
    known = {*WISHES, REJECT}
    assert all(label in known or ":" in label for label in shipped.labels)


@pytest.mark.parametrize("language", HEADS)
def test_every_label_is_an_act_of_the_contract_or_nothing(language: Language) -> None:
    for label in head(language).labels:
        act = act_of(label, Clause(language, ()), DialogueContext())
        for request in act.requests if act is not None else ():
            TOOLS[request.name].model_validate(dict(request.arguments))


def test_a_bare_number_that_is_no_temperature_sets_none() -> None:
    assert meaning_of(understand("van to 22", "en")) == "set_climate(temperature=22)"
    assert "(" not in meaning_of(understand("van to 3", "en"))


def test_features_are_of_length_one_and_stay_the_same() -> None:
    buckets, values = features(["turn", "it", "up"], "en")
    again = features(["turn", "it", "up"], "en")
    assert np.linalg.norm(values) == pytest.approx(1)
    assert buckets.tolist() == again[0].tolist()


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("who invented the telephone", "en"),
        ("my grandmother makes the best cake", "en"),
        ("she closed the shop at noon", "en"),
        ("电话是谁发明的", "zh"),
        ("我外婆做的蛋糕最好吃", "zh"),
    ],
)
def test_talk_of_the_world_moves_nothing(text: str, language: Language) -> None:
    assert not understand(text, language).tool_calls


def test_what_has_to_be_asked_is_asked() -> None:
    assert meaning_of(understand("open it", "en")) == "ask object"
    assert meaning_of(understand("打开", "zh")) == "ask object"
    assert guess(["it"], "en") == ""
