"""Which endpoints the settings name."""

from __future__ import annotations

from pathlib import Path

from device.link.endpoint import Endpoint, LinkLimits
from device.settings import Settings
from edge.realtime.dialects import DIALECTS

MODEL_SOCKET = "model.sock"


def endpoints(settings: Settings, runtime: Path) -> dict[str, Endpoint]:
    """The endpoints of the settings: the cloud where there is a key, the local model unless it is switched off."""
    found = {}
    if settings.cloud.api_key is not None:
        cloud = settings.cloud
        found["cloud"] = Endpoint(
            cloud.url,
            DIALECTS[cloud.dialect],
            cloud.model,
            cloud.api_key,
            authorities=cloud.authorities,
            pin=cloud.pin or None,
            limits=LinkLimits(connect_s=cloud.connect_timeout),
        )
    if settings.local.enabled:
        local = settings.local
        found["local"] = Endpoint(local.url or f"ws+unix:{runtime / MODEL_SOCKET}", DIALECTS[local.dialect])
    return found
