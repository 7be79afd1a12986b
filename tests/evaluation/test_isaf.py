"""The ISAF set: its scorer by hand, the coder's counting, the dates of releases, and the set from end to end."""

import json
from pathlib import Path

import pytest

from allegata.codebooks.isaf_coding import Fields
from allegata.codebooks.isaf_release import releases
from allegata.evaluation.isaf import SET
from allegata.evaluation.isaf_reading import code_text, terms
from allegata.evaluation.isaf_scores import FIELDS, score, shares
from allegata.evaluation.parts import SetMissingError, Tools
from allegata.evaluation.published import published

GOLD: dict[str, object] = {
    "start_date": "2014-03-02",
    "event_type": ["detention"],
    "province": ["logar"],
    "target_group": ["taliban"],
    "min_killed": 0,
    "min_captured": 3,
    "killq": False,
    "captureq": True,
    "killcaptureraid": True,
    "airstrike": False,
    "noshotsfired": False,
    "min_leaders_killed": 0,
    "min_leaders_captured": 0,
}


@pytest.fixture(scope="module")
def tools() -> Tools:
    """One reader for all tests of the module."""
    return Tools()


def fields(text: str, tools: Tools) -> Fields:
    """Return the fields of a release with a head of its own."""
    return code_text(f"2014-03-S-007\n\nKABUL, Afghanistan (March 3, 2014)\n{text}", tools).fields


def test_score_by_hand() -> None:
    ours = dict(GOLD, province=["logar", "ghazni"], min_captured=4, target_group=["taliban", "haqqani"])
    scores = score(ours, GOLD)
    assert scores["start_date"] == scores["event_type"] == scores["target_group"] == 1
    assert scores["province"] == scores["min_captured"] == 0
    assert shares([scores])["mean"] == round(100 * 11 / 13, 2)


def test_shared_fields_count_in_part() -> None:
    gold = dict(GOLD, target_group=["taliban", "haqqani"])
    assert score(dict(GOLD), gold)["target_group"] == 0.5
    assert score(dict(GOLD, target_group=[]), gold)["target_group"] == 0
    assert score(dict(GOLD, target_group=[]), dict(GOLD, target_group=[]))["target_group"] == 1


def test_numbers_and_truth_values_are_exact() -> None:
    assert score(dict(GOLD, min_captured=True), dict(GOLD, min_captured=1))["min_captured"] == 0
    assert sum(score({}, GOLD).values()) == 0


def test_shares_of_nothing() -> None:
    assert shares([])["mean"] == 0
    assert set(shares([])) == {"mean", *FIELDS}


@pytest.mark.parametrize(
    ("head", "day"),
    [
        ("2014-03-CA-007\n\nKABUL, Afghanistan (March 3, 2014)\n", "2014-03-03"),
        (
            "ISAF Joint Command - Afghanistan 2014-03-CA-007 For Immediate Release\n\nKABUL, Afghanistan (Mar. 3) - ",
            "2014-03-03",
        ),
        (
            "ISAF Joint Command - Afghanistan 2015-01-CA-007 For Immediate Release\n\nKABUL, Afghanistan (Dec. 31) - ",
            "2014-12-31",
        ),
    ],
)
def test_releases_are_dated_by_their_head(head: str, day: str) -> None:
    told = releases(f"[a remark of the coder]\n{head}A patrol detained two insurgents in Logar province yesterday.")
    assert len(told) == 1
    assert told[0].document.published is not None
    assert told[0].document.published.start == day
    assert "remark" not in told[0].body


def test_release_without_a_head_has_no_date() -> None:
    assert releases("A patrol detained two insurgents in Logar province yesterday.")[0].document.published is None
    assert releases("")[0].body == "-"


@pytest.mark.parametrize(
    ("text", "captured"),
    [
        ("A patrol detained several insurgents in Zurmat district, Paktiya province, yesterday.", 3),
        ("A patrol detained a couple of suspected insurgents in Logar province yesterday.", 2),
        ("A patrol detained numerous suspected insurgents in Logar province yesterday.", 4),
        ("Suspected insurgents were detained in Logar province yesterday.", 2),
        (
            "A patrol captured a Taliban leader in Logar province yesterday. "
            "The patrol also detained two additional suspected insurgents.",
            3,
        ),
        (
            "A patrol detained five insurgents in Logar province yesterday. The five insurgents were detained at dawn.",
            5,
        ),
    ],
)
def test_counts_by_the_coders_conventions(text: str, captured: int, tools: Tools) -> None:
    assert fields(text, tools).min_captured == captured


