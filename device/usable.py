"""Settings whose files cannot be used, replaced by what ships: a daemon that listens is worth more than one that refuses."""

from __future__ import annotations

from device.context import open_persona
from device.ears import usable_heads
from device.settings import Settings
from edge.errors import InputError, SettingsError


def usable(settings: Settings) -> tuple[Settings, list[SettingsError]]:
    """The settings without a persona or wake heads that cannot be opened, and what was wrong with those."""
    settings, mistakes = usable_persona(settings)
    settings, more = usable_heads(settings)
    return settings, mistakes + more


def usable_persona(settings: Settings) -> tuple[Settings, list[SettingsError]]:
    """The settings without a persona that cannot be opened, and what is wrong with it."""
    try:
        open_persona(settings.persona.file)
    except (InputError, OSError) as error:
        plain = settings.model_copy(update={"persona": settings.persona.model_copy(update={"file": None})})
        return plain, [SettingsError("persona.file", f"{error}; the one that ships is taken")]
    return settings, []
