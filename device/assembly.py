"""Putting the parts together: the same ones for the daemon, the demo and the tests."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from device.can_source import audit_log
from device.context import CabinContext, open_persona
from device.ears import Ears, open_front_end
from device.notices import ShippedNotices
from device.resources import shipped
from device.settings import Settings
from edge.audio.playout import Playout
from edge.dialogue.assistant import Assistant
from edge.dialogue.seats import SessionLife
from edge.dialogue.settings import DialogueSettings
from edge.dialogue.turn import Deadlines
from edge.frontend.frontend import FrontEnd
from edge.realtime.config import TurnDetection
from edge.realtime.router import RouterSettings
from edge.vehicle.actuation import Desk
from edge.vehicle.catalogue import Catalogue
from edge.vehicle.simulated_car import SimulatedCar
from edge.vehicle.state import VehicleState
from edge.vehicle.tools import Mode, ToolHost
from edge.weights.store import WeightStore

if TYPE_CHECKING:
    from edge.vehicle.decoder import Decoder


@dataclass(frozen=True)
class Kinds:
    """Which classes the parts are of; the flight recorder has siblings of its own."""

    front_end: type[FrontEnd] = FrontEnd
    playout: type[Playout] = Playout
    assistant: type[Assistant] = Assistant
    state: type[VehicleState] = VehicleState
    decoder: type[Decoder] | None = None
    """None is the plain one, which is imported where there is a bus."""


PLAIN = Kinds()


@dataclass(frozen=True)
class Vehicle:
    """The car as the assistant knows it."""

    catalogue: Catalogue
    state: VehicleState
    tools: ToolHost


@dataclass(frozen=True)
class Parts:
    """The assistant and what it is made of."""

    front_end: FrontEnd
    playout: Playout
    assistant: Assistant
    context: CabinContext
    vehicle: Vehicle


def open_vehicle(settings: Settings, kinds: Kinds = PLAIN) -> Vehicle:
    """The catalogue of signals, an empty state, and the tools that the settings' mode allows."""
    catalogue = Catalogue.load(shipped("vehicles", "signals.toml"))
    state = kinds.state(catalogue)
    mode = Mode(settings.vehicle.mode)
    car = SimulatedCar(state) if mode is Mode.SIMULATE else None
    desk = Desk(state, settings.vehicle.observe) if mode is Mode.GATEWAY else None
    audit = audit_log(settings) if mode is not Mode.OFF else None
    return Vehicle(catalogue, state, ToolHost(state, mode, car, desk=desk, on_audit=audit))


def assemble(settings: Settings, store: WeightStore, vehicle: Vehicle, *, strict: bool = False, kinds: Kinds = PLAIN) -> Parts:
    """Everything between the sound device and the endpoints. strict: an illegal move of the turn machine raises.

    Raises as `device.ears.open_front_end` does.
    """
    ears = Ears(open_front_end(settings, store, kinds.front_end), kinds.playout())
    return converse(settings, ears, vehicle, strict=strict, kinds=kinds)


def converse(settings: Settings, ears: Ears, vehicle: Vehicle, *, strict: bool = False, kinds: Kinds = PLAIN) -> Parts:
    """The dialogue on top of ears that are open already, and of the same kinds."""
    # A persona's cloud voice is one of StepFun's: another cloud keeps its own unless one is named.
    named = settings.cloud.voice or settings.cloud.dialect != "stepfun"
    voices = {"cloud": settings.cloud.voice} if named else {}
    link = settings.link
    detection = {"cloud": TurnDetection(silence_ms=link.server_vad_silence_ms)} if link.server_vad else {}
    context = CabinContext(open_persona(settings.persona.file), vehicle.tools, vehicle.state, voices=voices, detection=detection)
    turn = settings.turn
    dialogue = DialogueSettings(
        deadlines=Deadlines(no_speech=turn.no_speech, answer=turn.answer, give_up=turn.give_up, follow_up=turn.follow_up),
        language=settings.persona.language,
        routing=RouterSettings(
            patience=link.patience,
            alone=turn.answer,
            hedge_after=link.hedge_after if link.hedge else None,
            budget_bytes=None if link.budget_mb is None else round(link.budget_mb * 1e6),
        ),
        life=SessionLife(renew_after=60 * link.renew_minutes),
    )
    assistant = kinds.assistant(
        ears=ears.front_end,
        speaker=ears.playout,
        tools=vehicle.tools,
        context=context,
        notices=ShippedNotices(),
        settings=dialogue,
        strict=strict,
    )
    return Parts(ears.front_end, ears.playout, assistant, context, vehicle)
