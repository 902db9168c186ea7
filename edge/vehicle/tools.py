"""The one place where a tool call meets the car: checked, decided, executed, observed, written down."""

from __future__ import annotations

import secrets
import unicodedata
from collections import deque
from collections.abc import Callable, Mapping, MutableMapping
from dataclasses import dataclass
from enum import StrEnum

from pydantic import ValidationError

from edge.events import Json
from edge.vehicle import tool_models as t
from edge.vehicle.actions import UnknownValueError, Wishes, surroundings, wishes
from edge.vehicle.actuation import ActuationRequest, Answer, Desk
from edge.vehicle.catalogue import Value
from edge.vehicle.confirmation import answer
from edge.vehicle.policy import REASONS, PolicySettings, RateLimit, decide, forbidden_name
from edge.vehicle.simulated_car import SimulatedCar
from edge.vehicle.state import Quality, Reading, VehicleState
from edge.vehicle.warnings import Explained, active, explain

_AUDIT_SIZE = 64  # decisions kept in memory; the oldest fall out: who wants them all listens by on_audit
_MAX_UNTRUSTED = 80


class Mode(StrEnum):
    """off: the car is read only. simulate: requests move a simulated car. gateway: they go to the car maker's gateway."""

    OFF = "off"
    SIMULATE = "simulate"
    GATEWAY = "gateway"


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One decision: no audio, no transcript."""

    time_ns: int
    tool: str
    arguments: Mapping[str, Json]
    verdict: str
    rule: str
    result: str


@dataclass(slots=True)
class Pending:
    """A request that waits for the driver's yes. The nonce never leaves the daemon; the model does not see it."""

    nonce: str
    call: t.Tool
    speaker: t.Zone
    asked_ns: int
    affirmed: bool = False
    """The driver was heard to say yes."""


@dataclass(frozen=True, slots=True)
class _Requested:
    """A call that is on its way through the gateway."""

    call: t.Tool
    speaker: t.Zone
    rule: str
    confirmed: bool


