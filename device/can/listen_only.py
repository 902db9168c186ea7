"""Whether the kernel keeps an interface from sending: the proof that this node cannot disturb the bus."""

from __future__ import annotations

import json
import subprocess


def listen_only(channel: str) -> bool | None:
    """True if the interface is in listen-only mode, False if it is not, None where that cannot be read.

    Listen-only is set by the system (`ip link set can0 type can ... listen-only on`, or ListenOnly=yes of
    systemd-networkd), never by this program.
    """
    try:
        result = subprocess.run(
            ["ip", "-details", "-json", "link", "show", "dev", channel],
            capture_output=True,
            text=True,
            timeout=5,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return parse_ip_link(result.stdout)


def parse_ip_link(text: str) -> bool | None:
    """The answer from what `ip -details -json link show` prints; None for anything that is not a CAN interface."""
    try:
        links = json.loads(text)
        details = links[0]["linkinfo"]
        if details["info_kind"] != "can":
            return None
        return "LISTEN-ONLY" in details.get("info_data", {}).get("ctrlmode", [])
    except (ValueError, LookupError, TypeError, AttributeError):
        return None
