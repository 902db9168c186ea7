"""`cabin ask`: one conversation with the local model or an endpoint, in writing or with recordings."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperCommand

if TYPE_CHECKING:
    from device.asking import Conversation, Question
    from edge.events import TimelineEvent
    from edge.language import Language

_ARGUMENTS = "cabin.ask.arguments"


class InOrder(TyperCommand):
    """Keeps the arguments as they were typed: `--wav` and `--text` are one conversation, in their order."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        ctx.meta[_ARGUMENTS] = tuple(args)
        return super().parse_args(ctx, args)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("ask", cls=InOrder)(ask)


def ask(
    ctx: typer.Context,
    wav: Annotated[list[Path] | None, typer.Option(help="A recording of the driver; may be given several times.")] = None,
    text: Annotated[list[str] | None, typer.Option(help="What the driver says, in writing; may be given several times.")] = None,
    out: Annotated[Path | None, typer.Option(help="Write the spoken answers to this WAV, 24 kHz.")] = None,
    endpoint: Annotated[str | None, typer.Option(help="wss://…, ws://… or ws+unix:/path; the local model without it.")] = None,
    dialect: Annotated[str, typer.Option(help="What the endpoint speaks: stepfun, openai (GA) or openai-beta.")] = "stepfun",
    persona: Annotated[Path | None, typer.Option(help="A persona file.")] = None,
    state: Annotated[
        list[str] | None, typer.Option(metavar="PATH=VALUE", help="A value of the car; may be given several times.")
    ] = None,
    mode: Annotated[str, typer.Option(help="off: the car is read only. simulate: tools move a simulated car.")] = "off",
    lang: Annotated[str | None, typer.Option(help="en or zh: the language spoken, where it is settled.")] = None,
    know_driver: Annotated[
        bool, typer.Option("--know-driver", help="Take the persona of the driver whose voice the first recording has.")
    ] = False,
    tape: Annotated[
        Path | None, typer.Option(help="With --endpoint: write what both sides said here, as JSON lines without keys.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print timeline events, one JSON object a line.")] = False,
) -> None:
    """Ask the assistant: prints the transcript, the tool calls, the reply and the latencies."""
    from edge.errors import InputError

    del wav, text  # read in the order in which they were typed
    if mode not in ("off", "simulate"):
        raise InputError("--mode", f"{mode!r} is not off or simulate")
    language: Language | None = "en" if lang == "en" else "zh" if lang == "zh" else None
    if lang is not None and language is None:
        raise InputError("--lang", f"{lang!r} is not en or zh")
    if dialect not in ("stepfun", "openai", "openai-beta"):
        raise InputError("--dialect", f"{dialect!r} is not stepfun, openai or openai-beta")
    if tape is not None and endpoint is None:
        raise InputError("--tape", "there is no wire to record without --endpoint")
    questions = _questions(ctx.meta[_ARGUMENTS])
    if not questions:
        raise InputError("ask", "give --text TEXT or --wav FILE")
    if know_driver and persona is None:
        persona = _persona_of(questions, as_json=as_json)
    speaks = out is not None or any(question.audio is not None for question in questions)
    talk = _conversation(
        state or [],
        mode,
        persona,
        language,
        "local" if endpoint is None else endpoint,
        "stepfun" if endpoint is None else dialect,
        speaks=speaks,
        as_json=as_json,
    )
    if endpoint is None:
        _ask_local_model(talk, questions, speaks=speaks)
    else:
        _ask_endpoint(talk, questions, endpoint, tape)
    if out is not None:
        import numpy as np

        from edge.audio.frame import VOICE_RATE
        from edge.audio.wav import write_wav

        write_wav(out, np.concatenate(talk.audio) if talk.audio else np.zeros(0, np.float32), VOICE_RATE)


def _questions(arguments: tuple[str, ...]) -> list[Question]:
    from device.asking import Question
    from edge.audio.frame import VOICE_RATE
    from edge.audio.resample import resample
    from edge.audio.wav import read_audio
    from edge.errors import InputError

    questions: list[Question] = []
    rest = iter(arguments)
    for argument in rest:
        name, given, value = argument.partition("=")
        if name not in ("--wav", "--text"):
            continue
        value = value if given else next(rest, "")
        if name == "--text":
            if not value.strip():
                raise InputError("--text", "is empty")
            questions.append(Question(text=value))
        else:
            samples, rate = read_audio(Path(value))
            mono = samples.mean(axis=1) if samples.ndim == 2 else samples
            questions.append(Question(audio=resample(mono, rate, VOICE_RATE), file=Path(value)))
    return questions


def _conversation(
    state: list[str],
    mode: str,
    persona: Path | None,
    language: Language | None,
    endpoint: str,
    dialect: str,
    *,
    speaks: bool,
    as_json: bool,
) -> Conversation:
    from dataclasses import replace

    from device.asking import Conversation
    from device.context import CabinContext, open_persona
    from device.resources import shipped
    from edge.realtime.dialects import DIALECTS
    from edge.realtime.session_client import ClientSession
    from edge.vehicle.catalogue import Catalogue
    from edge.vehicle.policy import PolicySettings
    from edge.vehicle.simulated_car import SimulatedCar
    from edge.vehicle.state import VehicleState
    from edge.vehicle.tools import Mode, ToolHost

    catalogue = Catalogue.load(shipped("vehicles", "signals.toml"))
    overrides = _overrides(state, catalogue)
    vehicle = VehicleState(catalogue)
    simulate = mode == "simulate"
    car = SimulatedCar(vehicle, overrides, full=simulate)
    # The turns of one call follow each other at once, without the pauses of a real drive.
    unhurried = PolicySettings(per_minute=1000, actuator_gap_s=0.0)
    tools = ToolHost(vehicle, Mode(mode), car if simulate else None, unhurried)
    context = CabinContext(open_persona(persona), tools, vehicle, language)
    config = context.session_config("local" if endpoint == "local" else "cloud")
    config = replace(config, modalities=("text", "audio") if speaks else ("text",))
    if dialect != "stepfun":
        config = replace(config, voice=None)  # a persona's cloud voice is one of StepFun's
    shown = _print_json if as_json else _print_plain
    return Conversation(ClientSession(DIALECTS[dialect], config), tools, context, endpoint, shown, language)


