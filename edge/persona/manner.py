"""What the way a turn was said asks of the answer: somebody who hurries or drags gets a short and calm one.

It rests on measurements against the driver's own habit (`edge/frontend/prosody.py`). What he feels is not guessed at, and is not
to be spoken of.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from edge.events import Json

_BEGIN: Final = "[MANNER OF THE NEXT ANSWER] "
_END: Final = ": answer in one short, calm sentence, and do not mention it."

_FAR: Final = 1.5
"""Standard deviations from the habit that are more than chance: one turn of fifteen lies so far out on one side."""
_SOME: Final = 0.75


def manner(relative: Mapping[str, float], sounds: Sequence[str] = ()) -> str | None:
    """A line for the model, None when the turn was said as usual.

    relative: deviations by name, as `Prosody.relative`; empty while the habit is not known. sounds: kinds of vocal sounds.
    """
    pace, level = relative.get("pace", 0.0), relative.get("level", 0.0)
    pitch, spread = relative.get("pitch", 0.0), relative.get("range", 0.0)
    if pace >= _FAR and max(level, pitch) >= -_SOME:
        return f"{_BEGIN}the driver speaks faster than usual{_END}"
    flat = min(level, pitch, spread) <= -_SOME
    if pace <= -_FAR and flat:
        return f"{_BEGIN}the driver speaks more slowly and evenly than usual{_END}"
    if "sigh-like" in sounds and pace <= -_SOME:
        return f"{_BEGIN}the driver speaks more slowly than usual, with a long breath{_END}"
    return None


def manner_of(prosody: Mapping[str, Json]) -> str | None:
    """The same from the fields of an event "prosody"."""
    relative, sounds = prosody.get("relative"), prosody.get("sounds")
    deviations = relative.items() if isinstance(relative, dict) else ()
    kinds = [str(sound.get("kind")) for sound in sounds if isinstance(sound, dict)] if isinstance(sounds, list) else []
    return manner({name: float(value) for name, value in deviations if isinstance(value, int | float)}, kinds)


def wants_calm(text: str) -> bool:
    """Whether a text for the model holds such a line."""
    return _BEGIN in text
