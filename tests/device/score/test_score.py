from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from device.cli import app
from device.link.answering import answering
from device.link.server import listening
from device.model_server import session_factory
from device.score.card import interval, table
from device.score.cases import DIMENSIONS, Case, load_cases, shipped_cases
from device.score.judge import Heard, faults
from device.score.ratings import agreement, load_sheet, rate
from device.score.run import ScoreOptions, run
from edge.errors import InputError
from edge.model.engine import Engine


def _sheet(path: Path, rater: str, marks: dict[str, dict[str, int]], sheet: str = "s") -> Path:
    path.write_text(json.dumps({"schema": 1, "sheet": sheet, "rater": rater, "marks": marks}))
    return path


@pytest.mark.parametrize("dimension", DIMENSIONS)
def test_cases_come_in_both_languages(dimension: str) -> None:
    cases = shipped_cases(dimension)  # type: ignore[arg-type]
    by_language = {language: sum(case.language == language for case in cases) for language in ("en", "zh")}
    assert abs(by_language["en"] - by_language["zh"]) <= 2
    assert min(by_language.values()) >= 6
    assert all(case.has or case.lacks or case.tools is not None or case.unmoved or case.longer > 1 for case in cases)


def test_automotive_covers_its_kinds() -> None:
    kinds = {case.kind for case in shipped_cases("automotive")}
    assert kinds == {"state_truth", "tools", "policy", "honesty", "ambiguity"}


def test_the_local_model_in_writing(tmp_path: Path) -> None:
    rows = list(run(ScoreOptions(dimensions=("automotive",), passes=2, out=tmp_path / "out")))
    card = rows[-1]
    assert card["automotive_cases"] == len(rows) - 1 == 42
    kinds = card["automotive_kinds"]
    assert kinds["state_truth"] == kinds["honesty"] == kinds["tools"] == 100.0
    assert card["automotive"] >= 90.0
    assert not [row for row in rows[:-1] for fault in row["faults"] if fault.startswith("moved")]
    assert "do not compare" in table(card)
    page = (tmp_path / "out" / "rating-sheet.html").read_text()
    assert "local model" not in page  # the raters do not know whose answers they are
    key = json.loads((tmp_path / "out" / "rating-key.json").read_text())
    assert len(key["answers"]) == 42
    assert all(code in page for code in key["answers"])


@pytest.fixture
def served(tmp_path: Path) -> Iterator[str]:
    """The model behind a real WebSocket on a Unix socket, in a thread with a loop of its own."""
    ready, address = threading.Event(), [""]
    loop = asyncio.new_event_loop()
    stop = asyncio.Event()

    async def serve() -> None:
        async with listening(answering(session_factory(Engine())), unix=tmp_path / "m.sock", port=0) as server:
            address[0] = server.address
            ready.set()
            await stop.wait()

    thread = threading.Thread(target=loop.run_until_complete, args=(serve(),))
    thread.start()
    assert ready.wait(30)
    yield address[0]
    loop.call_soon_threadsafe(stop.set)
    thread.join(30)


def test_an_endpoint_gets_the_same_card_as_the_model_behind_it(served: str) -> None:
    over_the_wire = list(run(ScoreOptions(endpoint=served, dimensions=("automotive",), passes=1, languages=("en",))))
    here = list(run(ScoreOptions(dimensions=("automotive",), passes=1, languages=("en",))))
    assert [row["passed"] for row in over_the_wire[:-1]] == [row["passed"] for row in here[:-1]]
    assert over_the_wire[-1]["automotive"] == here[-1]["automotive"]


def test_an_endpoint_that_is_not_there_fails_every_case_and_ends() -> None:
    options = ScoreOptions(endpoint="ws://127.0.0.1:9", dimensions=("spoken_qa",), languages=("en",))
    *rows, card = run(options)
    assert card["spoken_qa"] == 0.0
    assert all(row["faults"] for row in rows)


def test_the_judge(tmp_path: Path) -> None:
    from device.context import open_persona

    persona = open_persona(None)
    case = Case(id="x", language="en", say=("Warmer.",), has=("done",), lacks=("sorry",), tools=(), dimension="automotive")
    assert faults(case, Heard("Done.", [], []), persona) == []
    assert faults(case, Heard("Done, sorry.", [], []), persona) == ["says sorry"]
    assert faults(case, Heard("Done.", [("set_fan", {"level": 1})], []), persona) == ["called set_fan{'level': 1}"]
    assert faults(case, Heard("Done.", [], ["Speed"]), persona) == ["moved Speed"]
    assert "in the other language" in faults(case, Heard("好的。", [], []), persona)
    assert faults(case, Heard("", [], [], error="gone"), persona) == ["gone"]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("schema = 2", "schema"),
        ("schema = 1\ndimension = 'cooking'\ncase = []", "dimension"),
        ("schema = 1\ndimension = 'dialogue'\ncase = [{ id = 'a', language = 'en', say = [] }]", "say"),
        ("schema = 1\ndimension = 'dialogue'\ncase = [{ id = 'a', language = 'en', say = ['x'], has = ['('] }]", "pattern"),
        ("schema = 1\ndimension = 'dialogue'\ncase = [{id='a',language='en',say=['x']},{id='a',language='en',say=['x']}]", "twice"),
        ("= 3", "TOML"),
    ],
)
def test_damaged_cases_are_named(tmp_path: Path, text: str, word: str) -> None:
    (tmp_path / "cases.toml").write_text(text)
    with pytest.raises(InputError, match=word):
        load_cases(tmp_path / "cases.toml")


def test_ratings_of_people(tmp_path: Path) -> None:
    one = _sheet(tmp_path / "1.json", "a", {"x": {"natural": 5, "helpful": 4}, "y": {"natural": 2}})
    two = _sheet(tmp_path / "2.json", "b", {"x": {"natural": 4, "helpful": 4}, "y": {"natural": 1}})
    found = rate([one, two])
    assert found["human"] == pytest.approx(100 * (20 / 6 - 1) / 4, abs=0.01)
    low, high = found["human_interval"]  # type: ignore[misc]
    assert low < float(str(found["human"])) < high
    assert found["human_raters"] == 2
    assert agreement([load_sheet(one), load_sheet(one)]) == 1.0
    alpha = agreement([load_sheet(one), load_sheet(two)])
    assert alpha is not None
    assert 0.5 < alpha < 1.0
    assert agreement([load_sheet(one)]) is None
    with pytest.raises(InputError, match="another sheet"):
        rate([one, _sheet(tmp_path / "3.json", "c", {"x": {"natural": 3}}, sheet="t")])
    with pytest.raises(InputError, match="marks"):
        rate([_sheet(tmp_path / "4.json", "d", {"x": {"natural": 6}})])


def test_the_interval_is_wilsons() -> None:
    assert interval(8, 10) == (49.02, 94.33)
    assert interval(0, 0) == (0.0, 100.0)


@pytest.mark.parametrize("arguments", [["--lang", "fr"], ["--dimension", "cooking"], ["--passes", "0"]])
def test_bad_options_are_refused(arguments: list[str]) -> None:
    done = CliRunner().invoke(app, ["score", *arguments])
    assert isinstance(done.exception, InputError)
