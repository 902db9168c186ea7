"""The scorecard: five dimensions, laid out like the table that vendors print."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

TITLES = {
    "dialogue": "General dialogue",
    "automotive": "Automotive",
    "spoken_qa": "Spoken QA",
    "paralinguistic": "Paralinguistic",
    "human": "Human rating",
}
NOTE = (
    "Own open cases, judged by fixed rules: the files are in deploy/score. Vendors' suites for dimensions of these names are\n"
    "not published, so their figures and these do not compare.\n"
)


def table(card: Mapping[str, Any]) -> str:
    """The card as text."""
    lines = [f"endpoint: {card.get('endpoint')}, questions {card.get('form')}", ""]
    lines.append(f"{'':<18}{'score':>7}  {'cases':>5}   95 % interval")
    for name, title in TITLES.items():
        score = card.get(name)
        if score is None:
            lines.append(f"{title:<18}{'-':>7}  {'-':>5}   {card.get(f'{name}_why', 'not measured')}")
            continue
        low, high = card.get(f"{name}_interval") or (None, None)
        interval = f"{low:.1f} to {high:.1f}" if low is not None else ""
        lines.append(f"{title:<18}{score:>7.2f}  {card.get(f'{name}_cases', 0):>5}   {interval}")
    kinds = card.get("automotive_kinds")
    if isinstance(kinds, dict):
        lines += ["", f"Automotive, every run of a case right (Pass^{card.get('passes')}):"]
        lines += [f"  {kind:<16}{value:>7.2f}" for kind, value in kinds.items()]
    return "\n".join([*lines, "", NOTE])


def interval(passed: int, total: int) -> tuple[float, float]:
    """Wilson's 95 % interval of a share, in percent (E. B. Wilson, 1927)."""
    if total == 0:
        return 0.0, 100.0
    z = 1.959964
    share = passed / total
    centre = (share + z * z / (2 * total)) / (1 + z * z / total)
    half = z * ((share * (1 - share) / total + z * z / (4 * total * total)) ** 0.5) / (1 + z * z / total)
    return round(100 * max(0.0, centre - half), 2), round(100 * min(1.0, centre + half), 2)
