"""How hot the board is, as the kernel tells it."""

from __future__ import annotations

from pathlib import Path


def thermal_zones(root: Path = Path("/")) -> dict[str, float]:
    """Zone to degrees Celsius; empty where the machine tells none. root: of the file system."""
    zones = {}
    for zone in sorted((root / "sys/class/thermal").glob("thermal_zone*")):
        try:
            zones[(zone / "type").read_text().strip()] = int((zone / "temp").read_text()) / 1000
        except (OSError, ValueError):
            # A zone that is switched off cannot be read.
            continue
    return zones
