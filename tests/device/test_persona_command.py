from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from device.commands.persona import app
from device.resources import shipped
from edge.errors import InputError
from edge.persona.persona import load_persona


def _run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def _error(*arguments: object) -> str:
    result = _run(*arguments)
    assert isinstance(result.exception, InputError), result.output
    assert "\n" not in str(result.exception)
    return str(result.exception)


def test_list_names_every_shipped_persona() -> None:
    lines = _run("list").output.splitlines()
    assert len(lines) == len(list(shipped("personas").glob("*.toml"))) == 6
    for language in ("en", "zh"):
        assert sum(language in line.split()[1] for line in lines) >= 3


def test_show_prints_the_instructions() -> None:
    assert "你是小舱" in _run("show", "cabin", "--lang", "zh", "--mode", "simulate").output
    parked = _run("show", "cabin", "--state", "parked").output
    assert "The car is parked" in parked
    assert "control nothing" in parked


def test_check_and_schema() -> None:
    result = _run("check", *sorted(shipped("personas").glob("*.toml")))
    assert result.exit_code == 0
    assert "more than" not in result.output
    assert json.loads(_run("schema").output)["title"] == "Persona"


@pytest.mark.parametrize("suffix", ["json", "png"])
def test_a_card_there_and_back(tmp_path: Path, suffix: str) -> None:
    card, file = tmp_path / f"card.{suffix}", tmp_path / "back.toml"
    assert _run("export", "cabin", "--out", card, "--lang", "zh").exit_code == 0
    assert _run("import", card, "--out", file).exit_code == 0
    assert load_persona(file) == load_persona(shipped("personas", "cabin.toml"))
    assert _run("import", card).output == file.read_text(encoding="utf-8")


def test_matrix(tmp_path: Path) -> None:
    rows = [json.loads(line) for line in _run("matrix", "-n", 5, "--where", "origin=coast").output.splitlines()]
    assert len({row["id"] for row in rows}) == 5
    assert {row["origin"] for row in rows} == {"coast"}
    assert [json.loads(_run("matrix", "--id", rows[2]["id"]).output)] == [rows[2]]
    assert _run("matrix", "-n", 3, "--out", tmp_path).exit_code == 0
    files = sorted(tmp_path.glob("*.toml"))
    assert len(files) == 3
    assert _run("check", *files).exit_code == 0
    checks = json.loads((tmp_path / f"{files[0].stem}.checks.json").read_text(encoding="utf-8"))
    assert checks["en"]["name"] == load_persona(files[0]).wording("en").name


def test_drift_of_a_log(tmp_path: Path) -> None:
    events = [
        {"t": 1.0, "event": "transcript", "text": "How far can I go?", "lang": "en"},
        {"t": 1.5, "event": "tool", "name": "get_vehicle_state", "arguments": {}, "result": {}},
        {"t": 2.0, "event": "answer", "text": "The range is 312 kilometres.", "lang": "en"},
        {"t": 3.0, "event": "transcript", "text": "And now?", "lang": "en"},
        {"t": 4.0, "event": "answer", "text": "As an AI language model I think 300 km.", "lang": "en"},
    ]
    log = tmp_path / "events.jsonl"
    log.write_text("\n".join(map(json.dumps, events)))
    rows = [json.loads(line) for line in _run("drift", log, "--json").output.splitlines()]
    assert [[hit["rule"] for hit in row["hits"]] for row in rows] == [[], ["disclaimer", "number"]]
    assert rows[1]["action"] == "anchor"
    assert "1 of 2 answers out of character" in _run("drift", log).output


def test_errors_name_what_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "bad.jsonl").write_text('{"t": 1, "event": "x"}\nnonsense\n')
    (tmp_path / "empty.jsonl").write_text("")
    (tmp_path / "card.txt").write_text("hello")
    assert "is neither a file nor one of aldous, cabin" in _error("show", "nobody")
    assert "'fr' is not a language of cabin" in _error("show", "cabin", "--lang", "fr")
    assert "not parked, idling or moving" in _error("show", "cabin", "--state", "flying")
    assert "bad.jsonl:2: is not a JSON object" in _error("drift", tmp_path / "bad.jsonl")
    assert "holds no event" in _error("drift", tmp_path / "empty.jsonl")
    assert "cannot be read" in _error("drift", tmp_path / "none.jsonl")
    assert "is not a card" in _error("import", tmp_path / "card.txt")
    assert "is neither .json nor .png" in _error("export", "cabin", "--out", tmp_path / "x.gif")
    assert "cannot be read" in _error("export", "cabin", "--out", tmp_path / "x.png", "--picture", tmp_path / "none.png")
    assert "is not a PNG" in _error("export", "cabin", "--out", tmp_path / "x.png", "--picture", tmp_path / "card.txt")
    assert "'mood' is not an axis" in _error("matrix", "--where", "mood=sad")
    assert "origin has no value 'mars'" in _error("matrix", "--where", "origin=mars")
    assert "is not of version 1" in _error("matrix", "--id", "pm2-abc")


def test_a_card_of_another_tool_through_every_command(tmp_path: Path) -> None:
    card = tmp_path / "rook.json"
    data = {"name": "Rook", "description": "A tram driver.", "first_mes": "Mind the doors.", "extensions": {"x": {"y": None}}}
    card.write_text(json.dumps({"spec": "chara_card_v2", "spec_version": "2.0", "data": data}))
    assert "rook 1.0.0, en" in _run("check", card).output
    assert "You are Rook" in _run("show", card).output
    file, picture, out = tmp_path / "rook.toml", tmp_path / "rook.png", tmp_path / "out.json"
    assert _run("import", card, "--out", file).exit_code == 0
    assert _run("export", file, "--out", picture).exit_code == 0
    assert _run("export", picture, "--out", out, "--spec", "v2").exit_code == 0
    back = json.loads(out.read_text())
    assert (back["spec"], back["data"]["extensions"]["x"]) == ("chara_card_v2", {"y": None})
    assert "neither v2 nor v3" in _error("export", picture, "--out", out, "--spec", "v9")


def test_quotas_and_the_users_of_the_matrix() -> None:
    rows = [json.loads(line) for line in _run("matrix", "-n", 20, "--quota", "origin=coast:3,mountains:1").output.splitlines()]
    assert sorted(Counter(row["origin"] for row in rows).items()) == [("coast", 15), ("mountains", 5)]
    assert "is not VALUE:SHARE" in _error("matrix", "--quota", "origin=coast:x")
    assert "origin has no value" in _error("matrix", "--quota", "origin=moon:1")
    cases = [json.loads(line) for line in _run("matrix", "--users", "-n", 5, "--where", "wish=window").output.splitlines()]
    assert len(cases) == 5
    assert {case["say"] for case in cases} <= {"Open my window halfway.", "把我这边的窗户开一半。"}
