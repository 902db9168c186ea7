"""Which endpoint answers: preference, trouble, hysteresis, deadlines, budgets."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from edge.realtime.router import Router, RouterSettings

S = 1_000_000_000
BOTH = ("cloud", "local")


def _router(**settings: float | int | None) -> Router:
    router = Router(BOTH, RouterSettings(**settings))  # type: ignore[arg-type]
    for name in BOTH:
        router.attached(name, 0, 0.1)
    return router


def test_the_preferred_one_is_asked_first_and_nobody_when_nobody_is_there() -> None:
    router = _router()
    assert router.choose(BOTH, S) == "cloud"
    assert router.choose(("local",), S) == "local"
    assert router.choose(BOTH, S, avoid="cloud") == "local"
    assert router.choose((), S) is None


def test_one_failure_sends_the_next_turns_to_the_other_and_is_forgotten_in_time() -> None:
    router = _router()
    router.asked("cloud")
    router.failed("cloud", 10 * S)
    router.asked("local")
    router.answered("local", 0.8, S)
    assert router.choose(BOTH, 11 * S) == "local"
    assert router.choose(BOTH, 30 * S) == "local"
    assert router.choose(BOTH, 300 * S) == "cloud"


def test_a_lost_connection_has_to_prove_itself_before_it_is_taken_back() -> None:
    router = _router(failure=0.0)
    router.asked("cloud")
    router.detached("cloud", 10 * S)
    router.asked("local")
    router.attached("cloud", 20 * S)
    assert router.choose(BOTH, 21 * S) == "local"
    assert router.choose(BOTH, 29 * S) == "cloud"
    router.detached("local", 30 * S)
    assert router.choose(("cloud",), 21 * S) == "cloud"  # better an unproven one than none


def test_a_planned_renewal_is_no_loss() -> None:
    router = _router()
    router.asked("cloud")
    router.detached("cloud", 10 * S, planned=True)
    router.attached("cloud", 10 * S)
    assert router.choose(BOTH, 10 * S) == "cloud"


def test_a_slow_cloud_loses_its_place_and_small_differences_change_nothing() -> None:
    router = _router()
    router.asked("cloud")
    for _ in range(8):
        router.answered("local", 0.6, S)
        router.answered("cloud", 2.7, S)
    assert router.choose(BOTH, S) == "cloud"  # slower than the handicap allows, but not by the margin
    for _ in range(8):
        router.answered("cloud", 3.5, S)
    assert router.choose(BOTH, S) == "local"


def test_an_endpoint_that_was_slow_gets_another_chance() -> None:
    router = _router()
    router.asked("cloud")
    router.answered("cloud", 9.0, S)
    router.answered("local", 0.5, S)
    assert router.choose(BOTH, 2 * S) == "local"
    router.asked("local")
    assert router.choose(BOTH, 200 * S) == "local"
    assert router.choose(BOTH, 400 * S) == "cloud"


def test_a_send_queue_that_does_not_drain_counts() -> None:
    router = _router()
    router.asked("cloud")
    router.link_state("cloud", 400_000)
    assert router.choose(BOTH, S) == "local"
    router.link_state("cloud", 0)
    assert router.choose(BOTH, S) == "cloud"


def test_the_deadline_follows_the_endpoint_and_is_long_without_another() -> None:
    router = _router()
    assert router.deadline_s("cloud", S, others=False) == 6.0
    assert router.deadline_s("cloud", S, others=True) == 3.0
    for _ in range(10):
        router.answered("cloud", 0.5, S)
    assert router.deadline_s("cloud", S, others=True) == 1.5
    for _ in range(10):
        router.answered("cloud", 1.2, S)
    assert 2.0 < router.deadline_s("cloud", S, others=True) < 2.2
    for _ in range(10):
        router.answered("cloud", 9.0, S)
    assert router.deadline_s("cloud", S, others=True) == 3.0


def test_a_metered_link_is_left_when_its_budget_is_used_up() -> None:
    router = _router(budget_bytes=1000)
    router.carried("local", 5000)
    router.carried("cloud", 999)
    assert router.choose(BOTH, S) == "cloud"
    router.carried("cloud", 1)
    assert router.choose(BOTH, S) == "local"
    assert router.describe("cloud", S)["over_budget"] is True
    assert router.choose(("cloud",), S) == "cloud"
    router.attached("cloud", 2 * S)  # a new session has a new budget
    assert not router.exhausted("cloud")


@given(st.lists(st.tuples(st.sampled_from(BOTH), st.sampled_from(["answered", "failed", "lost", "back", "queue"])), max_size=60))
def test_whatever_happened_somebody_who_is_there_is_chosen(history: list[tuple[str, str]]) -> None:
    router = _router()
    now_ns = S
    for name, what in history:
        now_ns += S
        match what:
            case "answered":
                router.answered(name, 1.0, S)
            case "failed":
                router.failed(name, now_ns)
            case "lost":
                router.detached(name, now_ns)
            case "back":
                router.attached(name, now_ns)
            case "queue":
                router.link_state(name, 100_000)
        chosen = router.choose(BOTH, now_ns)
        assert chosen in BOTH
        router.asked(chosen)
        assert 1.5 <= router.deadline_s(chosen, S, others=True) <= 3.0
