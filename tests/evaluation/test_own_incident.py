"""Counts of an article's own incident: the two sets from end to end, and the view by examples."""

import json
from pathlib import Path

import pytest

from allegata.evaluation import gva_counts, shootings
from allegata.evaluation.own_incident import read_toll
from allegata.evaluation.own_incident_set import Pair, figures_of
from allegata.evaluation.parts import Outcome, SetMissingError, Tools
from allegata.evaluation.published import published
from allegata.evaluation.tag_text import body_of, read_tagged, running_text


@pytest.fixture(scope="module")
def tools() -> Tools:
    """One reader for all tests of the module."""
    return Tools()


def test_figures_by_hand() -> None:
    pairs = [Pair((1, 0), (1, 2)), Pair((0, 2), (0, 2)), Pair((3, 1), (1, None))]
    figures, rows = figures_of([Outcome(item=str(n), part="x", counts=pair) for n, pair in enumerate(pairs)])
    assert figures == {"killed_exact": 66.67, "injured_exact": 50.0, "both_exact": 50.0}
    assert [(row.n, row.constant, row.constant_answer) for row in rows[:2]] == [
        (3, 66.67, "always 1"),
        (2, 100.0, "always 2"),
    ]


def test_no_outcomes() -> None:
    assert shootings.SET.result([]).figures == {}
    assert gva_counts.SET.result([]).figures["killed_exact"] == 0


def test_marks_are_put_back() -> None:
    words = [
        "Police",
        "didn",
        "t",
        "say",
        "why",
        "a",
        "19",
        "year",
        "old",
        "left",
        "at",
        "4",
        "05",
        "a",
        ".",
        "m",
        ".",
        "in",
        "Oakdale",
        ".",
    ]
    assert running_text(words) == "Police didn't say why a 19-year-old left at 4:05 a.m. in Oakdale."


def test_title_and_capitals_leave_the_body() -> None:
    words = [
        "Two",
        "hurt",
        "in",
        "Oakdale",
        "The",
        "Gazette",
        "OAKDALE",
        "(",
        "AP",
        ")",
        "Two",
        "men",
        "were",
        "hurt",
        ".",
    ]
    assert body_of(words, "Two hurt in Oakdale - The Gazette").endswith("Two men were hurt.")
    assert body_of(["Nothing", "of", "it", "here", "."], "A wholly other title") == "Nothing of it here."


def tag_file(folder: Path, part: str, lines: list[tuple[str, str]]) -> None:
    """Write a file in the public form."""
    folder.mkdir(exist_ok=True)
    body = "\n".join(f"{head}\n{' '.join(f'{w}_TAG' for w in text.split())}" for head, text in lines)
    (folder / f"{part}.tag").write_text(body + "\n", encoding="utf-8")


def test_shootings_end_to_end(tmp_path: Path, tools: Tools) -> None:
    folder = tmp_path / "shootings_rl_ie"
    lines = [
        (
            ",1,2,Oakdale,One dead, two injured in Oakdale shooting",
            "One dead , two injured in Oakdale shooting Police said a man was killed and two others were wounded .",
        ),
        ("Ann|Bee,0,3|4,Elmwood,Shots at a market", "Three people were wounded on Sunday when a gunman opened fire ."),
    ]
    tag_file(folder, "dev", lines)
    tag_file(folder, "train", lines[:1])
    parts = shootings.SET.find(tmp_path)
    assert [part.name for part in parts] == ["shootings_rl_ie/dev.tag", "shootings_rl_ie/train.tag"]
    assert parts[0].items[0].title == "One dead, two injured in Oakdale shooting"
    outcomes = [shootings.SET.measure(part.name, item, tools) for part in parts for item in part.items]
    result = shootings.SET.result(outcomes)
    assert result.figures["killed_exact"] == result.figures["dev"]["killed_exact"] == 100
    assert result.figures["injured_exact"] == result.figures["train"]["injured_exact"] == 100
    assert [row.key for row in result.rows][:4] == ["killed_exact", "injured_exact", "both_exact", "train.killed_exact"]


