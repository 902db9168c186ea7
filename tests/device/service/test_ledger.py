"""The ledger holds what left the car and stays small."""

from __future__ import annotations

from pathlib import Path

import pytest

from device.service import ledger
from device.service.ledger import Ledger, LedgerLine
from edge.errors import InputError


def test_lines_come_back_in_order_and_are_private(tmp_path: Path) -> None:
    file = tmp_path / "ledger.jsonl"
    book = Ledger(file)
    assert list(book.lines()) == []
    lines = [LedgerLine(f"2026-01-0{day}T08:00:00+01:00", "cloud", 2.5, "a turn") for day in (1, 2)]
    for line in lines:
        book.add(line)
    assert list(book.lines()) == lines
    assert file.stat().st_mode & 0o077 == 0


def test_a_full_ledger_drops_its_older_half(tmp_path: Path) -> None:
    file = tmp_path / "ledger.jsonl"
    text = '{"at": "then", "endpoint": "cloud", "seconds": 1.0, "why": "a turn"}\n'
    file.write_text(text * (ledger.LIMIT_BYTES // len(text) + 1))
    book = Ledger(file)
    book.add(LedgerLine("now", "cloud", 1.0, "a turn"))
    assert file.stat().st_size < 0.6 * ledger.LIMIT_BYTES
    assert list(book.lines())[-1].at == "now"


def test_a_damaged_line_is_named(tmp_path: Path) -> None:
    file = tmp_path / "ledger.jsonl"
    file.write_text("{}\n")
    with pytest.raises(InputError, match=r"ledger\.jsonl:1: not a ledger line"):
        list(Ledger(file).lines())
