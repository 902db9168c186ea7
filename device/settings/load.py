"""Reading the settings, and remembering where each value came from."""

from __future__ import annotations

import contextlib
import difflib
import json
import os
import stat
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, SecretStr, ValidationError

from device.settings.schema import Settings
from edge.errors import SettingsError

SYSTEM_FILE = Path("/etc/cabin-voice/cabin.toml")
CREDENTIAL = "stepfun-api-key"
"""Name of the systemd credential that holds the cloud's key."""

OTHER_VARIABLES = frozenset({"CABIN_CONFIG", "CABIN_PROFILE", "CABIN_WEIGHTS", "CABIN_WEIGHTS_MIRROR", "CABIN_TEST_DATA"})
"""Variables with the settings' prefix that are not settings."""

Tree = dict[str, Any]


@dataclass(frozen=True)
class LoadedSettings:
    """The settings and their origins."""

    settings: Settings
    origins: Mapping[str, str]
    """Dotted key to the name of its source, for every key that is not a default."""
    files: Sequence[Path] = ()
    """The files that were looked for, whether they are there or not."""

    def rows(self) -> Iterator[tuple[str, str, str]]:
        """(key, value, origin) of every setting; secrets are hidden."""
        for key, value in _leaves(self.settings):
            yield key, _shown(value), self.origins.get(key, "default")


def load_settings(
    environment: Mapping[str, str] | None = None, file: Path | None = None, profile: Path | None = None
) -> LoadedSettings:
    """Read the settings from all sources, the later ones winning.

    environment: variables, default the process's own. file and profile: TOML files; default CABIN_CONFIG or the system's file
    where it exists, and CABIN_PROFILE.

    Raises SettingsError naming the source, the key and what is wrong.
    """
    return _load(environment, file, profile, _refuse)


def load_what_is_right(
    environment: Mapping[str, str] | None = None, file: Path | None = None, profile: Path | None = None
) -> tuple[LoadedSettings, list[SettingsError]]:
    """As `load_settings`, for a daemon that has to run: what is wrong is left out and returned beside the settings.

    A file that is no TOML is left out as a whole, an unknown or wrong setting alone.
    """
    mistakes: list[SettingsError] = []
    return _load(environment, file, profile, mistakes.append), mistakes


def _fresh_key(environment: Mapping[str, str]) -> Path:
    """A key that has come since the service was started: a credential is read by the service manager at the start alone."""
    return Path(environment.get("RUNTIME_DIRECTORY", "/nonexistent").split(":")[0], CREDENTIAL)


def _refuse(mistake: SettingsError) -> None:
    raise mistake


def _load(
    environment: Mapping[str, str] | None, file: Path | None, profile: Path | None, mistaken: Callable[[SettingsError], None]
) -> LoadedSettings:
    """mistaken: takes each mistake; when it does not raise, reading goes on without what is wrong."""
    environment = os.environ if environment is None else environment
    # Every section is there, so that Settings alone is compiled, and not each section for its defaults too.
    merged: Tree = {name: {} for name in Settings.model_fields}
    origins: dict[str, str] = {}
    for name, tree in _sources(environment, file, profile, mistaken):
        for key in _flatten(tree):
            try:
                _check_known(name, key)
            except SettingsError as error:
                mistaken(error)
                _remove(tree, key)
        _merge(merged, tree)
        origins.update(dict.fromkeys(_flatten(tree), name))
    while True:
        try:
            return LoadedSettings(Settings.model_validate(merged), origins, _files(environment, file, profile))
        except ValidationError as error:
            first = error.errors()[0]
            key = ".".join(str(part) for part in first["loc"])
            mistaken(SettingsError(_origin_of(key, origins), f"{key}: {first['msg']}"))
            origins.pop(_remove(merged, key), None)


def _sources(
    environment: Mapping[str, str], file: Path | None, profile: Path | None, mistaken: Callable[[SettingsError], None]
) -> Iterator[tuple[str, Tree]]:
    named = file or _path(environment.get("CABIN_CONFIG"))
    chosen = [named or (SYSTEM_FILE if SYSTEM_FILE.is_file() else None), profile or _path(environment.get("CABIN_PROFILE"))]
    for one in chosen:
        if one is None:
            continue
        try:
            yield str(one), _read_toml(one)
        except SettingsError as error:
            mistaken(error)
    yield "environment", _read_environment(environment, mistaken)
    if key := environment.get("STEPFUN_API_KEY"):
        yield "STEPFUN_API_KEY", {"cloud": {"api_key": SecretStr(key)}}
    for name, kept in ((f"credential {CREDENTIAL}", _credential(environment)), (f"new {CREDENTIAL}", _fresh_key(environment))):
        if kept.is_file() and (key := kept.read_text().strip()):
            yield name, {"cloud": {"api_key": SecretStr(key)}}


