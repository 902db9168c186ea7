"""Our few messages against protobuf's own implementation, with descriptors built from the published field numbers."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kuksa_messages import M

from edge.vehicle.kuksa_wire import ProtobufError, batch_actuate_request, subscribe_request, subscribe_response


def test_requests_are_what_protobuf_reads() -> None:
    asked = M["SubscribeRequest"].FromString(subscribe_request(["Vehicle.Speed", "Vehicle.IsMoving"]))
    assert list(asked.signal_paths) == ["Vehicle.Speed", "Vehicle.IsMoving"]
    assert asked.buffer_size == 1000
    wishes: dict[str, Any] = {
        "Vehicle.A": ("boolean", True),
        "Vehicle.B": ("int8", -100),
        "Vehicle.C": ("uint8", 40),
        "Vehicle.D": ("float", 21.5),
        "Vehicle.E": ("string", "AUTO"),
        "Vehicle.F": ("boolean", False),
    }
    batch = M["BatchActuateRequest"].FromString(batch_actuate_request(wishes))
    found = {r.signal_id.path: getattr(r.value, r.value.WhichOneof("typed_value")) for r in batch.actuate_requests}
    assert found == {path: value for path, (_, value) in wishes.items()}
    with pytest.raises(ValueError, match="is no"):
        batch_actuate_request({"Vehicle.A": ("uint8", -1)})


VALUES = st.one_of(
    st.tuples(st.just("string"), st.text(max_size=20)),
    st.tuples(st.just("bool"), st.booleans()),
    st.tuples(st.just("int32"), st.integers(-(2**31), 2**31 - 1)),
    st.tuples(st.just("int64"), st.integers(-(2**63), 2**63 - 1)),
    st.tuples(st.just("uint32"), st.integers(0, 2**32 - 1)),
    st.tuples(st.just("float"), st.floats(width=32, allow_nan=False)),
    st.tuples(st.just("double"), st.floats(allow_nan=False)),
)


@given(st.dictionaries(st.text(min_size=1, max_size=9), VALUES, max_size=4), st.integers(-100, 2**33), st.integers(0, 999_999_999))
def test_responses_of_protobuf_are_read(points: dict[str, tuple[str, Any]], seconds: int, nanos: int) -> None:
    response = M["SubscribeResponse"]()
    for path, (kind, value) in points.items():
        entry = response.entries.add(key=path)
        setattr(entry.value.value, kind, value)
        entry.value.timestamp.seconds, entry.value.timestamp.nanos = seconds, nanos
    found = subscribe_response(response.SerializeToString())
    assert {path: point.value for path, point in found.items()} == {path: value for path, (_, value) in points.items()}
    assert all(point.time_s == pytest.approx(seconds + nanos / 1e9) for point in found.values())


def test_lists_and_missing_values() -> None:
    response = M["SubscribeResponse"]()
    entry = response.entries.add(key="L")
    entry.value.value.string_array.values.extend(["P0301", "U0100"])
    response.entries.add(key="N").value.timestamp.seconds = 5
    found = subscribe_response(response.SerializeToString())
    assert found["L"].value == ("P0301", "U0100")
    assert found["N"].value is None


@given(st.binary(max_size=80))
def test_any_bytes_are_a_response_or_an_error(data: bytes) -> None:
    try:
        subscribe_response(data)
    except ProtobufError as error:
        assert str(error)
