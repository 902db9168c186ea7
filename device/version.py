"""Which version this is."""

from __future__ import annotations

import importlib.metadata


def version() -> str:
    """Of the installed distribution; "unreleased" in a checkout that is not installed."""
    try:
        return importlib.metadata.version("cabin-voice")
    except importlib.metadata.PackageNotFoundError:
        return "unreleased"
