"""Kuksa's messages by protobuf's own implementation, with descriptors built from the published field numbers."""

from __future__ import annotations

from typing import Any

from google.protobuf import descriptor_pb2, descriptor_pool, message_factory, timestamp_pb2

KINDS = {"string": 9, "bool": 8, "sint32": 17, "sint64": 18, "uint32": 13, "uint64": 4, "float": 2, "double": 1, "message": 11}
MESSAGES: dict[str, list[tuple[str, int, str, bool]]] = {
    "StringArray": [("values", 1, "string", True)],
    "Value": [
        ("string", 11, "string", False),
        ("bool", 12, "bool", False),
        ("int32", 13, "sint32", False),
        ("int64", 14, "sint64", False),
        ("uint32", 15, "uint32", False),
        ("uint64", 16, "uint64", False),
        ("float", 17, "float", False),
        ("double", 18, "double", False),
        ("string_array", 21, ".t.StringArray", False),
    ],
    "Datapoint": [("timestamp", 1, ".google.protobuf.Timestamp", False), ("value", 2, ".t.Value", False)],
    "SignalID": [("id", 1, "sint32", False), ("path", 2, "string", False)],
    "SubscribeRequest": [("signal_paths", 1, "string", True), ("buffer_size", 2, "uint32", False)],
    "Entry": [("key", 1, "string", False), ("value", 2, ".t.Datapoint", False)],
    "SubscribeResponse": [("entries", 1, ".t.Entry", True)],
    "ActuateRequest": [("signal_id", 1, ".t.SignalID", False), ("value", 2, ".t.Value", False)],
    "BatchActuateRequest": [("actuate_requests", 1, ".t.ActuateRequest", True)],
}


def _messages() -> dict[str, Any]:
    file = descriptor_pb2.FileDescriptorProto(name="t.proto", package="t", syntax="proto3")
    file.dependency.append("google/protobuf/timestamp.proto")
    for name, fields in MESSAGES.items():
        message = file.message_type.add(name=name)
        if name == "Value":
            message.oneof_decl.add(name="typed_value")
        for field, number, kind, repeated in fields:
            made = message.field.add(name=field, number=number, label=3 if repeated else 1)
            made.type = KINDS.get(kind, 11)
            if kind.startswith("."):
                made.type_name = kind
            if name == "Value":
                made.oneof_index = 0
    pool = descriptor_pool.DescriptorPool()
    pool.AddSerializedFile(timestamp_pb2.DESCRIPTOR.serialized_pb)
    pool.Add(file)
    return {name: message_factory.GetMessageClass(pool.FindMessageTypeByName(f"t.{name}")) for name in MESSAGES}


M = _messages()
