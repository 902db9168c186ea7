"""How benchmarks are found and printed."""

from __future__ import annotations

import json

import pytest

from device.bench.framework import BenchOptions, Row, available, lines, load, table
from device.bench.goals import GOALS, run_all, table_of_goals
from edge.errors import InputError


def rows() -> list[Row]:
    return [{"scene": "A", "db": 41.25}, {"scene": "long name", "db": None}, {"bench": "x", "db_A": 41.25, "fine": True}]


def test_every_benchmark_that_is_listed_can_be_loaded() -> None:
    assert "echo" in available()
    for name in available():
        assert load(name).ABOUT


def test_an_unknown_benchmark_is_one_clear_line() -> None:
    with pytest.raises(InputError, match="no benchmark 'nose'"):
        load("nose")


def test_the_last_line_of_json_holds_every_figure() -> None:
    printed = list(lines(iter(rows())))
    assert json.loads(printed[-1]) == {"bench": "x", "db_A": 41.25, "fine": True}


def test_rows_of_one_kind_make_one_table() -> None:
    assert list(table(iter(rows()))) == [
        "scene      db",
        "A          41.2",
        "long name  -",
        "",
        "bench: x",
        "db_A: 41.2",
        "fine: true",
    ]


def test_goals_are_set_beside_what_was_measured() -> None:
    figures: dict[str, Row] = {"vad": {"vad_precision": 0.97, "vad_recall": 0.9}, "can": {"lost": 0}}
    verdicts = {str(row["goal"]): (row["measured"], row["verdict"]) for row in table_of_goals(figures)}
    assert verdicts["voice activity: precision on labelled speech"] == (0.97, "met")
    assert verdicts["voice activity: recall on labelled speech"] == (0.9, "missed")
    assert verdicts["CAN frames lost"] == (0, "met")
    assert verdicts["turns lost on bad links"] == (None, "not measured")


def test_every_goal_is_of_a_benchmark_that_is_there() -> None:
    assert {goal.bench for goal in GOALS} <= set(available())


def test_all_leaves_out_what_cannot_run_and_says_so() -> None:
    said: list[str] = []
    *goals, last = run_all(BenchOptions(recordings=None), said.append, ["vad"])
    assert len(goals) == len(GOALS)
    assert last == {"bench": "all"}
    assert "left out" in said[-1]


def test_recordings_are_optional() -> None:
    assert BenchOptions(recordings=None).recordings is None
