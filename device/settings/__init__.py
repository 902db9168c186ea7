"""Settings: what can be set, where it comes from, and a clear line when it is wrong."""

from device.settings.load import LoadedSettings, load_settings, load_what_is_right
from device.settings.schema import Settings

__all__ = ["LoadedSettings", "Settings", "load_settings", "load_what_is_right"]