def test_bad_and_missing_files(tmp_path: Path) -> None:
    with pytest.raises(SetMissingError):
        shootings.SET.find(tmp_path)
    with pytest.raises(SetMissingError):
        gva_counts.SET.find(tmp_path)
    tag_file(tmp_path / "shootings_rl_ie", "dev", [("no fields", "a b")])
    with pytest.raises(SetMissingError):
        shootings.SET.find(tmp_path)
    with pytest.raises(ValueError, match="article 1"):
        list(read_tagged(tmp_path / "shootings_rl_ie" / "dev.tag"))


def test_gva_counts_end_to_end(tmp_path: Path, tools: Tools) -> None:
    folder = tmp_path / "gva"
    folder.mkdir()
    documents = [
        {
            "doc_id": "a",
            "incident_id": "1",
            "title": "Man killed in Elmwood",
            "dct": "2015-02-03",
            "text": "A man was shot and killed on Monday.",
        },
        {"doc_id": "b", "incident_id": "2", "title": None, "dct": None, "text": ""},
        {"doc_id": "c", "incident_id": "3", "title": "", "dct": "", "text": "No record."},
    ]
    incidents = [{"incident_id": n, "num_killed": k, "num_injured": i} for n, k, i in (("1", 1, 1), ("2", 0, 0))]
    for name, rows in (("documents", documents), ("incidents", incidents)):
        (folder / f"{name}.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    (part,) = gva_counts.SET.find(tmp_path)
    assert len(part.items) == 2
    outcomes = [gva_counts.SET.measure(part.name, item, tools) for item in part.items]
    assert gva_counts.SET.result(outcomes).figures == {"killed_exact": 100.0, "injured_exact": 50.0, "both_exact": 50.0}
    assert [(miss.measure, miss.gold, miss.ours) for miss in outcomes[0].misses] == [("injured", "1", "0")]


def test_published_results_are_there() -> None:
    best = published("shootings").best("killed_exact")
    assert best is not None
    assert best.figures["killed_exact"] == 77.6


TOLLS: list[tuple[str, str, int, int]] = [
    ("Two dead, one hurt in Elmwood", "Two women were killed and a man was injured on Monday, police said.", 2, 1),
    ("", "Nobody was hurt when shots were fired at a house.", 0, 0),
]


@pytest.mark.parametrize(("title", "text", "killed", "injured"), TOLLS)
def test_tolls(title: str, text: str, killed: int, injured: int, tools: Tools) -> None:
    found = read_toll(title, text, None, tools.reader)
    assert (found.killed, found.injured) == (killed, injured)


SHOOTINGS: list[tuple[str, str, int, int]] = [
    ("5 shot, 1 killed on Elm Avenue", "", 1, 4),
    ("Boy, 10, dead in Oakdale shooting", "", 1, 0),
    ("Six Shot At Oakdale Party", "Police are looking for the person who shot six people at a party.", 0, 6),
    ("", "Police say five people were shot at a club on Sunday, one fatally.", 1, 4),
    ("", "A man was shot on Monday. He was taken to a hospital, where he later died.", 1, 0),
    ("", "A 12-year-old was in critical condition after he and three others were shot on a court.", 0, 4),
    ("", "The gunman killed three people and wounded two on Friday before killing himself.", 4, 2),
    ("", "A bullet hit a woman in the arm, police said. The 30-year-old woman is expected to survive.", 0, 1),
    ("", "Police are investigating a triple homicide in Oakdale.", 3, 0),
    (
        "",
        "Four members of a family are dead in Elmwood. A man shot his wife, Ana, his daughter and his 15-year-old "
        "nephew, police said.",
        4,
        0,
    ),
]


@pytest.mark.parametrize(("title", "text", "killed", "injured"), SHOOTINGS)
def test_shootings_as_news_tells_them(title: str, text: str, killed: int, injured: int, tools: Tools) -> None:
    found = read_toll(title, text, None, tools.reader)
    assert (found.killed, found.injured) == (killed, injured)


PEACEFUL = [
    "The mayor was taken to a hospital with the flu. He is in stable condition and is expected to recover.",
    "She shot a film about a photographer. The critics took their time.",
    "The striker suffered an injury and was treated at a clinic. He will miss two matches, he said.",
]


@pytest.mark.parametrize("text", PEACEFUL)
def test_peaceful_texts_stay_silent(text: str, tools: Tools) -> None:
    found = read_toll("", text, None, tools.reader)
    assert (found.killed, found.injured) == (0, 0)
