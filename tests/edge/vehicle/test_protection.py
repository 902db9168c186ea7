from __future__ import annotations

import random

import pytest
from cantools.autosar import apply_profile2_crc, apply_profile5_crc

from edge.vehicle.dbc import EXTENDED, MessageSpec
from edge.vehicle.protection import Guard, Verdict, crc8, crc8_h2f, crc16_ccitt, crc32_p4
from edge.vehicle.signal_map import Profile, Protection

CHECK = b"123456789"


def test_check_values_of_the_specification() -> None:
    assert crc8(CHECK) == 0x4B
    assert crc8_h2f(CHECK) == 0xDF
    assert crc16_ccitt(CHECK) == 0x29B1
    assert crc32_p4(CHECK) == 0x1697D06A


def _spec(length: int, key: int = 0x123) -> MessageSpec:
    return MessageSpec(key, "M", length, {})


def _good(guard: Guard, frames: list[bytes]) -> list[bool]:
    return [guard.check(frame) is Verdict.GOOD for frame in frames]


IDS = tuple(range(7, 23))


def _profile_1(counter: int, data_id: int = 0x1234) -> bytes:
    payload = bytes((counter, 9, 8, 7, 6, 5, 4))
    return bytes((crc8(bytes((data_id & 0xFF, data_id >> 8)) + payload, 0, 0),)) + payload


def _profile_4(counter: int) -> bytes:
    body = bytes(range(8))
    head = (20).to_bytes(2, "big") + counter.to_bytes(2, "big") + (0x0A0B0C0D).to_bytes(4, "big")
    return head + crc32_p4(head + body).to_bytes(4, "big") + body


def test_profile_1() -> None:
    guard = Guard(Protection(profile="autosar-1", data_id=0x1234), _spec(8))
    assert all(_good(guard, [_profile_1(n % 15) for n in range(40)]))
    assert guard.check(_profile_1(11, 0x1235)) is Verdict.DROPPED


def test_profile_4() -> None:
    guard = Guard(Protection(profile="autosar-4", data_id=0x0A0B0C0D), _spec(20))
    assert all(_good(guard, [_profile_4(n) for n in range(0xFFF0, 0x10000)]))
    assert guard.check(_profile_4(0)) is Verdict.GOOD
    assert guard.check(_profile_4(1)[:-1] + b"x") is Verdict.DROPPED


@pytest.mark.parametrize("profile", ["autosar-2", "vw-mqb"])
def test_profile_2_agrees_with_cantools(profile: Profile) -> None:
    guard = Guard(Protection(profile=profile, data_ids=IDS), _spec(8))
    frames = [apply_profile2_crc(bytes((0, n % 16, n, 1, 2, 3, 4, 5)), IDS[n % 16]) for n in range(40)]
    assert all(_good(guard, [bytes(frame) for frame in frames if frame is not None]))


def test_profile_5_agrees_with_cantools() -> None:
    guard = Guard(Protection(profile="autosar-5", data_id=0xABCD), _spec(16))
    frames = [apply_profile5_crc(bytes((0, 0, n % 256, *range(13))), 0xABCD) for n in range(300)]
    assert all(_good(guard, [bytes(frame) for frame in frames if frame is not None]))


def _toyota(length: int = 8, key: int = 0x1D2) -> bytes:
    payload = random.Random(1).randbytes(length - 1)
    return payload + bytes(((length + (key & 0xFF) + (key >> 8) + sum(payload)) & 0xFF,))


def test_toyota() -> None:
    guard = Guard(Protection(profile="toyota"), _spec(8, 0x1D2))
    assert guard.check(_toyota()) is Verdict.GOOD
    assert guard.check(_toyota()[::-1]) is Verdict.DROPPED


def _honda(key: int, counter: int) -> bytes:
    """By the digits of the hexadecimal notation, unlike the code under test."""
    digits = f"{key & ~EXTENDED:X}" + "0102030405060F" + f"{counter:X}"
    total = sum(int(digit, 16) for digit in digits)
    last = (8 - total + (3 if key & EXTENDED else 0)) % 16
    return bytes.fromhex("0102030405060F") + bytes((counter << 4 | last,))


@pytest.mark.parametrize("key", [0x158, 0x12345 | EXTENDED])
def test_honda(key: int) -> None:
    guard = Guard(Protection(profile="honda"), _spec(8, key))
    assert all(_good(guard, [_honda(key, n % 4) for n in range(9)]))
    assert guard.check(_honda(key, 1)[:-1] + bytes((_honda(key, 1)[-1] ^ 1,))) is Verdict.DROPPED


@pytest.mark.parametrize("flip", range(64))
def test_a_flipped_bit_is_found(flip: int) -> None:
    guard = Guard(Protection(profile="autosar-1", data_id=0x1234), _spec(8))
    frame = int.from_bytes(_profile_1(3), "big") ^ (1 << flip)
    assert guard.check(frame.to_bytes(8, "big")) is not Verdict.GOOD


def test_trust_is_lost_after_three_and_comes_back_after_three() -> None:
    guard = Guard(Protection(profile="autosar-1", data_id=0x1234), _spec(8))
    assert guard.check(_profile_1(0)) is Verdict.GOOD
    stuck = [guard.check(_profile_1(0)) for _ in range(4)]
    assert stuck == [Verdict.DROPPED, Verdict.DROPPED, Verdict.FAILED, Verdict.DROPPED]
    assert [guard.check(_profile_1(n)) for n in (1, 2, 3)] == [Verdict.DROPPED, Verdict.DROPPED, Verdict.GOOD]
    assert guard.failures == 4
