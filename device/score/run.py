"""Runs the cases of the chosen dimensions and adds them up."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from device.score.card import interval
from device.score.cases import DIMENSIONS, Case, Dimension, shipped_cases
from device.score.judge import faults
from device.score.talk import Result, Run, Speaker, elsewhere, hold, in_process
from edge.errors import InputError
from edge.persona.persona import Persona

if TYPE_CHECKING:
    from device.score.cluster import Cluster

Row = dict[str, Any]
Hold = Callable[[Case], Awaitable[Result]]
PARALLEL = 8
"""Conversations with an endpoint elsewhere at a time."""


@dataclass(frozen=True, slots=True)
class ScoreOptions:
    """What to score. endpoint: None is the local model. spoken: questions are synthesised and answers are sound."""

    endpoint: str | None = None
    languages: tuple[str, ...] = ("en", "zh")
    spoken: bool = False
    dimensions: tuple[str, ...] = ()
    passes: int = 3
    persona: Path | None = None
    out: Path | None = None
    ratings: tuple[Path, ...] = ()
    cluster: str | None = None
    """Address of a Dask scheduler whose workers hold the conversations."""


def run(options: ScoreOptions) -> Iterator[Row]:
    """A row a case, then the scorecard. Raises InputError for options that make no sense."""
    from device.context import open_persona

    chosen = _dimensions(options)
    if not 1 <= options.passes <= 20:
        raise InputError("--passes", "is a number from 1 to 20")
    persona = open_persona(options.persona)
    card: Row = {
        "endpoint": options.endpoint or "local model",
        "form": "spoken" if options.spoken else "written",
        "passes": options.passes,
    }
    kept: list[tuple[Case, Result]] = []
    loop = asyncio.new_event_loop()
    cluster = None
    try:
        if options.cluster is not None:
            from device.score.cluster import Cluster

            cluster = loop.run_until_complete(Cluster.connect(options.cluster))
        hold_one, parallel = _holder(options, persona, cluster)
        for dimension in chosen:
            if dimension == "paralinguistic" and not options.spoken:
                card[dimension], card[f"{dimension}_why"] = None, "needs --spoken"
                continue
            cases = [case for case in shipped_cases(dimension) if case.language in options.languages]
            passes = options.passes if dimension == "automotive" else 1
            rows: list[Row] = []
            stream = _score(cases, passes, hold_one, parallel)
            while (item := loop.run_until_complete(anext(stream, None))) is not None:
                case, results = item
                row = _row(case, results, persona)
                rows.append(row)
                kept.append((case, results[0]))
                yield row
            _add(card, dimension, rows)
    finally:
        if cluster is not None:
            loop.run_until_complete(cluster.close())
        loop.close()
    if options.ratings:
        from device.score.ratings import rate

        card.update(rate(options.ratings))
    else:
        card["human"], card["human_why"] = None, "fill in the rating sheet of --out, then give --ratings"
    if options.out is not None:
        from device.score.sheet import write_sheet

        write_sheet(options.out, kept, str(card["endpoint"]))
    yield card


def _dimensions(options: ScoreOptions) -> tuple[Dimension, ...]:
    unknown = set(options.dimensions) - set(DIMENSIONS)
    if unknown:
        raise InputError("--dimension", f"{unknown.pop()!r} is not one of {', '.join(DIMENSIONS)}")
    return tuple(name for name in DIMENSIONS if not options.dimensions or name in options.dimensions)


def _holder(options: ScoreOptions, persona: Persona, cluster: Cluster | None) -> tuple[Hold, int]:
    """What holds one conversation, and how many at a time."""
    if cluster is not None:
        from device.score.cluster import IN_FLIGHT, Task

        return lambda case: cluster.hold(Task(case, persona, options.endpoint, options.spoken)), IN_FLIGHT
    runner, speaker, parallel = parts(options.endpoint, spoken=options.spoken)
    name = "local" if options.endpoint is None else "cloud"
    return lambda case: hold(case, runner, persona, name, speaker), parallel


def parts(address: str | None, *, spoken: bool) -> tuple[Run, Speaker | None, int]:
    """(what answers, what speaks the driver's turns, conversations at a time). address: None is the local model."""
    speaker: Speaker | None = None
    if spoken:
        from device.score.speaker import SynthesisedDriver

        speaker = SynthesisedDriver()
    if address is not None:
        from pydantic import SecretStr

        from device.link.endpoint import Endpoint

        key = os.environ.get("STEPFUN_API_KEY", "") if address.startswith("wss:") else ""
        model = "stepaudio-2.5-realtime" if key else ""
        endpoint = Endpoint(address, model=model, key=SecretStr(key) if key else None)
        return elsewhere(endpoint), speaker, 1 if address.startswith("ws+unix:") else PARALLEL
    from edge.model.engine import Engine, load_engine

    engine = Engine()
    if spoken:
        from device.espeak import EspeakPronouncer
        from device.weights_fetch import default_store

        engine = load_engine(default_store(), pronounce=EspeakPronouncer())
    return in_process(engine), speaker, 1


async def _score(cases: list[Case], passes: int, hold_one: Hold, parallel: int) -> AsyncIterator[tuple[Case, list[Result]]]:
    """(case, its runs) in the order of the cases, several at a time."""
    gate = asyncio.Semaphore(parallel)

    async def once(case: Case) -> Result:
        async with gate:
            return await hold_one(case)

    waiting = [(case, [asyncio.create_task(once(case)) for _ in range(passes)]) for case in cases]
    for case, tasks in waiting:
        yield case, [await task for task in tasks]


def _row(case: Case, results: list[Result], persona: Any) -> Row:
    wrong = [faults(case, result.heard, persona) for result in results]
    return {
        "case": case.id,
        "dimension": case.dimension,
        "kind": case.kind,
        "language": case.language,
        "passed": not any(wrong),
        "runs_passed": sum(not faulty for faulty in wrong),
        "said": case.say[-1],
        "understood": results[0].heard.understood,
        "answer": results[0].heard.answer,
        "faults": next((faulty for faulty in wrong if faulty), []),
    }


def _add(card: Row, dimension: str, rows: list[Row]) -> None:
    passed = sum(row["passed"] for row in rows)
    card[dimension] = round(100 * passed / len(rows), 2) if rows else None
    card[f"{dimension}_cases"] = len(rows)
    card[f"{dimension}_interval"] = interval(passed, len(rows))
    kinds = sorted({row["kind"] for row in rows if row["kind"]})
    if kinds:
        by_kind = {kind: [row["passed"] for row in rows if row["kind"] == kind] for kind in kinds}
        card[f"{dimension}_kinds"] = {kind: round(100 * sum(found) / len(found), 2) for kind, found in by_kind.items()}
