"""The state of all parts at one moment, as bytes, and back.

Python's pickle does it, with two limits. Networks, decoders, locks and the tape are left out and put back from the parts of the
process that reads. And only classes of this project and plain containers are made when it is read: a recording comes from somewhere
else, and a pickle that may name any function could run anything.
"""

from __future__ import annotations

import io
import pickle
import sys
import threading
import types
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from device.recorder.tape import Order
from edge.errors import InputError
from edge.frontend.smart_turn import SmartTurn
from edge.frontend.webrtc_gate import WebRtcGate
from edge.vehicle.decoder import Decoder

_LOCKS: Final = {type(threading.Lock()): "lock", type(threading.RLock()): "rlock"}
_OWN: Final = (
    "device.context",
    "device.notices",
    "device.assembly",
    "device.recorder.ear_taps",
    "device.recorder.taps",
    "device.recorder.vehicle_taps",
)
_PLAIN: Final = {
    "builtins": {"set", "frozenset", "bytearray", "complex", "slice", "range"},
    "collections": {"deque", "OrderedDict", "Counter", "defaultdict"},
    "itertools": {"count"},
    "numpy": {"ndarray", "dtype"},
    "numpy._core.multiarray": {"_reconstruct", "scalar"},
    "numpy._core.numeric": {"_frombuffer"},
    "numpy.core.multiarray": {"_reconstruct", "scalar"},
    "pathlib": {"PosixPath"},
    "types": {"MappingProxyType"},
    "functools": {"partial"},
    __name__: {"_bound", "_nested"},
}


@dataclass
class _Found:
    """What a checkpoint leaves out: networks and decoders, in the order in which they are met, and the tape."""

    borrowed: list[Any]
    order: Order


class _Writer(pickle.Pickler):
    def __init__(self, file: io.BytesIO, found: _Found) -> None:
        super().__init__(file, protocol=5)
        self._found = found
        self._places: dict[int, int] = {}

    def persistent_id(self, obj: Any) -> Any:
        if obj is self._found.order:
            return ("order", 0)
        if (kind := _LOCKS.get(type(obj))) is not None:
            return (kind, id(obj))
        module = type(obj).__module__ or ""
        if module.startswith("onnxruntime") or isinstance(obj, (Decoder, SmartTurn)):
            if id(obj) not in self._places:
                self._places[id(obj)] = len(self._found.borrowed)
                self._found.borrowed.append(obj)
            return ("borrowed", self._places[id(obj)])
        made = isinstance(obj, types.FunctionType) and "<" in obj.__qualname__
        if isinstance(obj, WebRtcGate) or made or (isinstance(obj, types.MethodType) and not _ours(obj.__self__)):
            return ("dropped", 0)  # such as what writes the audit log: a replay decides nothing that has to be written down
        return None

    def reducer_override(self, obj: Any) -> Any:
        if isinstance(obj, types.MethodType):
            return (_bound, (obj.__self__, obj.__func__.__name__))
        if isinstance(obj, type) and "." in obj.__qualname__:
            return (_nested, (obj.__module__, *obj.__qualname__.split(".")))
        return NotImplemented


class _Reader(pickle.Unpickler):
    def __init__(self, file: io.BytesIO, found: _Found) -> None:
        super().__init__(file)
        self._found = found
        self._locks: dict[Any, Any] = {}

    def persistent_load(self, pid: Any) -> Any:
        kind, place = pid
        match kind:
            case "order":
                return self._found.order
            case "lock" | "rlock":
                return self._locks.setdefault(place, threading.Lock() if kind == "lock" else threading.RLock())
            case "borrowed":
                return self._found.borrowed[place]
            case "dropped":
                return None
        raise pickle.UnpicklingError(f"unknown reference {kind!r}")

    def find_class(self, module: str, name: str) -> Any:
        if name in _PLAIN.get(module, ()):
            return super().find_class(module, name)
        if module == "numpy.dtypes" and name.isidentifier():
            return super().find_class(module, name)
        if (module.startswith("edge.") or module in _OWN) and "." not in name:
            found = super().find_class(module, name)
            if getattr(found, "__module__", None) == module:
                return found
        raise pickle.UnpicklingError(f"{module}.{name} has no place in a recording")


def _bound(owner: Any, name: str) -> Callable[..., Any]:
    """A method of one of our own objects, by name."""
    if name.startswith("__") or not _ours(owner):
        raise pickle.UnpicklingError(f"{name} of a {type(owner).__name__} has no place in a recording")
    return getattr(owner, name)  # type: ignore[no-any-return]


def _nested(module: str, outer: str, *names: str) -> type:
    """A class within one of our own classes."""
    found = getattr(sys.modules.get(module), outer, None)
    for name in names:
        found = getattr(found, name, None)
    if not isinstance(found, type) or found.__module__ != module or not (module.startswith("edge.") or module in _OWN):
        raise pickle.UnpicklingError(f"{module}.{outer} has no place in a recording")
    return found


def _ours(owner: Any) -> bool:
    module = type(owner).__module__
    return module.startswith("edge.") or module in _OWN


def write_checkpoint(parts: Any, order: Order) -> bytes:
    """The parts as bytes; nobody may use them meanwhile. order: the tape that their taps tell."""
    file = io.BytesIO()
    _Writer(file, _Found([], order)).dump(parts)
    return file.getvalue()


def read_checkpoint(data: bytes, fresh: Any, fresh_order: Order, order: Order, name: str) -> Any:
    """The parts as they were, with the networks of `fresh`, parts of the same settings that nothing has happened to.

    fresh_order: what the taps of `fresh` tell. order: what the taps of the result will. Raises InputError naming the recording.
    """
    met = _Found([], fresh_order)
    _Writer(io.BytesIO(), met).dump(fresh)
    try:
        return _Reader(io.BytesIO(data), _Found(met.borrowed, order)).load()
    except (
        pickle.UnpicklingError,
        AttributeError,
        EOFError,
        ImportError,
        IndexError,
        KeyError,
        TypeError,
        ValueError,
        OverflowError,
        MemoryError,
    ) as error:
        raise InputError(name, f"its checkpoint cannot be read ({error}); it may be of another version") from None
