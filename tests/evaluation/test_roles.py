"""WikiEvents and RAMS: readers, heads, the scorer by hand, and small texts of our own in the public forms."""

import json
from pathlib import Path

import pytest

from allegata.evaluation.arithmetic import Tally
from allegata.evaluation.parts import SetMissingError, Tools
from allegata.evaluation.role_files import rams, wikievents
from allegata.evaluation.roles import ROLES, SET, RoleCounts, bare, compared, head, scored, summed, table


@pytest.mark.parametrize(
    ("type", "kind"),
    [
        ("Conflict.Attack.DetonateExplode", "attack"),
        ("conflict.attack.n/a", "attack"),
        ("life.die.deathcausedbyviolentevents", "death"),
        ("life.die.nonviolentdeath", None),
        ("conflict.attack.stealrobhijack", None),
        ("Conflict.Demonstrate.Unspecified", None),
        ("Life.Injure.Unspecified", None),
    ],
)
def test_which_events_are_scored(type: str, kind: str | None) -> None:
    assert scored(type.casefold()) == kind


def test_the_table_names_our_roles() -> None:
    assert set(table()["roles"].values()) == set(ROLES)


@pytest.mark.parametrize(
    ("phrase", "word"),
    [
        ("a senior commander of the Northern Front", "commander"),
        ("government forces", "forces"),
        ("the mayor's house", "house"),
        ("Tel Marwan, in the north", "Marwan"),
        ("three people who were sleeping", "people"),
    ],
)
def test_heads(phrase: str, word: str) -> None:
    start, end = head(phrase, (0, len(phrase)))
    assert phrase[start:end] == word


def test_leading_determiners_do_not_count() -> None:
    text = "all the villagers"
    start, end = bare(text, (0, len(text)))
    assert text[start:end] == "villagers"
    assert bare("the", (0, 3)) == (0, 3)


def test_a_worked_example() -> None:
    text = "Rebel gunmen shot two old farmers in Wadi Nour"
    at = {
        word: (text.index(word), text.index(word) + len(word)) for word in ("gunmen", "Rebel gunmen", "two old farmers")
    }
    at |= {word: (text.index(word), text.index(word) + len(word)) for word in ("old farmers", "Wadi Nour", "Wadi")}
    gold = [("attacker", at["Rebel gunmen"]), ("target", at["two old farmers"]), ("place", at["Wadi Nour"])]
    ours = [("attacker", at["Rebel gunmen"]), ("target", at["old farmers"]), ("place", at["Wadi"])]
    got = compared(text, gold, ours, heads_only=False)
    assert got["attacker span"] == got["attacker head"] == Tally(1, 1, 1)
    assert got["target span"] == Tally(0, 1, 1)  # the number is missing
    assert got["target head"] == Tally(1, 1, 1)
    assert got["place span"] == got["place head"] == Tally(0, 1, 1)
    assert got["victim span"] == Tally(0, 0, 0)
    heads = compared(text, [("attacker", at["gunmen"])], [("attacker", at["Rebel gunmen"])], heads_only=True)
    assert heads["attacker span"] == Tally(1, 1, 1)


def test_duplicates_count_once() -> None:
    text = "Gunmen fired"
    got = compared(text, [("attacker", (0, 6))], [("attacker", (0, 6)), ("attacker", (0, 6))], heads_only=False)
    assert got["attacker span"] == Tally(1, 1, 1)


def test_sums_over_events() -> None:
    counts = [
        RoleCounts(
            tallies={"rams attacker span": Tally(1, 2, 2), "rams attacker head": Tally(2, 2, 2)}, events=2, told=1
        ),
        RoleCounts(
            tallies={"wikievents victim span": Tally(1, 1, 2), "wikievents victim head": Tally(1, 1, 2)}, events=1
        ),
    ]
    result = summed(counts)
    assert result.figures["f1"] == 57.14  # 2 right of 3 predicted and 4 gold
    assert result.figures["attacker"] == {"f1": 50.0, "head_f1": 100.0}
    assert result.figures["wikievents"] == {"f1": 66.67, "head_f1": 66.67}
    assert result.notes[0].startswith("1 of 3")
    assert summed([]).figures["f1"] == 0


RAMS = {
    "doc_key": "own-1",
    "sentences": [
        ["The", "mayor", "spoke", "."],
        [
            "Gunmen",
            "killed",
            "six",
            "farmers",
            "in",
            "the",
            "village",
            "of",
            "Ayn",
            "Zahra",
            ",",
            "Kenya",
            "'s",
            "police",
            "said",
            ".",
        ],
    ],
    "evt_triggers": [[5, 5, [["life.die.deathcausedbyviolentevents", 1.0]]]],
    "gold_evt_links": [
        [[5, 5], [4, 4], "evt090arg01killer"],
        [[5, 5], [6, 7], "evt090arg02victim"],
    ],
}

WIKI = {
    "doc_id": "own-2",
    "sentences": [
        [[["Rockets", 0, 7], ["hit", 8, 11], ["Tel", 12, 15], ["Marwan", 16, 22]], "Rockets hit Tel Marwan"],
        [[["Rebels", 22, 28], ["fired", 29, 34], ["them", 35, 39], [".", 39, 40]], "Rebels fired them."],
    ],
    "entity_mentions": [
        {"id": "T1", "start": 2, "end": 4, "text": "Tel Marwan"},
        {"id": "T2", "start": 0, "end": 1, "text": "Rockets"},
    ],
    "event_mentions": [
        {
            "event_type": "Conflict.Attack.Unspecified",
            "trigger": {"start": 1, "end": 2, "text": "hit"},
            "arguments": [{"entity_id": "T1", "role": "Target"}, {"entity_id": "T2", "role": "Instrument"}],
        }
    ],
}


def test_both_forms_keep_their_spans() -> None:
    (one,) = rams([json.dumps(RAMS).encode(), b""])
    assert one.text.endswith("Ayn Zahra, Kenya's police said.")
    (event,) = one.events
    assert [(role, one.text[a:b]) for role, (a, b) in event.arguments] == [
        ("killer", "Gunmen"),
        ("victim", "six farmers"),
    ]
    (two,) = wikievents([json.dumps(WIKI).encode()])
    assert two.text == "Rockets hit Tel Marwan\n\nRebels fired them."
    (event,) = two.events
    assert two.text[slice(*event.trigger)] == "hit"
    assert [two.text[a:b] for _, (a, b) in event.arguments] == ["Tel Marwan", "Rockets"]


def test_files_in_the_public_layout(tmp_path: Path) -> None:
    with pytest.raises(SetMissingError):
        SET.find(tmp_path)
    folder = tmp_path / "wikievents_rams" / "data" / "rams"
    folder.mkdir(parents=True)
    (folder / "dev.jsonlines").write_text(json.dumps(RAMS) + "\n", encoding="utf-8")
    (part,) = SET.find(tmp_path)
    assert part.name == "rams/dev.jsonlines"
    outcome = SET.measure(part.name, part.items[0], Tools())
    result = SET.result([outcome])
    assert result.figures["victim"]["head_f1"] == 100
    assert result.figures["attacker"]["f1"] == 100
    assert result.notes[0].startswith("1 of 1")