class ToolHost:
    """Answers tool calls. Holds the question that waits for a yes, the rate limits and the audit log; reads no clock."""

    def __init__(
        self,
        state: VehicleState,
        mode: Mode = Mode.OFF,
        car: SimulatedCar | None = None,
        settings: PolicySettings | None = None,
        preferences: MutableMapping[str, str] | None = None,
        *,
        desk: Desk | None = None,
        on_audit: Callable[[AuditEntry], None] | None = None,
    ) -> None:
        """preferences: where remembered likings go; by default they live as long as this object.

        desk: where requests of gateway mode wait for their effect. on_audit: told of every decision.
        """
        self.state = state
        self.mode = mode
        self.car = car
        self.settings = settings or PolicySettings()
        self.preferences = {} if preferences is None else preferences
        self.pending: Pending | None = None
        self.audit: deque[AuditEntry] = deque(maxlen=_AUDIT_SIZE)
        self.desk = desk
        self._on_audit = on_audit
        self._limit = RateLimit(self.settings)
        self._untrusted = False
        self._just_asked = False
        """The question was put in this turn: what else is wished in it does not drop it."""
        self.speaker: t.Zone = "driver"
        """The zone of the one who speaks, where a call does not tell."""
        self._requested: dict[str, _Requested] = {}

    def declarations(self) -> list[dict[str, Json]]:
        """The flat function declarations of this mode. A tool that cannot act is not declared."""
        return [t.declaration(tool) for tool in t.TOOLS.values() if self._can_act or not tool.actuates]

    def new_turn(self) -> None:
        """The driver speaks again: texts read out in the last turn no longer taint."""
        self._untrusted = self._just_asked = False

    def note_untrusted(self) -> None:
        """A text from outside entered the conversation: requests of this turn need the driver's yes."""
        self._untrusted = True

    def call(self, name: str, arguments: Mapping[str, Json], now_ns: int, speaker: t.Zone | None = None) -> dict[str, Json]:
        """Execute one call. Never raises: what is wrong is in the result's `status` and `reason`.

        speaker: the zone the voice came from, `self.speaker` when it is not told. A call other than a pure question drops a
        request that waits for a yes.
        """
        speaker = speaker or self.speaker
        tool = t.TOOLS.get(name)
        if tool is None:
            if forbidden_name(name):
                return self._refused(name, arguments, now_ns, "forbidden", "forbidden")
            return self._close(name, arguments, now_ns, "invalid", "unknown-tool", {"status": "invalid", "reason": "no_such_tool"})
        if tool.actuates and not self._can_act:
            return self._refused(name, arguments, now_ns, "mode-off", "mode_off")
        try:
            call = tool.model_validate(dict(arguments))
        except ValidationError as error:
            problem = "; ".join(f"{'.'.join(map(str, e['loc'])) or name}: {e['msg']}" for e in error.errors())
            return self._close(name, {}, now_ns, "invalid", "arguments", {"status": "invalid", "reason": problem[:300]})
        if isinstance(call, t.GetVehicleState):
            return self._read(call, now_ns)
        if isinstance(call, t.ExplainWarning):
            return self._explain(call, now_ns)
        if self.pending is not None and self.pending.affirmed and self.pending.call == call:
            return self.confirm(now_ns, speaker)  # the model repeats what it asked, and the driver was heard to agree
        if not self._just_asked:
            self.pending = None
        return self._request(call, now_ns, speaker, confirmed=False)

    def heard(self, text: str, speaker: t.Zone | None = None) -> bool | None:
        """What was said after a question, as transcribed here: a yes lets the request be repeated or `confirm`ed.

        Anything but a yes drops the request. Returns what it was taken for; None without a question.
        """
        if self.pending is None:
            return None
        meaning = answer(text)
        if meaning is True and (speaker or self.speaker) == self.pending.speaker:
            self.pending.affirmed = True
        else:
            self.pending = None
        return meaning

    def question_finished(self, now_ns: int) -> None:
        """The question was played to its end: from now on a yes counts, for as long as the settings say."""
        if self.pending is not None:
            self.pending.asked_ns = now_ns

    def confirm(self, now_ns: int, speaker: t.Zone | None = None) -> dict[str, Json]:
        """The driver said yes. The request is decided anew with the car as it is now."""
        speaker = speaker or self.speaker
        pending, self.pending = self.pending, None
        if pending is None:
            return {"status": "invalid", "reason": "no_question"}
        said = pending.call.given()
        if not 0 <= now_ns - pending.asked_ns <= self.settings.confirm_window_s * 1e9:
            return self._refused(pending.call.name, said, now_ns, "confirm-expired", "expired")
        if speaker != pending.speaker:
            return self._refused(pending.call.name, said, now_ns, "confirm-zone", "other_zone")
        return self._request(pending.call, now_ns, speaker, confirmed=True)

    def cancel(self) -> None:
        """The driver said no, talked over the question, or changed the subject."""
        self.pending = None

    def take_requests(self, now_ns: int) -> list[ActuationRequest]:
        """Requests to send to the gateway now. Each is decided once more, with the car as it is at this moment."""
        if self.desk is None:
            return []
        found = []
        for entry in self.desk.waiting(now_ns):
            asked = self._requested[entry.request.key]
            around = surroundings(asked.call, self.state, now_ns, speaker=asked.speaker, untrusted=False)
            decision = decide(asked.call, around, self.settings)
            if decision.verdict == "refuse" or (decision.verdict == "confirm" and not asked.confirmed):
                entry.reason = decision.reason
                continue
            entry.sent = True
            found.append(entry.request)
        return found

    def answered(self, key: str, answer: Answer) -> None:
        """The gateway's word on a request."""
        if self.desk is not None:
            self.desk.answered(key, answer)

    def finished(self, now_ns: int) -> list[tuple[str, dict[str, Json]]]:
        """(ticket, result) of requests that came to their end: done as observed, or not."""
        found = []
        for entry in self.desk.settled(now_ns) if self.desk is not None else ():
            key = entry.request.key
            asked = self._requested.pop(key)
            if entry.reason:
                result = self._refused(asked.call.name, asked.call.given(), now_ns, asked.rule, entry.reason, entry.observed)
            else:
                result = self._done(asked.call, now_ns, asked.rule, entry.observed)
            found.append((key, result))
        return found

    @property
    def _can_act(self) -> bool:
        if self.mode is Mode.GATEWAY:
            return self.desk is not None
        return self.mode is Mode.SIMULATE and self.car is not None

    def _request(self, call: t.Tool, now_ns: int, speaker: t.Zone, *, confirmed: bool) -> dict[str, Json]:
        said = call.given()
        around = surroundings(call, self.state, now_ns, speaker=speaker, untrusted=self._untrusted)
        decision = decide(call, around, self.settings)
        if decision.verdict == "refuse":
            return self._refused(call.name, said, now_ns, decision.rule, decision.reason)
        if decision.verdict == "confirm" and not confirmed:
            self.pending, self._just_asked = Pending(secrets.token_hex(8), call, speaker, now_ns), True
            result: dict[str, Json] = {"status": "needs_confirmation", "reason": decision.reason}
            return self._close(call.name, said, now_ns, "confirm", decision.rule, result)
        if isinstance(call, t.RememberPreference):
            self.preferences[call.key] = call.value
            return self._done(call, now_ns, decision.rule, {})
        if isinstance(call, t.Navigation) and self.state.value(_GUIDANCE, now_ns) is not True:
            return self._refused(call.name, said, now_ns, "no-guidance", "no_guidance")
        try:
            wished = wishes(call, self.state, now_ns, speaker)
        except UnknownValueError:
            return self._refused(call.name, said, now_ns, "unknown-value", "unknown_value")
        if isinstance(call, t.Navigation) and call.action == "eta":
            result = {"status": "done", "observed": {}, "eta": None}
            return self._close(call.name, said, now_ns, "allow", decision.rule, result)
        if wished is None and not isinstance(call, t.Navigation):
            return self._refused(call.name, said, now_ns, "no-function", "not_supported")
        if not self._limit.allows(frozenset(wished or ()), now_ns):
            return self._refused(call.name, said, now_ns, "rate", "too_often")
        if self.desk is not None and self.mode is Mode.GATEWAY:
            asked = _Requested(call, speaker, decision.rule, confirmed)
            return self._send(self.desk, asked, wished or {}, now_ns)
        return self._execute(call, wished or {}, now_ns, decision.rule)

    def _send(self, desk: Desk, asked: _Requested, wished: Wishes, now_ns: int) -> dict[str, Json]:
        """Hand a request to the gateway; its result comes from `finished`."""
        call = asked.call
        if not wished:
            return self._refused(call.name, call.given(), now_ns, "no-function", "not_supported")
        request = desk.ask(call.name, wished, now_ns)
        if request is None:
            return self._refused(call.name, call.given(), now_ns, "gateway-busy", "too_often")
        self._requested[request.key] = asked
        result: dict[str, Json] = {"status": "requested", "ticket": request.key}
        return self._close(call.name, call.given(), now_ns, "allow", asked.rule, result)

    def _execute(self, call: t.Tool, wished: Wishes, now_ns: int, rule: str) -> dict[str, Json]:
        assert self.car is not None  # _can_act was checked before the request was decided
        targets = {path: self.state.catalogue[path].coerce(value) for path, value in wished.items()}
        if any(target is None for target in targets.values()):
            return self._refused(call.name, call.given(), now_ns, "no-function", "not_supported")
        self.car.wish(wished)
        observed = {path: self.state.value(path, now_ns) for path in wished}
        if any(observed[path] != target for path, target in targets.items()):
            return self._refused(call.name, call.given(), now_ns, "not-observed", "not_observed", observed)
        return self._done(call, now_ns, rule, observed)

    def _done(self, call: t.Tool, now_ns: int, rule: str, observed: Mapping[str, Value | None]) -> dict[str, Json]:
        result: dict[str, Json] = {"status": "done", "observed": {path: json_value(value) for path, value in observed.items()}}
        return self._close(call.name, call.given(), now_ns, "allow", rule, result)

    def _refused(
        self,
        name: str,
        said: Mapping[str, Json],
        now_ns: int,
        rule: str,
        reason: str,
        observed: Mapping[str, Value | None] | None = None,
    ) -> dict[str, Json]:
        result: dict[str, Json] = {"status": "refused", "reason": reason, "why": REASONS[reason].en}
        if observed:
            result["observed"] = {path: json_value(value) for path, value in observed.items()}
        return self._close(name, said, now_ns, "refuse", rule, result)

    def _close(
        self, name: str, said: Mapping[str, Json], now_ns: int, verdict: str, rule: str, result: dict[str, Json]
    ) -> dict[str, Json]:
        entry = AuditEntry(now_ns, name, dict(said), verdict, rule, str(result["status"]))
        self.audit.append(entry)
        if self._on_audit is not None:
            self._on_audit(entry)
        return result

    def _read(self, call: t.GetVehicleState, now_ns: int) -> dict[str, Json]:
        values: dict[str, Json] = {}
        unknown: list[Json] = []
        for name in call.names:
            path = self.state.catalogue.resolve(name)
            if path is None or self.state.catalogue[path].tier == "C":
                unknown.append(name[:120])
                continue
            values[path] = self._entry(path, self.state.get(path, now_ns))
        result: dict[str, Json] = {"status": "done", "values": values}
        if unknown:
            result["unknown_names"] = unknown
        return result

    def _entry(self, path: str, reading: Reading) -> dict[str, Json]:
        """Value, unit, quality and age. A value that is not VALID is null: it must not be said."""
        age: Json = None if reading.age_s is None else round(reading.age_s, 1)
        rest: dict[str, Json] = {"unit": reading.unit, "quality": reading.quality.value, "age_s": age}
        if self.state.catalogue[path].form == "untrusted":
            if reading.valid:
                self.note_untrusted()
            return {"untrusted_text": clean_text(str(reading.value)) if reading.valid else None, **rest}
        return {"value": json_value(reading.value) if reading.quality is Quality.VALID else None, **rest}

    def _explain(self, call: t.ExplainWarning, now_ns: int) -> dict[str, Json]:
        found = active(self.state, now_ns) if call.code is None else [explain(call.code)]
        entries: list[Json] = [_warning(item) for item in found]
        result: dict[str, Json] = {"status": "done", "warnings": entries}
        if call.code is None and not found:
            result["fault_codes_known"] = self.state.value("Diagnostics.DTCList", now_ns) is not None
        return result


_GUIDANCE = "Cabin.Infotainment.Navigation.IsGuidanceActive"


def _warning(item: Explained) -> dict[str, Json]:
    if item.warning is None:
        return {"code": clean_text(item.code), "known": False}
    words = item.warning.words
    return {"code": item.code, "known": True, "severity": item.warning.severity, "en": words.en, "zh": words.zh}


def json_value(value: Value | None) -> Json:
    """A value as JSON has it: lists for tuples, floats without noise in their last digits."""
    if isinstance(value, tuple):
        return list(value)
    return round(value, 3) if isinstance(value, float) else value


def clean_text(text: str) -> str:
    """Text from outside, made harmless for a prompt: NFKC, no control, format or bidirectional marks, one line, 80 characters."""
    normal = unicodedata.normalize("NFKC", text)
    kept = "".join(" " if c in "\r\n\t" else c for c in normal if c in "\r\n\t" or unicodedata.category(c)[0] != "C")
    return " ".join(kept.split())[:_MAX_UNTRUSTED]
