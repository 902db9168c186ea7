"""Where sockets and small files of a running daemon live."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

NAME = "cabin-voice"


def runtime_place(chosen: Path | None = None, environment: Mapping[str, str] | None = None) -> Path:
    """Where the directory of the sockets is, whether or not it is there: for those who only look for a daemon.

    The settings' choice, else the service manager's, else one below XDG_RUNTIME_DIR, else one in /tmp named after the user.
    """
    environment = os.environ if environment is None else environment
    if chosen is not None:
        return chosen
    if given := environment.get("RUNTIME_DIRECTORY"):
        return Path(given.split(":")[0])
    if runtime := environment.get("XDG_RUNTIME_DIR"):
        return Path(runtime) / NAME
    return Path("/tmp") / f"{NAME}-{os.getuid()}"


def runtime_directory(chosen: Path | None = None, environment: Mapping[str, str] | None = None) -> Path:
    """The directory of the sockets, see `runtime_place`, made if need be, open to this user alone."""
    folder = runtime_place(chosen, environment)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def state_directory(environment: Mapping[str, str] | None = None) -> Path:
    """The directory of what survives a restart: the ledger. Made if need be, open to this user alone."""
    environment = os.environ if environment is None else environment
    if given := environment.get("STATE_DIRECTORY"):
        folder = Path(given.split(":")[0])
    else:
        folder = Path(environment.get("XDG_STATE_HOME") or Path.home() / ".local" / "state") / NAME
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder
