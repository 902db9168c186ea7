from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from device.commands.persona import app
from device.persona_parquet import write_parquet
from device.resources import shipped
from edge.errors import InputError
from edge.persona.matrix import Matrix


def test_the_matrix_as_parquet(tmp_path: Path) -> None:
    parquet: Any = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed: pip install cabin-voice[parquet]")
    done = CliRunner().invoke(app, ["matrix", "-n", "2500", "--parquet", str(tmp_path / "p.parquet")])
    assert done.exit_code == 0, done.output
    table = parquet.read_table(tmp_path / "p.parquet")
    axes = Matrix.load(shipped("personas", "matrix", "axes.toml"))
    assert table.column_names == ["id", "code", *(axis.name for axis in axes.axes)]
    assert len(table) == len(set(table["id"].to_pylist())) == 2500
    row = table.slice(77, 1).to_pylist()[0]
    assert dict(axes.by_id(row["id"]).values) == {axis.name: row[axis.name] for axis in axes.axes}


@pytest.mark.skipif(find_spec("pyarrow") is not None, reason="pyarrow is installed")
def test_without_pyarrow_one_line_says_so(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="pyarrow"):
        write_parquet(tmp_path / "p.parquet", [], [])
