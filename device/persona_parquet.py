"""The persona matrix as a Parquet file. Needs the extra `parquet`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import Any

from edge.errors import InputError
from edge.persona.matrix import Profile

_ROWS = 100_000  # of a row group; what is in memory at a time


def write_parquet(path: Path, axes: Sequence[str], profiles: Iterable[Profile]) -> int:
    """One row a profile: id, code, and a column an axis; returns how many. Raises InputError without pyarrow."""
    try:
        arrow: Any = import_module("pyarrow")
        parquet: Any = import_module("pyarrow.parquet")
    except ImportError as error:
        raise InputError(path, "Parquet needs pyarrow: pip install cabin-voice[parquet]") from error
    words = arrow.dictionary(arrow.int16(), arrow.string())
    schema = arrow.schema([("id", arrow.string()), ("code", arrow.int64()), *((axis, words) for axis in axes)])
    count = 0
    try:
        with parquet.ParquetWriter(str(path), schema, compression="zstd") as writer:
            for rows in _batches(profiles):
                columns = [
                    [row.id for row in rows],
                    [row.code for row in rows],
                    *([row.values[axis] for row in rows] for axis in axes),
                ]
                arrays = [arrow.array(column, type=field.type) for column, field in zip(columns, schema, strict=True)]
                writer.write_table(arrow.Table.from_arrays(arrays, schema=schema))
                count += len(rows)
    except OSError as error:
        raise InputError(path, f"cannot be written ({error})") from error
    return count


def _batches(profiles: Iterable[Profile]) -> Iterator[list[Profile]]:
    rest = iter(profiles)
    while rows := list(islice(rest, _ROWS)):
        yield rows
