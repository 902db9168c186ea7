"""One response at a time, and the races between create, cancel and the server's own mind."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from wire_samples import audio_delta, created, done, error, feed, of_type, open_session, sent, sent_types

from edge.realtime.arbiter import Cancel, Create, Request, ResponseArbiter, Slot
from edge.realtime.dialects import OPENAI_BETA
from edge.realtime.events import AudioDelta, ResponseFinished, ResponseStarted, ServerError


def test_a_second_request_waits_for_the_end_of_the_first() -> None:
    session = open_session()
    session.request_response()
    session.request_response("Say it again.")
    assert sent_types(session) == ["response.create"]
    feed(session, created("r1"))
    assert sent_types(session) == []
    feed(session, done("r1"))
    [event] = sent(session)
    assert event["type"] == "response.create"
    assert event["response"]["instructions"] == "Say it again."


def test_of_two_waiting_requests_the_newer_one_is_sent() -> None:
    session = open_session()
    for instructions in ("a", "b", "c"):
        session.request_response(instructions)
    session.take_outgoing()
    feed(session, created(), done())
    [event] = sent(session)
    assert event["response"]["instructions"] == "c"
    assert session.arbiter.dropped_requests == 1


def test_cancel_then_ask_waits_for_the_terminal_event() -> None:
    session = open_session(OPENAI_BETA)
    session.request_response()
    feed(session, created(), audio_delta())
    session.take_outgoing()
    assert session.cancel() == "r1"
    session.request_response()
    [cancel] = sent(session)
    assert (cancel["type"], cancel["response_id"]) == ("response.cancel", "r1")
    assert feed(session, audio_delta()) == []
    [finished] = feed(session, done(status="cancelled"))
    assert isinstance(finished, ResponseFinished)
    assert finished.cancelled_here
    assert sent_types(session) == ["response.create"]


def test_a_server_that_ignores_the_cancel_changes_nothing() -> None:
    session = open_session()
    session.request_response()
    feed(session, created())
    session.cancel()
    found = feed(session, *(audio_delta() for _ in range(20)), done(status="completed"))
    assert [type(event) for event in found] == [ResponseFinished]
    assert session.counters.late_events == 20
    assert session.counters.late_audio_bytes == 20 * 480
    assert not session.busy


def test_cancelled_before_it_was_created() -> None:
    session = open_session()
    session.request_response()
    assert session.cancel() is None
    assert sent_types(session) == ["response.create", "response.cancel"]
    found = feed(session, error("response_cancel_not_active", "no active response"), created(), audio_delta())
    assert not of_type(found, ResponseStarted)
    assert not of_type(found, AudioDelta)
    assert sent_types(session) == ["response.cancel"]
    feed(session, done(status="cancelled"))
    assert not session.busy


def test_a_cancel_that_came_too_late_ends_the_wait() -> None:
    session = open_session()
    session.request_response()
    feed(session, created())
    session.cancel()
    session.request_response()
    session.take_outgoing()
    found = feed(session, error("", "Cancellation failed: no active response found"))
    assert isinstance(found[0], ServerError)
    assert found[0].kind == "benign"
    assert isinstance(found[1], ResponseFinished)
    assert found[1].status == "cancelled"
    assert sent_types(session) == ["response.create"]
    assert feed(session, done("r1")) == []


def test_cancel_drops_the_request_that_waits() -> None:
    session = open_session()
    session.request_response()
    feed(session, created())
    session.request_response()
    session.cancel()
    session.take_outgoing()
    feed(session, done(status="cancelled"))
    assert sent_types(session) == []


def test_already_active_is_asked_again_afterwards() -> None:
    session = open_session()
    session.request_response("mine")
    session.take_outgoing()
    [event] = feed(session, error("", "Conversation already has an active response"))
    assert isinstance(event, ServerError)
    assert event.kind == "benign"
    assert sent_types(session) == []
    feed(session, created("theirs"), done("theirs"))
    assert sent_types(session) == ["response.create"]


def test_a_request_that_any_response_answers_is_not_asked_again() -> None:
    session = open_session()
    session.request_response(once=True)
    session.take_outgoing()
    feed(session, error("", "Conversation already has an active response"), created("theirs"))
    session.request_response(once=True)
    feed(session, done("theirs"))
    assert sent_types(session) == []


def test_a_refused_request_frees_the_slot() -> None:
    session = open_session()
    session.request_response()
    [create] = sent(session)
    session.request_response("next")
    event_id = create["event_id"]
    assert isinstance(event_id, str)
    feed(session, error("invalid_value", "bad", event_id))
    assert sent_types(session) == ["response.create"]


def test_an_error_about_something_else_does_not() -> None:
    session = open_session()
    session.request_response()
    session.request_response("next")
    session.take_outgoing()
    feed(session, error("item_not_found", "no item veh_1", "cv_77"), error("invalid_value", "odd"))
    assert sent_types(session) == []


def test_giving_up_the_wait_for_an_end() -> None:
    session = open_session()
    session.request_response()
    feed(session, created(), audio_delta())
    session.cancel()
    session.request_response()
    session.take_outgoing()
    finished = session.abandon_response()
    assert finished is not None
    assert finished.status == "cancelled"
    assert sent_types(session) == ["response.create"]
    assert feed(session, audio_delta(), done("r1")) == []
    assert of_type(feed(session, created("r2"), audio_delta("r2")), AudioDelta)


def test_a_response_that_comes_after_it_was_given_up_is_unwanted() -> None:
    session = open_session()
    session.request_response()
    session.cancel()
    assert session.abandon_response() is None
    session.take_outgoing()
    assert feed(session, created(), audio_delta()) == []
    assert sent_types(session) == ["response.cancel"]


def test_a_response_nobody_asked_for_is_taken() -> None:
    session = open_session()
    found = feed(session, created(), audio_delta(), done())
    assert [type(event) for event in found] == [ResponseStarted, AudioDelta, ResponseFinished]


CALLS = st.lists(
    st.one_of(
        st.tuples(st.just("request")),
        st.tuples(st.just("cancel")),
        st.tuples(st.just("release")),
        st.tuples(st.sampled_from(["started", "finished"]), st.sampled_from("abc")),
        st.tuples(
            st.just("failed"),
            st.sampled_from(["no active response", "already has an active response", "boom"]),
            st.sampled_from(["benign", "retry", "fatal"]),
            st.sampled_from(["create", "cancel", None]),
        ),
    ),
    max_size=40,
)


@given(CALLS)
def test_never_two_creates_without_an_end_between(calls: list[tuple[Any, ...]]) -> None:
    arbiter = ResponseArbiter()
    for name, *arguments in calls:
        was_busy = arbiter.busy
        if name == "request":
            actions = arbiter.request(Request())
        elif name == "failed":
            message, kind, blame = arguments
            actions = arbiter.failed(ServerError("", message, kind), blame)
        else:
            actions = getattr(arbiter, name)(*arguments)
        creates = [action for action in actions if isinstance(action, Create)]
        assert len(creates) <= 1
        assert len([action for action in actions if isinstance(action, Cancel)]) <= 1
        if creates and name == "request":
            assert not was_busy
        if creates:
            assert arbiter.slot is Slot.REQUESTED
        assert arbiter.busy or arbiter.waiting is None
    arbiter.release()
    arbiter.cancel()
    arbiter.release()
    assert not arbiter.busy
