"""Front end and playout, which is all that wake-readiness takes: opened before the dialogue is so much as imported."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from device.resources import shipped
from device.settings import Settings
from edge.audio.playout import Playout
from edge.errors import InputError, SettingsError
from edge.frontend.endpoint import EndpointConfig
from edge.frontend.frontend import FrontEnd, FrontEndConfig
from edge.frontend.models import FrontEndModels
from edge.frontend.wake import WakeHead
from edge.weights.store import WeightStore


@dataclass(frozen=True)
class Ears:
    """What a sound device is run with."""

    front_end: FrontEnd
    playout: Playout


def wake_head(name: str) -> Path:
    """The file of a wake head: a path, or the name of one that ships. Raises InputError when there is none."""
    file = Path(name) if name.endswith(".onnx") else shipped("wake", f"{name}.onnx")
    if not file.is_file():
        known = ", ".join(sorted(path.stem for path in shipped("wake").glob("*.onnx")))
        raise InputError(f"wake head {name}", f"no such file, and none of the shipped ones: {known}")
    return file


def open_front_end(settings: Settings, store: WeightStore, kind: type[FrontEnd] = FrontEnd) -> FrontEnd:
    """The front end with its networks loaded. Raises InputError for a wake head that is none, WeightsError for missing weights."""
    heads = [wake_head(name) for name in settings.wake.heads]
    smart = settings.turn.smart and store.has("smart-turn")
    models = FrontEndModels.load(store, heads, echo=shipped("echo", "suppressor.onnx"), smart_turn=smart)
    endpoint = EndpointConfig(hangover_ms=round(settings.turn.hangover * 1000))
    # Who says the wake phrase once more in a turn is being listened to already.
    config = FrontEndConfig(
        endpoint=endpoint,
        echo_bypass=settings.audio.echo == "bypass",
        wake_threshold=settings.wake.threshold,
        wake_in_turns=False,
    )
    return kind(config, models)


def usable_heads(settings: Settings) -> tuple[Settings, list[SettingsError]]:
    """The settings without wake heads that cannot be opened, and what is wrong with those; what ships where none is left."""
    mistakes: list[SettingsError] = []
    heads = []
    for name in settings.wake.heads:
        try:
            WakeHead.load(wake_head(name))
        except (InputError, OSError) as error:
            mistakes.append(SettingsError("wake.heads", f"{error}; that head is left out"))
            continue
        heads.append(name)
    if mistakes:
        chosen = tuple(heads) or type(settings.wake)().heads
        settings = settings.model_copy(update={"wake": settings.wake.model_copy(update={"heads": chosen})})
    return settings, mistakes


def open_usable_ears(
    settings: Settings, store: WeightStore, front_end: type[FrontEnd] = FrontEnd, playout: type[Playout] = Playout
) -> tuple[Ears, Settings, list[SettingsError]]:
    """Ears without the wake heads that cannot be opened, the settings that they go by, and what is wrong with the others.

    Raises WeightsError when weights are missing, InputError when heads that can be opened do not go together.
    """
    mistakes: list[SettingsError] = []
    try:
        ears = Ears(open_front_end(settings, store, front_end), playout())
    except (InputError, OSError):
        # Each head is opened by itself only now: a start with nothing wrong opens it once.
        settings, mistakes = usable_heads(settings)
        if not mistakes:
            raise
        ears = Ears(open_front_end(settings, store, front_end), playout())
    return ears, settings, mistakes
