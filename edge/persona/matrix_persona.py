"""From a profile of the matrix to a persona file and to the checks its answers must pass."""

from __future__ import annotations

from dataclasses import dataclass

from edge.language import Language
from edge.persona.matrix import AxisValue, Matrix, Profile
from edge.persona.persona import Length, Persona, Seed, Speech, Traits, VehicleStyle, Wording

_VOICES: dict[Language, tuple[str, ...]] = {
    "en": ("af_heart", "am_michael", "bf_emma", "bm_george"),
    "zh": ("zf_xiaoxiao", "zm_yunxi", "zf_xiaoyi", "zm_yunyang"),
}


@dataclass(frozen=True, slots=True)
class Expected:
    """What answers in this persona are checked for."""

    name: str
    pronoun: str
    max_sentences_moving: int
    max_sentences_parked: int
    catchphrase: str


def matrix_persona(matrix: Matrix, profile: Profile) -> Persona:
    """The persona of a profile, in both languages; a pure function of the profile."""
    values = {axis.name: next(v for v in axis.values if v.id == profile.values[axis.name]) for axis in matrix.axes}
    level = {name: int(profile.values[name]) for name in ("warmth", "verbosity", "humour", "formality", "proactivity")}
    sentences = level["verbosity"] + 1
    return Persona.model_validate(
        {
            "schema": 1,
            "id": profile.id,
            "locale": "en",
            "traits": Traits(**level),
            "length": Length(max_sentences_moving=min(2, sentences), max_sentences_parked=2 * sentences),
            "vehicle": VehicleStyle(alerts_style="brisk" if profile.values["alerts"] == "brisk" else "plain"),
            "en": _wording(matrix, profile, values, "en", level),
            "zh": _wording(matrix, profile, values, "zh", level),
            "seed": Seed(matrix_version=matrix.version, index=profile.code),
        }
    )


def expected(persona: Persona, language: Language) -> Expected:
    """The checks of a generated persona."""
    words = persona.wording(language)
    phrases = words.speech.catchphrases
    return Expected(
        words.name,
        words.pronoun,
        persona.length.max_sentences_moving,
        persona.length.max_sentences_parked,
        phrases[0] if phrases else "",
    )


def _wording(matrix: Matrix, profile: Profile, values: dict[str, AxisValue], language: Language, level: dict[str, int]) -> Wording:
    def word(axis: str) -> str:
        return values[axis].zh if language == "zh" else values[axis].en

    names = matrix.names[language]
    name = names[profile.code % len(names)]
    role, temperament, domain, origin, phrase = (word(axis) for axis in ("role", "temperament", "domain", "origin", "catchphrase"))
    formal = level["formality"] >= 3
    if language == "zh":
        pronoun = "您" if formal else "你"
        described = f"来自{origin}，性格{temperament}，以前是{role}，最爱聊{domain}。说话先给答案。"
        role_text, hello = f"车里一位{temperament}的{role}", f"{pronoun}好，我是{name}。"
        do, dont = ("先说结果。",), ("不说教。",)
        example = f"{pronoun}先专心开车，到了我再慢慢讲{domain}。"
        asked = f"讲讲{domain}吧。"
    else:
        pronoun = ""
        described = (
            f"Comes from {origin}, used to be {_article(role)}, is {temperament} by nature and likes best to talk about {domain}."
        )
        role_text, hello = f"{_article(temperament)} {role} who rides along", f"Hello, {name} here."
        do, dont = ("Give the answer first.",), ("No lectures.",)
        example = f"Gladly, once we have stopped. {domain.capitalize()} can wait, the road cannot."
        asked = f"Tell me about {domain}."
    voices = _VOICES[language]
    return Wording.model_validate(
        {
            "name": name,
            "pronoun": pronoun,
            "role": role_text,
            "description": described,
            "speech": Speech(
                voice=voices[profile.code // 7 % len(voices)],
                pace=float(profile.values["pace"]),
                catchphrases=(phrase,) if phrase else (),
            ),
            "do": do,
            "dont": dont,
            "examples": ({"user": asked, "assistant": example},),
            "greetings": (hello,),
        }
    )


def _article(noun: str) -> str:
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"
