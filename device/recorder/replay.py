"""`cabin replay`: a recording, run again."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from pathlib import Path

from pydantic import ValidationError

from device.assembly import Vehicle, assemble, open_vehicle
from device.recorder.checkpoint import read_checkpoint
from device.recorder.file import Recording, read_recording
from device.recorder.player import Player, Result
from device.recorder.tape import Tape
from device.recorder.taps import TAPPED, TappedParts, tap
from device.recorder.vehicle_taps import TappedDecoder
from device.settings import Settings
from edge.errors import InputError
from edge.vehicle.signal_map import load_map
from edge.vehicle.table import load_database
from edge.weights.store import WeightStore


def replay(file: Path, store: WeightStore, on_event: Callable[[str], None] = lambda line: None) -> Result:
    """Run a recording again. on_event: told of each line of the timeline.

    Raises InputError naming the file when it cannot be read or used, DivergedError when it cannot be followed to its end.
    """
    recording = read_recording(file)
    try:
        settings = Settings.model_validate(json.loads(recording.facts["settings"]))
    except (ValidationError, ValueError, KeyError) as error:
        what = error.errors()[0]["loc"] if isinstance(error, ValidationError) else error
        raise InputError(file, f"its settings cannot be used ({what}); it may be of another version") from None
    vehicle = open_vehicle(settings, TAPPED)
    fresh_order = Tape(1.0)
    fresh = tap(assemble(settings, store, vehicle, kinds=TAPPED), fresh_order)
    if settings.can.dbc is not None and "dbc" in recording.files and "map" in recording.files:
        _decoder(recording, settings.can.dbc.suffix, vehicle).attach(vehicle.state)
    player = Player(recording.steps)
    parts = read_checkpoint(recording.checkpoint, fresh, fresh_order, player, str(file))
    if not isinstance(parts, TappedParts):
        raise InputError(file, "its checkpoint holds something else than the parts of the daemon")
    try:
        parts.resume()
    except (KeyError, ValueError, AttributeError, TypeError) as error:
        raise InputError(file, f"does not fit its own DBC or map ({error})") from None
    return player.play(parts, on_event)


def _decoder(recording: Recording, suffix: str, vehicle: Vehicle) -> TappedDecoder:
    """The decoder of the bus as it was, from the files in the recording."""
    with tempfile.TemporaryDirectory(prefix="cabin-replay-") as folder:
        database, signal_map = Path(folder) / f"bus{suffix}", Path(folder) / "map.toml"
        database.write_bytes(recording.files["dbc"])
        signal_map.write_bytes(recording.files["map"])
        return TappedDecoder(load_database(database), load_map(signal_map), vehicle.catalogue)
