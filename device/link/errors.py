"""What keeps a link from being up, one line each.

LinkError                       one line for the driver's log; `code` for programs; `retry`: does waiting help
├── RefusedError                the endpoint answered, and said no
│   ├── WrongKeyError           401, 403
│   ├── NoBalanceError          402
│   ├── UnknownModelError       400, 404 that name the model
│   ├── WrongAddressError       404
│   ├── ModeratedError          451
│   ├── RateLimitedError        429         retry
│   └── UnavailableError        500, 503    retry
├── UnreachableError            nobody answered                         retry
│   ├── NameNotFoundError       DNS                                     retry
│   ├── NothingListensError     refused                                 retry
│   ├── ConnectTimeoutError     too slow                                retry
│   └── ProxyFailedError        the proxy                               retry
├── CaptivePortalError          HTTP where a WebSocket should be        retry
├── BadCertificateError         TLS                                     retry: it may be the clock
├── InsecureKeyError            the key would be sent in the clear
└── LinkLostError               it was up                               retry
    ├── LinkSilentError         nothing came for too long               retry
    └── FrameTooLargeError      a text frame over the limit             retry
"""

from __future__ import annotations

from typing import ClassVar

from edge.errors import CabinError


class LinkError(CabinError):
    """The link to an endpoint cannot be had or is lost. The message is one line that names the endpoint."""

    code: ClassVar[str] = "link"
    retry: ClassVar[bool] = True

    def __init__(self, endpoint: str, problem: str, *, retry_after_s: float = 0.0) -> None:
        """endpoint: its address without the key. problem: without a full stop. retry_after_s: what the server asks."""
        super().__init__(f"{endpoint}: {problem}")
        self.endpoint = endpoint
        self.problem = problem
        self.retry_after_s = retry_after_s


class RefusedError(LinkError):
    """The endpoint answered the request with a refusal."""

    code = "refused"
    retry = False


class WrongKeyError(RefusedError):
    """The key is missing, mistyped, revoked, or of the other site (.com and .ai have separate keys)."""

    code = "wrong_key"


class NoBalanceError(RefusedError):
    """The account has no balance."""

    code = "no_balance"


class UnknownModelError(RefusedError):
    """The endpoint does not know the model, or the key may not use it."""

    code = "unknown_model"


class WrongAddressError(RefusedError):
    """The host is there, the path is not."""

    code = "wrong_address"


class ModeratedError(RefusedError):
    """The endpoint's content moderation refused."""

    code = "moderated"


class RateLimitedError(RefusedError):
    """Too many requests or sessions."""

    code = "rate_limited"
    retry = True


class UnavailableError(RefusedError):
    """The endpoint is overloaded, broken or busy with another session."""

    code = "unavailable"
    retry = True


class UnreachableError(LinkError):
    """Nobody answered: no route, no network, connection reset."""

    code = "unreachable"


class NameNotFoundError(UnreachableError):
    """The host's name has no address: no network, no DNS server, or a typing error."""

    code = "name_not_found"


class NothingListensError(UnreachableError):
    """Nothing listens there: the service is not running, or the port or socket path is wrong."""

    code = "nothing_listens"


class ConnectTimeoutError(UnreachableError):
    """No answer within the connect time-out."""

    code = "connect_timeout"


class ProxyFailedError(UnreachableError):
    """The proxy named in the environment refused or could not be understood."""

    code = "proxy_failed"


class CaptivePortalError(LinkError):
    """Something answered with a web page: a hotel's or a car park's sign-in page, or no realtime endpoint at all."""

    code = "captive_portal"


class BadCertificateError(LinkError):
    """The certificate is not valid for the host: a portal in between, a wrong clock, a missing authority, a wrong pin."""

    code = "bad_certificate"


class InsecureKeyError(LinkError):
    """The address is neither encrypted nor on this machine, and a key is set."""

    code = "insecure_key"
    retry = False


class LinkLostError(LinkError):
    """The connection was up and has ended: closed by the other side, reset, cut."""

    code = "lost"


class LinkSilentError(LinkLostError):
    """No frame came for longer than the limit, pongs included: a tunnel, a half-open connection."""

    code = "silent"


class FrameTooLargeError(LinkLostError):
    """The endpoint sent a text frame over the limit."""

    code = "frame_too_large"
