from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from device.resources import shipped
from device.score.cases import Voice
from edge.errors import InputError
from edge.language import script_language
from edge.persona.context import STATIC_TOKENS, render_instructions
from edge.persona.matrix import Matrix
from edge.persona.matrix_persona import expected, matrix_persona
from edge.persona.pairwise import pairwise, uncovered
from edge.persona.persona import parse_persona
from edge.persona.tokens import estimate_tokens
from edge.persona.toml_text import persona_toml
from edge.persona.user_cases import user_case
from edge.vehicle.catalogue import Catalogue

AXES = shipped("personas", "matrix", "axes.toml")
MATRIX = Matrix.load(AXES)


def test_ten_thousand_seeds_make_hundreds_of_millions() -> None:
    assert int(np.prod(MATRIX.radices[:4])) == 10_000
    assert MATRIX.size == 259_200_000
    allowed = float(MATRIX.allowed(MATRIX.digits(MATRIX.codes(0, 100_000))).mean())
    assert allowed * MATRIX.size > 200_000_000


def test_no_profile_comes_twice() -> None:
    codes = np.concatenate([MATRIX.codes(start, 200_000) for start in (0, 200_000, 200_000_000, 259_000_000)])
    assert len(np.unique(codes)) == len(codes)


def test_a_small_matrix_is_a_permutation(tmp_path: Path) -> None:
    file = tmp_path / "axes.toml"
    for sizes in ((2, 2), (3, 5), (7, 11, 2), (1, 2)):
        axes = ""
        for name, size in zip("abc", sizes, strict=False):
            values = ", ".join(f'{{ id = "{value}" }}' for value in range(size))
            axes += f'[[axis]]\nname = "{name}"\nvalues = [{values}]\n'
        file.write_text(f'version = "1"\n{axes}\n[names]\nen = ["A"]\nzh = ["B"]\n')
        matrix = Matrix.load(file)
        assert sorted(matrix.codes(0, matrix.size).tolist()) == list(range(matrix.size))


def test_the_order_is_the_same_for_ever_and_another_key_is_another_order() -> None:
    assert MATRIX.codes(0, 3).tolist() == Matrix.load(AXES).codes(0, 3).tolist()
    assert [MATRIX.profile(int(code)).id for code in MATRIX.codes(5, 2)] == ["pm1-dxuauf", "pm1-suxl5"]
    assert Matrix.load(AXES, key="other").codes(0, 3).tolist() != MATRIX.codes(0, 3).tolist()
    assert MATRIX.codes(1000, 10).tolist() == MATRIX.codes(0, 2000)[1000:1010].tolist()


def test_every_stretch_is_a_fair_sample() -> None:
    digits = MATRIX.digits(MATRIX.codes(123_456, 40_000))
    for column, radix in enumerate(MATRIX.radices):
        counts = np.bincount(digits[:, column], minlength=radix)
        assert counts.min() > 0.8 * 40_000 / radix
        assert counts.max() < 1.2 * 40_000 / radix


def test_pairs_are_covered_by_few_profiles() -> None:
    found = pairwise(MATRIX)
    assert len(found) <= 25_000
    assert uncovered(MATRIX, found) == 0
    rows = MATRIX.digits(np.array([profile.code for profile in found], dtype=np.uint64))
    assert MATRIX.allowed(rows).all()
    assert len({profile.id for profile in found}) == len(found)


def test_rules_filters_and_quotas() -> None:
    drawn = list(itertools.islice(MATRIX.draw({"origin": ["coast"], "domain": ["tea", "sea"]}), 50))
    assert {profile.values["origin"] for profile in drawn} == {"coast"}
    assert {profile.values["domain"] for profile in drawn} == {"tea", "sea"}
    for profile in itertools.islice(MATRIX.draw(), 3000):
        assert not (profile.values["temperament"] == "dry" and profile.values["humour"] == "0")
    sample = MATRIX.sample(100, "formality", {"0": 3, "4": 1})
    counts = [sum(profile.values["formality"] == value for profile in sample) for value in ("0", "4")]
    assert counts == [75, 25]


@given(st.integers(0, MATRIX.size - 1))
def test_every_profile_is_a_persona_with_checks(code: int) -> None:
    profile = MATRIX.profile(code)
    assert MATRIX.by_id(profile.id) == profile
    persona = matrix_persona(MATRIX, profile)
    assert parse_persona(persona_toml(persona), "x") == persona
    for language in persona.languages:
        text = render_instructions(persona, language, "moving", ["set_fan"])
        assert estimate_tokens(text) <= STATIC_TOKENS
        checks = expected(persona, language)
        assert checks.name in text
        assert 1 <= checks.max_sentences_moving <= checks.max_sentences_parked


@pytest.mark.parametrize("profile_id", ["", "pm1", "pm2-abc", "pm1-!!", "pm1-77777777", "xx-ab"])
def test_ids_of_elsewhere(profile_id: str) -> None:
    with pytest.raises(InputError):
        MATRIX.by_id(profile_id)


def test_outside_the_matrix() -> None:
    with pytest.raises(ValueError, match="has 259200000 profiles"):
        MATRIX.codes(MATRIX.size - 1, 2)
    with pytest.raises(ValueError, match="has 259200000 profiles"):
        MATRIX.profile(MATRIX.size)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('version = "1"', "version = 1", "version"),
        ('name = "warmth"', 'nome = "warmth"', "axis.4"),
        ('humour = ["0"]', 'humour = ["9"]', "never: humour has no value 9"),
        ("[[axis]]", "[[axis]", "not TOML"),
    ],
)
def test_a_damaged_file_is_named(tmp_path: Path, old: str, new: str, said: str) -> None:
    file = tmp_path / "axes.toml"
    file.write_text(AXES.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        Matrix.load(file)
    assert str(file) in str(caught.value)
    assert said in str(caught.value)


USERS = Matrix.load(shipped("personas", "matrix", "users.toml"))


def test_the_other_side_makes_cases_that_the_car_can_hold() -> None:
    catalogue = Catalogue.load(shipped("vehicles", "signals.toml"))
    cases = [(profile, user_case(USERS, profile)) for profile in itertools.islice(USERS.draw(), 3000)]
    assert len({profile.id for profile, _ in cases}) == 3000
    assert all(profile.id.startswith("um1-") and USERS.by_id(profile.id) == profile for profile, _ in cases[:50])
    for profile, case in cases:
        assert not (profile.values["driver"] == "child" and profile.values["seat"] == "driver")
        assert script_language(str(case["say"])) == profile.values["language"]
        state = case["state"]
        assert isinstance(state, dict)
        assert bool(state) is (profile.values["trouble"] != "silent-bus")
        assert [path for path, value in state.items() if catalogue[path].coerce(value) != value] == []
        Voice.model_validate(case["voice"])


def test_both_matrices_are_covered_pair_by_pair() -> None:
    for matrix in (MATRIX, USERS):
        covering = pairwise(matrix)
        assert len(covering) <= 25_000
        assert uncovered(matrix, covering) == 0
        assert uncovered(matrix, covering[: len(covering) // 2]) > 0
