"""How benchmarks are found and printed."""

from __future__ import annotations

import json

import pytest

from device.bench.framework import BenchOptions, Row, available, lines, load, table
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


def test_recordings_are_optional() -> None:
    assert BenchOptions(recordings=None).recordings is None
