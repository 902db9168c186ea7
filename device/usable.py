"""Settings whose files cannot be used, replaced by what ships: a daemon that listens is worth more than one that refuses."""

from __future__ import annotations

from device.assembly import wake_head
from device.context import open_persona
from device.settings import Settings
from edge.errors import InputError, SettingsError
from edge.frontend.wake import WakeHead


def usable(settings: Settings) -> tuple[Settings, list[SettingsError]]:
    """The settings without a persona or wake heads that cannot be opened, and what was wrong with those."""
    mistakes: list[SettingsError] = []
    try:
        open_persona(settings.persona.file)
    except (InputError, OSError) as error:
        mistakes.append(SettingsError("persona.file", f"{error}; the one that ships is taken"))
        settings = settings.model_copy(update={"persona": settings.persona.model_copy(update={"file": None})})
    heads = []
    for name in settings.wake.heads:
        try:
            WakeHead.load(wake_head(name))
        except (InputError, OSError) as error:
            mistakes.append(SettingsError("wake.heads", f"{error}; that head is left out"))
            continue
        heads.append(name)
    if len(heads) < len(settings.wake.heads):
        chosen = tuple(heads) or type(settings.wake)().heads
        settings = settings.model_copy(update={"wake": settings.wake.model_copy(update={"heads": chosen})})
    return settings, mistakes
