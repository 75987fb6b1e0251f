from __future__ import annotations

from heartsong.media.turns import PATIENCE, REST, Turns


class Clock:
    """A clock that sleeping moves on."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


def turns(per_second: float) -> tuple[Turns, Clock]:
    clock = Clock()
    return Turns(per_second, clock, clock.sleep), clock


def test_turns_are_evenly_spaced() -> None:
    ours, clock = turns(4)
    assert all(ours.take() for _ in range(9))
    assert clock.now == 102.0


def test_a_turn_that_is_far_off_is_not_waited_for() -> None:
    ours, clock = turns(1 / (3 * PATIENCE))
    assert ours.take()
    assert not ours.take()
    assert clock.now == 100.0


def test_what_failed_twice_rests() -> None:
    ours, clock = turns(10)
    ours.failed()
    assert ours.take()
    ours.failed()
    assert not ours.take()
    clock.now += REST
    assert ours.take()


def test_one_failure_between_answers_is_forgiven() -> None:
    ours, _ = turns(10)
    for _ in range(3):
        ours.failed()
        ours.succeeded()
    assert ours.take()


def test_what_asks_for_time_gets_it() -> None:
    ours, clock = turns(10)
    ours.failed(after=7)
    assert not ours.take()
    clock.now += 7
    assert ours.take()