def test_a_round_up_counts_the_operation_that_is_told(tools: Tools) -> None:
    got = fields(
        "Several insurgents were killed and dozens detained during separate operations in the past 24 hours. In Ghor "
        "province, a patrol returned fire on Sunday, killing two insurgents.",
        tools,
    )
    assert (got.min_killed, got.min_captured) == (2, 0)


def test_a_release_on_civilians_counts_them(tools: Tools) -> None:
    got = fields("Coalition forces accidentally killed two civilians in Herat province on Sunday.", tools)
    assert (got.min_killed, got.event_type, got.start_date) == (2, ("civiliancasualty",), "2014-03-02")


def test_leaders_by_what_is_said_of_them(tools: Tools) -> None:
    got = fields("Gul Khan, a Taliban commander, was killed in an airstrike in Takhar province today.", tools)
    assert (got.min_leaders_killed, got.airstrike) == (1, True)


def test_a_raid_from_end_to_end(tools: Tools) -> None:
    got = fields(
        "An Afghan and coalition security force captured a Haqqani network leader during an operation in Sabari "
        "district, Khost province, yesterday. The force searched the compound and detained two additional suspected "
        "insurgents. No shots were fired.",
        tools,
    )
    assert got == Fields(
        start_date="2014-03-02",
        event_type=("detention",),
        province=("khost",),
        target_group=("haqqani",),
        min_killed=0,
        min_captured=3,
        killq=False,
        captureq=True,
        killcaptureraid=True,
        airstrike=False,
        noshotsfired=True,
        min_leaders_killed=0,
        min_leaders_captured=1,
    )


def test_own_losses_and_civilians_are_no_killed_insurgents(tools: Tools) -> None:
    got = fields(
        "Two Afghan soldiers were killed and a civilian was wounded by a roadside bomb in Ghor province today.", tools
    )
    assert (got.min_killed, got.killq, got.event_type) == (0, False, ("civiliancasualty",))


def test_an_airstrike(tools: Tools) -> None:
    got = fields("A coalition airstrike killed four insurgents in Nangarhar province today.", tools)
    assert (got.event_type, got.airstrike, got.min_killed) == (("airstrike",), True, 4)


def test_two_groups_told_as_one(tools: Tools) -> None:
    got = fields("A patrol detained an al-Qaeda associated Taliban leader in Kunar province today.", tools)
    assert got.target_group == ("aq;taliban",)


def test_provinces_of_the_table_are_known(tools: Tools) -> None:
    known = {tools.gazetteer.area(f"{name} Province", countries=("AF",)) for name in ("Khost", "Herat", "Ghor")}
    assert {area.geonames for area in known if area is not None} <= set(terms().provinces)
    assert len(terms().provinces) == 34


def test_the_set(tmp_path: Path, tools: Tools) -> None:
    folder = tmp_path / "isaf"
    folder.mkdir()
    text = (
        "KABUL, Afghanistan (March 3, 2014)\n"
        + "A patrol seeking a Taliban leader detained several insurgents in Logar province yesterday."
    )
    rows = [{"id": 7, "text": text, "gold": GOLD}, {"text": text, "gold": dict(GOLD, min_captured=5)}]
    (folder / "own.jsonl").write_text("\n".join(json.dumps(row) for row in rows) + "\n\n", encoding="utf-8")
    (part,) = SET.find(tmp_path)
    assert (part.name, len(part.items)) == ("isaf/own.jsonl", 2)
    outcomes = [SET.measure(part.name, item, tools) for item in part.items]
    assert [miss.measure for miss in outcomes[1].misses if miss not in outcomes[0].misses][:1] == ["min_captured"]
    result = SET.result(outcomes)
    assert result.figures["min_captured"] == 50
    assert result.rows[0].key == "mean"
    assert len(result.rows) == 14
    assert SET.result([]).figures["mean"] == 0


def test_missing_and_misshapen(tmp_path: Path) -> None:
    with pytest.raises(SetMissingError):
        SET.find(tmp_path)
    (tmp_path / "isaf").mkdir()
    (tmp_path / "isaf" / "x.jsonl").write_text('{"text": 3}\n', encoding="utf-8")
    with pytest.raises(SetMissingError, match="line 1"):
        SET.find(tmp_path)


def test_published_figures_have_our_keys() -> None:
    peers = published("isaf")
    assert len(peers.entries) == 9
    assert all(set(peer.figures) == {"mean", *FIELDS} for peer in peers.entries)
