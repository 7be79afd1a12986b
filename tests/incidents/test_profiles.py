"""Counting profiles: quantities become numbers only here."""

from importlib.resources import files
from pathlib import Path

import pytest

from allegata.incidents import ProfileError, load_profile, profile, profile_names
from allegata.reading.quantities import parse_quantity
from allegata.records import Casualty, Whom


@pytest.mark.parametrize(
    ("words", "bounds"),
    [
        ("seven", (7, 7)),
        ("at least seven", (7, 7)),
        ("more than 70", (71, 71)),
        ("up to nine", (9, 9)),
        ("between four and six", (4, 6)),
        ("several", (2, 2)),
        ("a number of", (2, 2)),
        ("dozens", (12, 24)),
        ("a large number of", (12, 24)),
        ("hundreds", (100, 200)),
    ],
)
def test_airwars(words: str, bounds: tuple[int, int]) -> None:
    quantity = parse_quantity(words)
    assert quantity is not None
    assert profile("airwars").bounds(quantity) == bounds


def test_neutral_adds_nothing() -> None:
    for words, bounds in (("at least seven", (7, None)), ("up to nine", (None, 9)), ("dozens", (12, None))):
        quantity = parse_quantity(words)
        assert quantity is not None
        assert profile("neutral").bounds(quantity) == bounds


def test_names() -> None:
    assert {"neutral", "airwars"} <= set(profile_names())
    with pytest.raises(KeyError):
        profile("nobody")


def casualty(words: str, outcome: str, **whom: str) -> Casualty:
    quantity = parse_quantity(words)
    assert quantity is not None
    return Casualty(
        id="k1",
        outcome=outcome,  # type: ignore[arg-type]
        quantity=quantity,
        whom=Whom(status="not stated", words=whom.get("people"), span=None),
        outcome_words=whom.get("done"),
    )


@pytest.mark.parametrize(
    ("words", "counted"),
    [
        ("dozens", (12, 12, "acled-dozens")),
        ("hundreds", (100, 100, "acled-hundreds")),
        ("several", (3, 10, "acled-vague")),
        ("17", (17, 17, "as-stated")),
        ("at least 17", (17, 17, "acled-single-figure")),
    ],
)
def test_acled_counts_vague_words_by_its_table(words: str, counted: tuple[int, int, str]) -> None:
    assert profile("acled").counted(casualty(words, "killed")) == counted


def test_casualties_that_may_be_injured_are_no_dead_for_acled() -> None:
    acled = profile("acled")
    assert acled.counted_as(casualty("12", "killed_or_injured", done="casualties"), "killed") == (
        0,
        0,
        "acled-casualties",
    )
    mixed = acled.counted_as(casualty("more than 70", "killed_or_injured", done="martyred"), "killed")
    assert mixed is not None
    assert mixed[:2] == (3, 10)


@pytest.mark.parametrize("name", ["neutral", "airwars", "ucdp-ged", "ibc"])
def test_no_other_profile_makes_dead_of_people_killed_or_injured(name: str) -> None:
    assert profile(name).counted_as(casualty("more than 70", "killed_or_injured", done="killed"), "killed") is None


def test_a_family_is_three_for_iraq_body_count_and_open_in_the_neutral_profile() -> None:
    assert profile("ibc").counted(casualty("three", "killed", people="families"))[:2] == (9, 9)
    assert profile("neutral").counted(casualty("three", "killed", people="families"))[:2] == (3, None)


@pytest.mark.parametrize("name", profile_names())
def test_each_rule_says_where_it_is_from(name: str) -> None:
    found = profile(name)
    assert found.name == name
    for rule in found.every():
        assert found.rule(rule.id) == rule
        assert rule.source or rule.ours


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (("count: [12, 24]", "count: [24, 12]"), "least first"),
        (("id: airwars-vague", "id: airwars-range"), "taken"),
        (("count: [2, 2]", "times: [1, 1]\n    ends: open"), "one of 'count', 'times' and 'ends'"),
        (("version:", "edition:"), "no counting profile"),
        (("use: range", "use: average"), "no counting profile"),
        (("name: airwars", "name: [airwars"), "no YAML"),
    ],
)
def test_a_copy_with_a_mistake_is_refused_with_what_to_mend(
    change: tuple[str, str], complaint: str, tmp_path: Path
) -> None:
    text = files("allegata.incidents").joinpath("data/profiles/airwars.yaml").read_text(encoding="utf-8")
    path = tmp_path / "mine.yaml"
    path.write_text(text.replace(*change, 1), encoding="utf-8")
    with pytest.raises(ProfileError, match=complaint) as refused:
        load_profile(path)
    assert "\n" not in str(refused.value)
    assert str(path) in str(refused.value)


def test_a_copy_of_ones_own_counts_by_its_rules(tmp_path: Path) -> None:
    text = files("allegata.incidents").joinpath("data/profiles/airwars.yaml").read_text(encoding="utf-8")
    path = tmp_path / "mine.yaml"
    path.write_text(text.replace("count: [2, 2]", "count: [3, 5]").replace("name: airwars", "name: mine"))
    assert load_profile(path).counted(casualty("several", "killed")) == (3, 5, "airwars-vague")
