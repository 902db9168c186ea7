"""What people's ratings say, and how sure that is."""

from __future__ import annotations

import json
import random
import statistics
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from edge.errors import InputError

SCALES = ("natural", "helpful", "character")
_DRAWS = 2000
Mark = Annotated[int, Field(ge=1, le=5)]


class Sheet(BaseModel):
    """A filled-in sheet. marks: code of the answer -> scale -> 1 to 5."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    schema_: Annotated[Literal[1], Field(alias="schema")]
    sheet: str
    rater: Annotated[str, Field(max_length=80)]
    marks: dict[str, dict[Literal["natural", "helpful", "character"], Mark]]


def load_sheet(path: Path) -> Sheet:
    """Read a sheet. Raises InputError naming the file and the field."""
    try:
        return Sheet.model_validate(json.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise InputError(path, f"cannot be read ({error.strerror})") from error
    except ValidationError as error:
        first = error.errors()[0]
        raise InputError(path, f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from error
    except ValueError as error:
        raise InputError(path, f"is not JSON: {error}") from error


def rate(paths: Sequence[Path]) -> dict[str, object]:
    """The scorecard's line: mean opinion as percent (1 is 0, 5 is 100), its interval, agreement of the raters.

    Raises InputError for sheets that do not belong together.
    """
    sheets = [load_sheet(path) for path in paths]
    for sheet, path in zip(sheets, paths, strict=True):
        if sheet.sheet != sheets[0].sheet:
            raise InputError(path, f"belongs to another sheet than {paths[0]}")
    marks = [[mark for answer in sheet.marks.values() for mark in answer.values()] for sheet in sheets]
    if not any(marks):
        raise InputError(paths[0], "holds no rating")
    found = {scale: [answer[scale] for sheet in sheets for answer in sheet.marks.values() if scale in answer] for scale in SCALES}
    low, high = _bootstrap([rater for rater in marks if rater])
    return {
        "human": round(_percent(statistics.fmean(mark for rater in marks for mark in rater)), 2),
        "human_interval": (round(_percent(low), 2), round(_percent(high), 2)),
        "human_cases": len({code for sheet in sheets for code in sheet.marks}),
        "human_raters": len(sheets),
        "human_scales": {scale: round(_percent(statistics.fmean(values)), 2) for scale, values in found.items() if values},
        "human_agreement": agreement(sheets),
    }


def _percent(mark: float) -> float:
    return 25 * (mark - 1)


def _bootstrap(raters: Sequence[Sequence[int]]) -> tuple[float, float]:
    """95 % interval of the mean: raters are drawn, then their marks, since marks of one rater are alike."""
    dice = random.Random(1)
    means = []
    for _ in range(_DRAWS):
        drawn = [dice.choice(raters) for _ in raters] if len(raters) > 1 else list(raters)
        means.append(statistics.fmean(dice.choice(rater) for rater in drawn for _ in rater))
    means.sort()
    return means[int(0.025 * _DRAWS)], means[int(0.975 * _DRAWS)]


def agreement(sheets: Sequence[Sheet]) -> float | None:
    """Krippendorff's alpha for intervals (K. Krippendorff, "Content Analysis", 2004); None where nobody rated the same."""
    units: dict[tuple[str, str], list[int]] = {}
    for sheet in sheets:
        for code, answer in sheet.marks.items():
            for scale, mark in answer.items():
                units.setdefault((code, scale), []).append(mark)
    shared: Mapping[tuple[str, str], list[int]] = {unit: marks for unit, marks in units.items() if len(marks) > 1}
    every = [mark for marks in shared.values() for mark in marks]
    if len(every) < 2:
        return None
    observed = sum(_spread(marks) / (len(marks) - 1) for marks in shared.values()) / len(every)
    expected = _spread(every) / (len(every) * (len(every) - 1))
    return round(1 - observed / expected, 3) if expected else 1.0


def _spread(marks: Sequence[int]) -> float:
    """Sum of the squared differences of all ordered pairs."""
    total = sum(marks)
    return 2.0 * (len(marks) * sum(mark * mark for mark in marks) - total * total)
