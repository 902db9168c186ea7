"""Settings: what can be set, where it comes from, and a clear line when it is wrong."""

from device.settings.load import LoadedSettings, load_settings
from device.settings.schema import Settings

__all__ = ["LoadedSettings", "Settings", "load_settings"]
