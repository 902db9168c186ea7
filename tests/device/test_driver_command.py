"""`cabin driver` from the outside."""

from __future__ import annotations

import json
import stat
from pathlib import Path
from typing import Any

import pytest
import typer

from device.cli import app
from edge.errors import InputError
from edge.weights.store import WeightStore


@pytest.fixture
def driver(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    """Runs `cabin driver` with a state directory of its own; what it prints."""
    monkeypatch.setenv("STATE_DIRECTORY", str(tmp_path))

    def run(*arguments: str) -> str:
        typer.main.get_command(app).main([*arguments], prog_name="cabin", standalone_mode=False)
        return capsys.readouterr().out

    return run


@pytest.mark.weights
def test_a_known_driver_finds_his_persona_and_is_forgotten(driver: Any, weights: WeightStore, data: Path, tmp_path: Path) -> None:
    if not weights.has("speaker"):
        pytest.skip("needs `cabin weights fetch speaker`")
    prompts = data / "farend_prompts_asterisk"
    persona = Path(__file__).parents[2] / "deploy" / "personas" / "aldous.toml"
    said = driver("driver", "enrol", "Ann", "--wav", str(prompts / "conf-adminmenu.wav"), "--persona", str(persona))
    assert said.startswith("Ann is known from")
    assert stat.S_IMODE((tmp_path / "drivers.json").stat().st_mode) == 0o600
    guess = json.loads(driver("driver", "who", "--wav", str(prompts / "demo-congrats.wav"), "--json"))
    assert guess["name"] == "Ann"
    assert guess["persona"] == str(persona)
    assert "Ann  driver" in driver("driver", "list")
    driver("driver", "forget", "Ann")
    assert driver("driver", "list") == ""


def test_errors_name_what_is_wrong(driver: Any, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="not known; known: nobody"):
        driver("driver", "forget", "Ann")
    with pytest.raises(InputError, match="--seat"):
        driver("driver", "enrol", "Ann", "--wav", "x.wav", "--seat", "roof")
    (tmp_path / "drivers.json").write_text('{"Ann": {"voice": [1, 2]}}')
    with pytest.raises(InputError, match=r"drivers\.json: is damaged"):
        driver("driver", "list")
