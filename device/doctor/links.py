"""The endpoints: name, TLS, certificate, key and the WebSocket's 101, without a sample of audio."""

from __future__ import annotations

import asyncio

from device.doctor.finding import Finding, Grade, Patient
from device.doctor.running import daemon_status
from device.endpoints import endpoints
from device.link.client import open_link
from device.link.endpoint import Endpoint
from device.link.errors import LinkError
from edge.errors import InputError

KEY = "install -m 600 KEY_FILE /etc/credstore/stepfun-api-key"
_MENDS = {
    "wrong_key": KEY,
    "no_balance": "charge the account at the vendor's console",
    "unknown_model": "set cloud.model to one that the key may use",
    "wrong_address": "set cloud.url to the vendor's realtime address",
    "rate_limited": "wait, or ask the vendor for a higher limit",
    "unavailable": "wait; the vendor's status page tells more",
    "name_not_found": "resolvectl status; is the modem up?",
    "unreachable": "ip route; is the modem up?",
    "nothing_listens": "systemctl start cabin-voice-model, or mend the address",
    "connect_timeout": "ip route; is the modem up, and does a firewall let port 443 out?",
    "proxy_failed": "mend HTTPS_PROXY in the unit's environment",
    "captive_portal": "sign in to the network, or mend cloud.url",
    "bad_certificate": "timedatectl set-ntp true; apt install ca-certificates; sign in to the network",
    "insecure_key": "set cloud.url to a wss:// address",
}


def check_links(patient: Patient) -> list[Finding]:
    """One finding an endpoint."""
    settings = patient.settings
    found = []
    if settings.cloud.api_key is None:
        text = "no key: only the on-device model answers"
        found.append(Finding("cloud", Grade.WARNING, text, KEY))
    try:
        known = endpoints(settings, patient.runtime)
    except InputError as error:
        return [*found, Finding("endpoints", Grade.WRONG, str(error), "mend the address in the settings")]
    if not known:
        found.append(Finding("endpoints", Grade.WRONG, "nothing can answer: no key, and the local model is switched off", KEY))
    for name, endpoint in known.items():
        found.append(_check(name, endpoint, patient))
    return found


def _check(name: str, endpoint: Endpoint, patient: Patient) -> Finding:
    waiting = endpoint.unix_path is not None and patient.settings.local.spawn and not patient.settings.local.url
    if waiting and daemon_status(patient.runtime) is None:
        return Finding(name, Grade.SKIPPED, "the daemon starts the on-device model, and no daemon runs")
    try:
        connect_ms = asyncio.run(_connect(endpoint))
    except LinkError as error:
        if error.code == "unavailable" and endpoint.local:
            return Finding(name, Grade.FINE, f"{endpoint.name}: is there, and busy with the daemon")
        mend = _MENDS.get(error.code, "cabin status")
        return Finding(name, Grade.WRONG, str(error), mend, {"code": error.code})
    except InputError as error:
        return Finding(name, Grade.WRONG, str(error), "mend the address in the settings")
    return Finding(
        name, Grade.FINE, f"{endpoint.name}: connected in {connect_ms:.0f} ms", figures={"connect_ms": round(connect_ms, 1)}
    )


async def _connect(endpoint: Endpoint) -> float:
    async with await open_link(endpoint) as link:
        return link.connect_ms
