"""Holds the conversations of the cases, with the model in this process or with an endpoint elsewhere."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

import numpy as np

from device.asking import Conversation, Question, ask_locally, ask_remotely
from device.clock import boottime_ns
from device.context import CabinContext
from device.link.endpoint import Endpoint
from device.link.errors import LinkError
from device.resources import shipped
from device.score.cases import Case
from device.score.judge import Heard
from edge.audio.frame import Samples
from edge.errors import InputError
from edge.events import Json, TimelineEvent
from edge.model.engine import Engine
from edge.model.session import ModelSession
from edge.persona.persona import Persona
from edge.realtime.dialects import STEPFUN
from edge.realtime.session_client import ClientSession
from edge.vehicle.catalogue import Catalogue, Value
from edge.vehicle.policy import PolicySettings
from edge.vehicle.simulated_car import SimulatedCar
from edge.vehicle.state import VehicleState
from edge.vehicle.tools import Mode, ToolHost

CATALOGUE = Catalogue.load(shipped("vehicles", "signals.toml"))


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one run of a case; audio: the answers at 24 kHz, empty in writing."""

    heard: Heard
    audio: Samples


class Speaker(Protocol):
    """Says the driver's turns."""

    def __call__(self, case: Case, text: str) -> Samples:
        """The words at 24 kHz, as the case wants them spoken."""
        ...


Run = Callable[[Conversation, list[Question]], Awaitable[None]]


def in_process(engine: Engine) -> Run:
    """The local model. It takes one conversation at a time, since it uses the processor alone."""

    async def run(talk: Conversation, questions: list[Question]) -> None:
        await asyncio.to_thread(ask_locally, talk, ModelSession(engine, STEPFUN), questions)

    return run


def elsewhere(endpoint: Endpoint) -> Run:
    """An endpoint; every conversation is a connection of its own."""

    async def run(talk: Conversation, questions: list[Question]) -> None:
        await ask_remotely(talk, endpoint, questions)

    return run


async def hold(case: Case, run: Run, persona: Persona, name: str, speaker: Speaker | None) -> Result:
    """One run of a case. What goes wrong on the way is in `heard.error`."""
    state = VehicleState(CATALOGUE)
    given: dict[str, Value] = {path: _typed(path, value) for path, value in case.state.items()}
    if "Powertrain.Range" in given:  # an electric car has one range under two names
        given["Powertrain.TractionBattery.Range"] = given["Powertrain.Range"]
    car = SimulatedCar(state, given, full=case.mode == "simulate")
    tools = ToolHost(state, Mode(case.mode), car, PolicySettings(per_minute=1000, actuator_gap_s=0.0))
    before = {path: state.value(path, 0) for path in case.unmoved}
    context = CabinContext(persona, tools, state, case.language)
    config = context.session_config("local" if name == "local" else "cloud")
    config = replace(config, modalities=("text", "audio") if speaker is not None else ("text",))
    events: list[TimelineEvent] = []
    talk = Conversation(ClientSession(STEPFUN, config), tools, context, name, events.append, case.language)
    spoken = [await asyncio.to_thread(speaker, case, text) if speaker is not None else None for text in case.say]
    questions = [
        Question(text=text) if audio is None else Question(audio=audio) for text, audio in zip(case.say, spoken, strict=True)
    ]
    error = ""
    try:
        await run(talk, questions)
    except (InputError, LinkError, OSError) as failure:
        error = " ".join(str(failure).split())
    now = boottime_ns()
    moved = [path for path, value in before.items() if state.value(path, now) != value]
    audio = np.concatenate(talk.audio) if talk.audio else np.zeros(0, np.float32)
    return Result(_heard(events, moved, error), audio)


def _typed(path: str, value: Value) -> Value:
    typed = CATALOGUE[path].coerce(value) if path in CATALOGUE else None
    if typed is None:
        raise InputError(Path("score"), f"{path} = {value!r} is no value of the catalogue")
    return typed


def _heard(events: list[TimelineEvent], moved: list[str], error: str) -> Heard:
    answer, understood = "", ""
    calls: list[tuple[str, dict[str, Json]]] = []
    for event in events:
        match event.event:
            case "sent":
                answer, calls = "", []
            case "transcript":
                understood = str(event.fields["text"])
            case "tool":
                arguments = event.fields["arguments"]
                calls.append((str(event.fields["name"]), dict(arguments) if isinstance(arguments, dict) else {}))
            case "answer":
                answer = str(event.fields["text"])
            case _:
                pass
    return Heard(answer, calls, moved, understood, error)