def _persona_of(questions: list[Question], *, as_json: bool) -> Path | None:
    """The persona of the driver who speaks first, where he is known and has one."""
    from device.drivers import NAME, open_encoder, read_drivers
    from device.service.runtime import state_directory
    from edge.events import TimelineEvent
    from edge.model.hearing import at_engine_rate

    first = next((question.audio for question in questions if question.audio is not None), None)
    drivers = read_drivers(state_directory() / NAME)
    if first is None or not drivers.known:
        return None
    guess = drivers.who(open_encoder().embed(at_engine_rate(first))[0])
    (_print_json if as_json else _print_plain)(TimelineEvent(0.0, "speaker", {"name": guess.name, "score": guess.score}))
    driver = drivers.known.get(guess.name)
    return Path(driver.persona) if driver is not None and driver.persona else None


def _overrides(state: list[str], catalogue: Any) -> dict[str, Any]:
    from edge.errors import InputError

    overrides: dict[str, Any] = {}
    for entry in state:
        name, given, value = entry.partition("=")
        if not given:
            raise InputError(f"--state {entry}", "write PATH=VALUE")
        path, parsed = catalogue.parse(name, value)
        overrides[path] = parsed
    # An electric car has one range under two names: who gives one of them means both.
    electric, total = "Powertrain.TractionBattery.Range", "Powertrain.Range"
    for one, other in ((electric, total), (total, electric)):
        if one in overrides and other not in overrides and overrides.get("Powertrain.Type", "ELECTRIC") == "ELECTRIC":
            overrides[other] = overrides[one]
    return overrides


def _ask_local_model(talk: Conversation, questions: list[Question], *, speaks: bool) -> None:
    from datetime import datetime

    from device.asking import ask_locally
    from device.language_model import open_language_model
    from device.settings.load import load_settings
    from edge.model.engine import Engine, load_engine
    from edge.model.responder.clock import Clock
    from edge.model.session import ModelSession
    from edge.realtime.dialects import STEPFUN

    listens = any(question.audio is not None for question in questions)
    if listens or speaks:
        from device.espeak import EspeakPronouncer
        from device.model_server import cache_folder, graph_folder, kept_phrases
        from device.weights_fetch import default_store

        store, cache, espeak = default_store(), cache_folder(), EspeakPronouncer()
        engine = load_engine(
            store,
            listens=listens,
            speaks=speaks,
            pronounce=espeak,
            phonemise=espeak.phrase if espeak.available else None,
            optimised_cache=graph_folder(cache),
        )
        engine.phrases = kept_phrases(store, cache)
        if listens:
            engine.warm_up()
    else:
        engine = Engine()
    engine.free_talk = open_language_model(load_settings().settings.language_model)
    model = ModelSession(engine, STEPFUN, clock=lambda: Clock(datetime.now()))
    ask_locally(talk, model, questions)


def _ask_endpoint(talk: Conversation, questions: list[Question], address: str, tape: Path | None) -> None:
    import asyncio
    import os

    from pydantic import SecretStr

    from device.asking import ask_remotely
    from device.clock import boottime_ns
    from device.link.endpoint import Endpoint
    from edge.errors import InputError
    from edge.realtime.wire_tape import WireRecorder

    key = os.environ.get("STEPFUN_API_KEY", "") if address.startswith("wss:") else ""
    model = "stepaudio-2.5-realtime" if key else ""
    endpoint = Endpoint(address, talk.session.dialect, model, SecretStr(key) if key else None)
    recorder = WireRecorder(f"cabin ask, {talk.session.dialect.name}", boottime_ns(), keep_audio=True, secrets=[key])
    try:
        asyncio.run(ask_remotely(talk, endpoint, questions, recorder if tape is not None else None))
    finally:
        if tape is not None:
            try:
                tape.write_text("\n".join(recorder.lines()) + "\n", encoding="utf-8")
            except OSError as problem:
                raise InputError(tape, problem.strerror or str(problem)) from problem


def _print_json(event: TimelineEvent) -> None:
    print(event.to_json(), flush=True)


def _print_plain(event: TimelineEvent) -> None:
    fields = event.fields
    match event.event:
        case "transcript":
            print(f"driver  {fields['text'] or '(nothing understood)'}")
        case "tool":
            result = fields["result"]
            status = result.get("status") if isinstance(result, dict) else None
            print(f"tool    {fields['name']} {fields['arguments']} -> {status or 'done'}")
        case "answer":
            print(f"cabin   {fields['text']}  ({fields['latency_ms']} ms)")
        case "first_audio":
            print(f"        first audio after {fields['latency_ms']} ms")
        case "speaker":
            print(f"voice   {fields['name'] or 'nobody known'}")
        case "fault":
            print(f"fault   {fields['what']}")
        case _:
            pass
