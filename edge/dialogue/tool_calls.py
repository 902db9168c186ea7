"""Tool calls of an endpoint and their results, which may come later: a car takes its time to move."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from edge.dialogue.ports import Tools
from edge.events import Json
from edge.realtime import events as wire
from edge.realtime.session_client import ClientSession

_READ_ONLY = frozenset({"get_vehicle_state", "explain_warning"})


@dataclass(frozen=True, slots=True)
class _Waiting:
    session: ClientSession
    call: wire.ToolCall


@dataclass(slots=True)
class _Deed:
    """What was done in this turn, and for whom. result: None while it is still to come, under the ticket."""

    session: ClientSession
    result: dict[str, Json] | None
    ticket: str = ""


class ToolCalls:
    """Runs tools and sends their results. An endpoint is asked for its answer when it has the results of all its calls.

    When a turn goes to another endpoint, that one asks for the same deeds again: it is told of them as done and they are not
    done twice ("two degrees warmer" would become four).
    """

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        self._waiting: dict[str, list[_Waiting]] = {}
        self._held: list[ClientSession] = []
        self._deeds: dict[tuple[str, str], _Deed] = {}
        self.called = False
        """Some tool was called in this turn."""

    def run(self, session: ClientSession, call: wire.ToolCall, now_ns: int) -> dict[str, Json] | None:
        """The result, which the endpoint has been sent; None when it will come from `collect`, or came in this turn before."""
        self.called = True
        key = (call.name, json.dumps(call.arguments, sort_keys=True, ensure_ascii=False))
        deed = self._deeds.get(key)
        if deed is not None and deed.session is not session:
            if deed.result is None:
                self._waiting.setdefault(deed.ticket, []).append(_Waiting(session, call))
            else:
                _send(session, call, deed.result)
            return None
        result = self._tools.call(call.name, call.arguments, now_ns)
        if result.get("status") == "requested":
            ticket = str(result["ticket"])
            self._waiting[ticket] = [_Waiting(session, call)]
            self._deeds[key] = _Deed(session, None, ticket)
            return None
        if call.name not in _READ_ONLY:
            self._deeds[key] = _Deed(session, result)
        _send(session, call, result)
        return result

    def collect(self, now_ns: int) -> Iterator[tuple[wire.ToolCall, dict[str, Json]]]:
        """Results that have come meanwhile, each sent to its endpoints."""
        for ticket, result in self._tools.finished(now_ns):
            for deed in self._deeds.values():
                if deed.ticket == ticket:
                    deed.result = result
            waiting = self._waiting.pop(ticket, [])
            for one in waiting:
                _send(one.session, one.call, result)
            if waiting:
                yield waiting[0].call, result
        if not self._held:
            return
        ready = [session for session in self._held if not self._owes(session)]
        self._held = [session for session in self._held if self._owes(session)]
        for session in ready:
            session.request_response()

    def ask(self, session: ClientSession) -> None:
        """Ask for the answer to the results, as soon as all are there."""
        if self._owes(session):
            self._held.append(session)
        else:
            session.request_response()

    def forget(self, session: ClientSession) -> None:
        """This endpoint answers no more: what it asked for is done all the same, and nothing is asked of it."""
        self._held = [held for held in self._held if held is not session]

    def drop(self) -> None:
        """The turn is over: nobody waits for what is still to come. The endpoints are told that the outcome is not known."""
        for waiting in self._waiting.values():
            for one in waiting:
                _send(one.session, one.call, {"status": "refused", "reason": "not_observed"})
        self._waiting.clear()
        self._held.clear()
        self._deeds.clear()
        self.called = False

    def _owes(self, session: ClientSession) -> bool:
        return any(one.session is session for waiting in self._waiting.values() for one in waiting)


def _send(session: ClientSession, call: wire.ToolCall, result: dict[str, Json]) -> None:
    session.send_tool_result(call.call_id, json.dumps(result, ensure_ascii=False, separators=(",", ":")))
