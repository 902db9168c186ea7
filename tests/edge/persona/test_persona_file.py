from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from device.resources import shipped
from edge.errors import InputError
from edge.persona.persona import load_persona, parse_persona, persona_schema

SHIPPED = sorted(shipped("personas").glob("*.toml"))
CABIN = shipped("personas", "cabin.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_shipped_personas_are_whole(path: Path) -> None:
    persona = load_persona(path)
    assert persona.id == path.stem
    for language in persona.languages:
        words = persona.wording(language)
        assert words.anchor
        assert words.examples
        assert words.speech.voice[0] == {"en": "ab", "zh": "z"}[language][0] or words.speech.voice[0] in "abz"
        assert words.pronoun or language == "en"
    assert persona.wording("en" if persona.locale == "en" else "zh") is persona.wording()


def test_at_least_one_persona_speaks_both_languages() -> None:
    assert any(set(load_persona(path).languages) == {"en", "zh"} for path in SHIPPED)


def test_a_language_without_words_falls_back_to_the_first() -> None:
    start = CABIN.index("[zh]\n")
    persona = parse_persona(CABIN[:start], "x")
    assert persona.languages == ("en",)
    assert persona.wording("zh").name == "Cabin"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("schema = 1", "schema = 2", "schema: "),
        ('id = "cabin"', 'id = "Cabin One"', "id: "),
        ("warmth = 3", "warmth = 7", "traits.warmth: "),
        ("warmth = 3", 'warmth = "very"', "traits.warmth: "),
        ("warmth = 3", "charm = 3", "traits.charm: is not a field of a persona"),
        ('name = "Cabin"', 'nome = "Cabin"', "en.nome: is not a field"),
        ('sincere_ai_question = "truth"', 'sincere_ai_question = "deny"', "boundaries.sincere_ai_question"),
        ("pace = 1.0", "pace = 9.0", "en.speech.pace: "),
        ('pronoun = "你"', 'pronoun = "汝"', "zh.pronoun: "),
        ("max_sentences_moving = 2", "max_sentences_moving = 9", "length.max_sentences_moving"),
        ("[traits]", "[traits", "is not TOML"),
        ("[en]", "[[en]]", "en"),
    ],
)
def test_a_wrong_field_is_named(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in CABIN
    file = tmp_path / "p.toml"
    file.write_text(CABIN.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load_persona(file)
    assert str(file) in str(caught.value)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)
    line = CABIN[: CABIN.index(old)].count("\n") + 1
    assert str(caught.value).startswith(f"{file}:{line}: ") or f"(at line {line}, " in str(caught.value)


def test_neither_language_missing_file_and_other_bytes(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="at least one of the tables en and zh"):
        parse_persona('schema = 1\nid = "x"\n', "x.toml")
    with pytest.raises(InputError, match="cannot be read"):
        load_persona(tmp_path / "none.toml")
    (tmp_path / "b.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputError, match="not UTF-8"):
        load_persona(tmp_path / "b.toml")
    (tmp_path / "big.toml").write_bytes(b"#" * 9_000_000)
    with pytest.raises(InputError, match="larger than"):
        load_persona(tmp_path / "big.toml")


def test_the_schema_names_every_table() -> None:
    schema = persona_schema()
    properties = schema["properties"]
    assert isinstance(properties, dict)
    assert {"schema", "id", "traits", "en", "zh", "boundaries", "vehicle", "seed"} <= set(properties)
    json.dumps(schema)


@given(st.text(max_size=300))
def test_any_text_is_a_persona_or_one_line(text: str) -> None:
    for source in (text, CABIN.replace("Attentive", text, 1)):
        try:
            parse_persona(source, "fuzz")
        except InputError as error:
            assert "\n" not in str(error)
