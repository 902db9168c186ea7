"""What the console's server lets in: this machine's own pages, with the token, and nothing else.

A page of another site that is open in the same browser can reach loopback, too: by a form, by a WebSocket, or by a name that it
lets point to 127.0.0.1 (DNS rebinding). So the name asked for (Host), the page that asks (Origin) and the token must all fit.
"""

from __future__ import annotations

import hmac
import re
from typing import Final

LOOPBACK: Final = "127.0.0.1"
_HOST: Final = re.compile(r"(?:127\.0\.0\.1|localhost|\[::1\])(?::\d{1,5})?")
HEADERS: Final = (
    (
        "Content-Security-Policy",
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    ),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Referrer-Policy", "no-referrer"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), microphone=(), geolocation=()"),
    ("Cache-Control", "no-store"),
)


def own_host(hosts: list[str]) -> bool:
    """Whether a request was addressed to loopback. Any port will do: it may have come through a tunnel. hosts: all Host headers."""
    return len(hosts) == 1 and _HOST.fullmatch(hosts[0]) is not None


def own_origin(origins: list[str], hosts: list[str]) -> bool:
    """Whether the page that asks is the one that this server gave out."""
    return own_host(hosts) and origins == [f"http://{hosts[0]}"]


def same_token(given: object, token: str) -> bool:
    """Compare in a time that tells nothing of the token."""
    return isinstance(given, str) and hmac.compare_digest(given.encode("utf-8", "surrogatepass"), token.encode())
