"""What a model is told: the static instructions and the one rolling item with the car's state.

Both are pure functions, so that the same persona, mode and car give the same bytes: a changed prefix would be paid for
again in every turn, and an unchanged state item need not be sent again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from edge.language import Language
from edge.persona.persona import Persona, Wording
from edge.persona.phrases import PHRASES, Phrases
from edge.persona.state_block import state_block
from edge.vehicle.state import Moving

__all__ = ["STATIC_TOKENS", "lore_for", "render_anchor", "render_instructions", "state_block"]

STATIC_TOKENS = 700  # goal for the static instructions
_READ_ONLY = {"get_vehicle_state", "explain_warning"}


def render_instructions(
    persona: Persona,
    language: Language | None,
    moving_state: Moving | str,
    tools: Iterable[str | Mapping[str, object]] = (),
    emotion: str | None = None,
) -> str:
    """The session's instructions, at most about 700 tokens for the personas that ship.

    language: what the driver speaks, None if not known yet; moving_state: parked, idling or moving;
    tools: declarations or names of what is declared; emotion: a key of the persona's `emotions`, if a cue was heard.
    The order is fixed: safety, persona, driving, data, tools, examples, anchor.
    """
    chosen = language if language in persona.languages else persona.languages[0]
    words, say = persona.wording(chosen), PHRASES[chosen]
    names = [tool if isinstance(tool, str) else str(tool.get("name", "")) for tool in tools]
    sections = [
        say.safety,
        _who(persona, words, say),
        _driving(persona, Moving(moving_state), say),
        say.data,
        _tools(names, say),
        _examples(words, say),
        _mood(words, emotion, say),
        render_anchor(persona, chosen),
    ]
    return "\n\n".join(section for section in sections if section) + "\n"


def render_anchor(persona: Persona, language: Language | None) -> str:
    """At most about 60 tokens that bring the model back to the persona; sent again when it drifts."""
    chosen = language if language in persona.languages else persona.languages[0]
    words, say = persona.wording(chosen), PHRASES[chosen]
    if words.anchor:
        return words.anchor
    traits = say.traits(persona.traits)[:3]
    text = say.anchor.format(name=words.name, traits=say.comma.join(traits))
    if words.pronoun:
        text += say.pronoun.format(pronoun=words.pronoun)
    return text + "".join(say.sentence.format(rule) for rule in (*words.do[:1], *words.dont[:1]))


def lore_for(persona: Persona, language: Language | None, heard: str, limit: int = 2) -> list[str]:
    """Background whose keys occur in what was said, the most important first."""
    words = persona.wording(language)
    lowered = heard.lower()
    found = [entry for entry in words.lore if any(key.lower() in lowered for key in entry.keys)]
    return [entry.text for entry in sorted(found, key=lambda entry: -entry.priority)[:limit]]


def _who(persona: Persona, words: Wording, say: Phrases) -> str:
    lines = [say.who.format(name=words.name, role=words.role), words.description]
    if traits := say.traits(persona.traits):
        lines.append(say.manner.format(say.comma.join(traits)))
    address = [say.address.format(words.address_user)] if words.address_user else []
    address += [say.pronoun.format(pronoun=words.pronoun)] if words.pronoun else []
    lines.append("".join(address).strip())
    other = [persona.wording(language).name for language in persona.languages if persona.wording(language) is not words]
    if other:
        lines.append(say.other_name.format(other[0]))
    lines += [f"- {rule}" for rule in (*words.do, *words.dont)]
    if words.speech.catchphrases:
        phrases = say.comma.join(words.speech.catchphrases)
        lines.append(say.catchphrases.format(phrases, words.speech.catchphrase_max_per_10))
    if persona.boundaries.topics_refuse:
        lines.append(say.refuse.format(say.comma.join(persona.boundaries.topics_refuse)))
    return "\n".join(line for line in lines if line)


def _driving(persona: Persona, moving: Moving, say: Phrases) -> str:
    if moving is Moving.PARKED:
        return say.parked.format(persona.length.max_sentences_parked)
    return say.moving.format(persona.length.max_sentences_moving)


def _tools(names: list[str], say: Phrases) -> str:
    if not names:
        return say.no_tools
    return say.tools if set(names) - _READ_ONLY else say.reading_tools


def _examples(words: Wording, say: Phrases) -> str:
    if not words.examples:
        return ""
    pairs = [f"{say.user}{example.user}\n{words.name}{say.colon}{example.assistant}" for example in words.examples]
    return "\n".join([say.examples, *pairs])


def _mood(words: Wording, emotion: str | None, say: Phrases) -> str:
    manner = words.emotions.get(emotion) if emotion else None
    return say.mood.format(emotion=emotion, manner=manner) if manner else ""
