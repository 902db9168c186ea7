"""The persona matrix, the drift monitor on planted replies, and the size of what a model is told."""

from __future__ import annotations

import time
from collections.abc import Iterator
from itertools import islice
from typing import Any

import numpy as np

from device.bench.framework import BenchOptions, Row
from device.resources import shipped
from edge.errors import InputError

ABOUT = "the persona matrix, the drift monitor, and the tokens of the context"
_UNIQUE = 10_000_000
_STRETCH = 500_000


def run(options: BenchOptions) -> Iterator[Row]:
    """Rows; the last one holds every figure."""
    total: dict[str, Any] = {}
    for part in (_matrix(options), _drift(), _tokens()):
        for row in part:
            yield row
            total.update({key: value for key, value in row.items() if key != "case"})
    yield total


def _matrix(options: BenchOptions) -> Iterator[Row]:
    from edge.persona.matrix import Matrix
    from edge.persona.pairwise import pairwise, uncovered

    axes = Matrix.load(shipped("personas", "matrix", "axes.toml"))
    count = 50_000 if options.quick else 300_000
    begun = time.process_time()
    drawn = sum(1 for _ in islice(axes.draw(), count))
    seconds = time.process_time() - begun
    yield {"case": "profiles drawn, each with its id and values", "profiles_per_s": round(drawn / seconds), "profiles": axes.size}

    seen = np.zeros(axes.size, dtype=np.bool_)  # one flag a code: a code that comes twice sets one flag only
    begun = time.process_time()
    for start in range(0, _UNIQUE, _STRETCH):
        seen[axes.codes(start, _STRETCH).astype(np.int64)] = True
    seconds = time.process_time() - begun
    unique = int(seen.sum())
    yield {"case": "codes of ten million profiles", "unique_in_10m": unique, "codes_per_s": round(_UNIQUE / seconds)}

    begun = time.process_time()
    covering = pairwise(axes)
    yield {
        "case": "a set in which every allowed pair of values occurs",
        "pairwise_profiles": len(covering),
        "pairwise_uncovered": uncovered(axes, covering),
        "pairwise_s": round(time.process_time() - begun, 1),
    }


def replies() -> list[tuple[str, str, str, str]]:
    """(language, rule or "-", what the driver said, reply). Raises InputError naming the line."""
    file = shipped("score", "drift.txt")
    found = []
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("#") or not line.strip():
            continue
        parts = [part.strip() for part in line.split("|", 3)]
        if len(parts) != 4:
            raise InputError(f"{file}:{number}", "needs four columns")
        found.append((parts[0], parts[1], parts[2], parts[3].replace("\\n", "\n")))
    return found


def _drift() -> Iterator[Row]:
    from edge.persona.drift_rules import findings
    from edge.persona.persona import load_persona

    persona = load_persona(shipped("personas", "cabin.toml"))
    planted = found = named = innocent = alarms = honest = honest_flagged = 0
    missed: list[str] = []
    for language, rule, user, reply in replies():
        chosen = "zh" if language == "zh" else "en"
        hits = [hit.rule for hit in findings(reply, persona, chosen, user=user, moving=True, supported=False)]  # type: ignore[arg-type]
        if rule == "-":
            innocent += 1
            alarms += bool(hits)
            honest += bool(user)
            honest_flagged += bool(user and hits)
        else:
            planted += 1
            found += bool(hits)
            named += rule in hits
        if bool(hits) is (rule == "-"):
            missed.append(f"{rule}: {reply}")
    yield {
        "case": "planted and innocent replies",
        "drift_recall": round(found / planted, 4),
        "drift_rule_named": round(named / planted, 4),
        "drift_false_alarm": round(alarms / innocent, 4),
        "drift_planted": planted,
        "drift_innocent": innocent,
        "honest_answers": honest,
        "honest_flagged": honest_flagged,
        "drift_wrong": list(missed),
    }


def _tokens() -> Iterator[Row]:
    from edge.persona.context import render_instructions, state_block
    from edge.persona.persona import load_persona
    from edge.persona.tokens import estimate_tokens
    from edge.vehicle.catalogue import Catalogue
    from edge.vehicle.simulated_car import SimulatedCar
    from edge.vehicle.state import VehicleState
    from edge.vehicle.tools import Mode, ToolHost

    catalogue = Catalogue.load(shipped("vehicles", "signals.toml"))
    state = VehicleState(catalogue)
    car = SimulatedCar(state, {"Speed": 87.0})
    declarations = ToolHost(state, Mode.SIMULATE, car).declarations()
    worst = {
        path: True
        for path, signal in catalogue.items()
        if signal.tier == "A" and signal.type == "boolean" and signal.kind != "attribute"
    }
    troubled = VehicleState(catalogue)
    SimulatedCar(troubled, {"Speed": 87.0, **worst})
    statics, states = [], []
    for file in sorted(shipped("personas").glob("*.toml")):
        persona = load_persona(file)
        texts = [render_instructions(persona, language, "moving", declarations) for language in persona.languages]
        statics += [estimate_tokens(text) for text in texts]
        states += [estimate_tokens(state_block(each, 0, persona)) for each in (state, troubled, VehicleState(catalogue))]
    yield {"case": "the largest context of the shipped personas", "static_tokens": max(statics), "state_tokens": max(states)}
