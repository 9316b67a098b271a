"""Draws that repeat."""

from almandine.records.sample.chance import Chance


def draws(chance: Chance, count: int) -> list[int]:
    return [chance.below(1000) for _ in range(count)]


def test_the_same_key_gives_the_same_draws() -> None:
    assert draws(Chance(1, "title", 5), 100) == draws(Chance(1, "title", 5), 100)


def test_the_first_draws_are_those_of_any_machine() -> None:
    assert draws(Chance(1, "title", 0), 5) == [298, 727, 876, 440, 509]


def test_another_seed_purpose_or_number_gives_other_draws() -> None:
    keys = [(1, "title", 5), (2, "title", 5), (1, "item", 5), (1, "title", 6)]
    assert len({tuple(draws(Chance(*key), 10)) for key in keys}) == len(keys)


def test_below_reaches_every_number_and_no_other() -> None:
    chance = Chance(1, "any", 0)
    assert {chance.below(7) for _ in range(500)} == set(range(7))


def test_between_includes_both_ends() -> None:
    chance = Chance(1, "any", 0)
    assert {chance.between(3, 6) for _ in range(500)} == {3, 4, 5, 6}


def test_pick_gives_every_member_its_turn() -> None:
    chance = Chance(1, "any", 0)
    assert {chance.pick("abc") for _ in range(500)} == set("abc")


def test_often_keeps_to_its_share() -> None:
    chance = Chance(1, "any", 0)
    share = sum(chance.often(250) for _ in range(20_000)) / 20_000
    assert abs(share - 0.25) < 0.01


def test_never_and_always_are_what_they_say() -> None:
    chance = Chance(1, "any", 0)
    assert [chance.often(0) for _ in range(100)] == [False] * 100
    assert [chance.often(1000) for _ in range(100)] == [True] * 100
