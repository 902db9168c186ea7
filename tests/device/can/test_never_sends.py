"""The proof that nothing here can write to a bus: no such call exists in the code."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
MODULES = sorted([*(ROOT / "edge").rglob("*.py"), *(ROOT / "device").rglob("*.py")])
MAY_TRANSMIT = {"device/can/obd.py"}  # diagnostics: switched on by the user, and its requests are a list that only reads
SENDING = {"send", "sendto", "sendmsg", "send_periodic", "send_periodic_internal", "_send_periodic_internal", "flush_tx_buffer"}


def _touches_can(tree: ast.Module) -> bool:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import) and any(alias.name.split(".")[0] == "can" for alias in node.names):
            return True
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "can" and node.level == 0:
            return True
    return False


@pytest.mark.parametrize("file", MODULES, ids=lambda file: str(file.relative_to(ROOT)))
def test_no_module_that_touches_can_sends(file: Path) -> None:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    name = str(file.relative_to(ROOT))
    in_can = name.startswith(("device/can/", "edge/vehicle/"))
    if name in MAY_TRANSMIT or not (in_can or _touches_can(tree)):
        return
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr in SENDING]
    assert not calls, f"{name}:{calls[0].lineno} could send"


def test_what_diagnostics_sends_went_through_its_gate() -> None:
    """Both places that put bytes on a bus are behind the check against the list, or send flow control."""
    source = (ROOT / "device/can/obd.py").read_text(encoding="utf-8")
    tree = ast.parse(source)
    sends = [node for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr in SENDING]
    assert len(sends) == 2
    links = [node for node in tree.body if isinstance(node, ast.ClassDef) and node.name in ("KernelLink", "BusLink")]
    asks = [node for link in links for node in link.body if isinstance(node, ast.FunctionDef) and node.name == "ask"]
    assert [ast.unparse(ask.body[0]) for ask in asks] == ["_check(request)"] * 2


OPENS = ("device/can/", "device/demo/", "device/doctor/", "device/commands/devices", "device/bench/can/")


def test_only_the_can_package_opens_a_bus() -> None:
    users = [str(file.relative_to(ROOT)) for file in MODULES if _touches_can(ast.parse(file.read_text(encoding="utf-8")))]
    assert [user for user in users if not user.startswith(OPENS)] == []