def _files(environment: Mapping[str, str], file: Path | None, profile: Path | None) -> tuple[Path, ...]:
    named = file or _path(environment.get("CABIN_CONFIG")) or SYSTEM_FILE
    board = profile or _path(environment.get("CABIN_PROFILE"))
    return tuple(path for path in (named, board, _credential(environment), _fresh_key(environment)) if path is not None)


def _credential(environment: Mapping[str, str]) -> Path:
    return Path(environment.get("CREDENTIALS_DIRECTORY", "/nonexistent"), CREDENTIAL)


def _path(text: str | None) -> Path | None:
    return Path(text) if text else None


def _read_toml(file: Path) -> Tree:
    if not file.is_file():
        raise SettingsError(file, "no such file")
    try:
        tree: Tree = tomllib.loads(file.read_text(encoding="utf-8"))
    except (ValueError, OSError) as error:  # TOMLDecodeError and UnicodeDecodeError are ValueErrors
        raise SettingsError(file, str(error)) from None
    cloud = tree.get("cloud")
    if isinstance(cloud, dict) and "api_key" in cloud and file.stat().st_mode & stat.S_IROTH:
        raise SettingsError(file, "holds cloud.api_key and everybody may read it: chmod o-r it, or use the credential")
    return tree


def _read_environment(environment: Mapping[str, str], mistaken: Callable[[SettingsError], None]) -> Tree:
    """The CABIN_… variables as a tree; a section is named before the double underscore: CABIN_TURN__HANGOVER=0.5.

    A list is JSON; everything else is text that pydantic makes a number or a truth of.
    """
    tree: Tree = {}
    for name, text in environment.items():
        if not name.startswith("CABIN_") or name in OTHER_VARIABLES:
            continue
        key = name.removeprefix("CABIN_").lower().replace("__", ".")
        try:
            _check_known(name, key)
        except SettingsError as error:
            mistaken(error)
            continue
        section, _, leaf = key.rpartition(".")
        tree.setdefault(section, {})[leaf] = _value(text)
    return tree


def _value(text: str) -> Any:
    """A list from its JSON; what is none stays text, and pydantic says what is wrong with it."""
    if text.startswith("["):
        with contextlib.suppress(ValueError):
            return json.loads(text)
    return text


def _check_known(source: str, key: str) -> None:
    known = list(_keys(Settings))
    if key in known:
        return
    near = difflib.get_close_matches(key, known, n=1, cutoff=0.5)
    hint = f"; did you mean {near[0]}?" if near else "; `cabin config show` lists them"
    raise SettingsError(source, f"unknown setting {key}{hint}")


def _origin_of(key: str, origins: Mapping[str, str]) -> str:
    while key:
        if key in origins:
            return origins[key]
        key = key.rpartition(".")[0]
    return "settings"


def _flatten(tree: Tree, prefix: str = "") -> list[str]:
    keys: list[str] = []
    for name, value in tree.items():
        keys += _flatten(value, f"{prefix}{name}.") if isinstance(value, dict) else [f"{prefix}{name}"]
    return keys


def _remove(tree: Tree, key: str) -> str:
    """Take a dotted key out of a tree, or the deepest part of it that is there; returns what was taken out."""
    parent: Any = tree
    parts = key.split(".")
    for place, part in enumerate(parts):
        inner = parent.get(part) if isinstance(parent, dict) else None
        if not isinstance(inner, dict) or place == len(parts) - 1:
            parent.pop(part, None)
            return ".".join(parts[: place + 1])
        parent = inner
    return key


def _merge(into: Tree, tree: Tree) -> None:
    for name, value in tree.items():
        if isinstance(value, dict) and isinstance(into.get(name), dict):
            _merge(into[name], value)
        else:
            into[name] = value


def _keys(model: type[BaseModel], prefix: str = "") -> Iterator[str]:
    """Dotted keys of all settings."""
    for name, field in model.model_fields.items():
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            yield from _keys(field.annotation, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}"


def _leaves(model: BaseModel, prefix: str = "") -> Iterator[tuple[str, Any]]:
    for name in type(model).model_fields:
        value = getattr(model, name)
        if isinstance(value, BaseModel):
            yield from _leaves(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", value


def _shown(value: object) -> str:
    if value is None:
        return "-"
    if isinstance(value, SecretStr):
        return "(set)" if value.get_secret_value() else "-"
    if isinstance(value, tuple):
        return ", ".join(str(item) for item in value)
    return str(value)
