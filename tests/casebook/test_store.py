"""Documents in, judgements on them, and what a view shows of it; on SQLite and on PostgreSQL alike."""

import contextlib
import io
from typing import Any

import msgspec
import pytest

from allegata.casebook import Casebook, CasebookError, Filter, StaleError, UnknownError, marked_claim
from allegata.incidents import JudgementError
from allegata.intake import from_text
from allegata.reading import Reader, Reading
from allegata.records import JudgementKind
from tests.casebook.conftest import ME, Where, fill


def market(casebook: Casebook) -> str:
    """Return the id of the incident of the market."""
    found = casebook.view(ME).incidents(Filter(place="idlib"))
    return max(found.items, key=lambda line: line.claims).id


def claim_with(casebook: Casebook, incident: str, words: str) -> tuple[str, str]:
    """Return a claim of an incident and the id of its count with the given words."""
    for seen in casebook.view(ME).incident(incident).claims:
        for casualty in seen.proposed.casualties:
            if casualty.quantity.words == words:
                return seen.id, casualty.id
    raise AssertionError(words)


def test_what_was_taken_in_is_there_and_stays_when_opened_again(where: Where, readings: list[Reading]) -> None:
    with where.create() as casebook:
        fill(casebook, readings)
        before = casebook.view(ME).counts()
    assert (before.documents, before.captures) == (7, 7)
    assert before.claims == sum(len(reading.claims) for reading in readings) > 3
    with where.open() as again:
        assert again.view(ME).counts() == before
        for reading in readings:
            seen = again.view(ME).document(reading.document.id)
            assert seen.document == reading.document
            assert tuple(item.proposed for item in seen.claims) == reading.claims


def test_the_same_text_twice_is_one_document_with_two_captures(casebook: Casebook, readings: list[Reading]) -> None:
    reading = readings[0]
    blob = casebook.keep(io.BytesIO(b"the same text in another file"))
    assert casebook.take(reading, blob, by="amal", origin="copy.html") is False
    assert casebook.take(reading, blob, by="amal", origin="copy.html") is False
    seen = casebook.view(ME).document(reading.document.id)
    assert [capture.origin for capture in seen.captures] == ["dispatch-0.txt", "copy.html"]
    assert casebook.view(ME).counts().documents == 7


def test_a_corrected_figure_changes_the_range_and_undo_brings_it_back(casebook: Casebook) -> None:
    incident = market(casebook)
    before = casebook.view(ME).incident(incident).incident.killed
    claim, count = claim_with(casebook, incident, "at least five")
    field = f"casualties.{count}.quantity"
    made = casebook.judge(
        ME, "correct", [claim], field=field, new={"low": 9, "high": 9, "kind": "exact"}, why="misread"
    )
    seen = casebook.view(ME).incident(incident)
    assert seen.incident.killed.highest == 9
    assert made.old["low"] == 5
    corrected = next(item for item in seen.claims if item.id == claim)
    assert corrected.claim is not None
    assert corrected.claim.status == "corrected"
    assert corrected.proposed.status == "proposed"
    undone = casebook.undo(ME, made.id, why="it was right")
    assert undone.undoes == made.id
    after = casebook.view(ME).incident(incident)
    assert after.incident.killed == before
    assert [item.id for item in after.judgements if item.id in (made.id, undone.id)] == [made.id, undone.id]
    with pytest.raises(CasebookError, match="undone before"):
        casebook.undo(ME, made.id, why="again")


def test_a_rejected_claim_counts_no_more(casebook: Casebook) -> None:
    incident = market(casebook)
    claim, _ = claim_with(casebook, incident, "at least five")
    casebook.judge(ME, "reject", [claim], why="of another day")
    view = casebook.view(ME)
    assert claim not in [item.id for line in view.incidents().items for item in view.incident(line.id).claims]
    (seen,) = view.claims([claim])
    assert seen.claim is None
    assert seen.incident is None


def test_link_and_split_outrank_the_scores(casebook: Casebook) -> None:
    view = casebook.view(ME)
    names = [line.id for line in view.incidents(sort="date").items]
    first, second, third = names[0], names[-1], names[1]
    judged = casebook.judge(ME, "same", [first, second], why="one report tells of both")
    joined = view.incident(first)
    assert joined.incident == view.incident(second).incident
    casebook.judge(ME, "same", [second, third], why="so does the third")
    with pytest.raises(JudgementError, match=judged.id):
        casebook.judge(ME, "different", [first, third], why="no")
    casebook.undo(ME, judged.id, why="they are two")
    assert view.incident(first).incident.claims != joined.incident.claims


def test_a_merge_that_an_earlier_split_would_keep_in_part_is_refused(casebook: Casebook) -> None:
    view = casebook.view(ME)
    claims = view.incident(market(casebook)).claims
    one = claims[0]
    others = list({item.document: item for item in claims if item.document != one.document}.values())
    apart = next(line.id for line in view.incidents().items if line.id != market(casebook))
    stranger = view.incident(apart).claims[0]
    casebook.judge(ME, "different", [one.id, stranger.id], why="another town")
    split = casebook.judge(ME, "different", [others[0].id, stranger.id], why="another day")
    before = [line.id for line in view.incidents().items]
    with pytest.raises(JudgementError, match=f"{split.id}; undo that judgement first"):
        casebook.judge(ME, "same", [one.id, stranger.id], why="the same after all")
    with pytest.raises(JudgementError, match=split.id):
        casebook.judge(ME, "same", [market(casebook), apart], why="the same after all")
    assert [line.id for line in view.incidents().items] == before
    casebook.undo(ME, split.id, why="a slip")
    casebook.judge(ME, "same", [one.id, stranger.id], why="the same after all")
    assert view.claims([one.id])[0].incident == view.claims([stranger.id])[0].incident


def test_date_place_and_grade_of_an_incident_leave_the_proposal_visible(casebook: Casebook) -> None:
    incident = market(casebook)
    view = casebook.view(ME)
    proposed = view.incident(incident).incident
    casebook.judge(ME, "date", [incident], new={"start": "2024-03-10"}, why="seen on film")
    casebook.judge(ME, "grade", [incident], new="confirmed", why="the army said so later")
    casebook.judge(
        ME, "place", [incident], new={"name": "Idlib market", "latitude": 35.93, "longitude": 36.63}, why="map"
    )
    seen = view.incident(incident)
    assert seen.line.date_from == seen.line.date_to == "2024-03-10"
    assert seen.incident.grade.value == seen.line.grade == "confirmed"
    assert (seen.line.place, seen.line.latitude) == ("Idlib market", 35.93)
    assert seen.proposed["grade"]["proposed"]["value"] == proposed.grade.value
    assert seen.proposed["date"]["proposed"]["start"] == "2024-03-11"
    assert [line.id for line in view.incidents(Filter(grade="confirmed")).items] == [incident]


def test_a_missed_claim_is_added_by_marking_words_and_unmade_by_undo(
    casebook: Casebook, readings: list[Reading]
) -> None:
    document = next(r.document for r in readings if "Харькове" in r.document.text)
    at = document.text.index("снаряд попал в школу")
    place = document.text.index("Харькове")
    claim = marked_claim(
        document, (at, at + len("снаряд попал")), "shelling", places=[(place, place + len("Харькове"))]
    )
    made = casebook.add_claim(ME, document.id, claim, why="the reader has no Russian")
    view = casebook.view(ME)
    (seen,) = view.document(document.id).claims
    assert seen.standing == "added"
    assert seen.claim is not None
    assert seen.claim.status == "added"
    assert seen.incident is not None
    assert view.incident(seen.incident).incident.place.name == "Харькове"  # type: ignore[union-attr]
    casebook.undo(ME, made.id, why="it is a rumour")
    assert view.document(document.id).claims == ()
    wrong = marked_claim(document, (at, at + 6), "shelling", evidence=[(0, 5)])
    with pytest.raises(CasebookError):
        casebook.add_claim(ME, readings[0].document.id, wrong, why="of another document")


def test_an_outdated_value_is_not_overwritten(casebook: Casebook) -> None:
    claim, count = claim_with(casebook, market(casebook), "at least five")
    field = f"casualties.{count}.quantity.low"
    casebook.judge(ME, "correct", [claim], field=field, new=6, old=5, why="six")
    with pytest.raises(StaleError, match="meanwhile"):
        casebook.judge(ME, "correct", [claim], field=field, new=7, old=5, why="seven")


def test_judgements_that_cannot_stand_are_refused_in_one_line(casebook: Casebook) -> None:
    incident = market(casebook)
    claim, _ = claim_with(casebook, incident, "at least five")
    before = casebook.view(ME).counts()
    wrong: list[tuple[JudgementKind, str, dict[str, Any], str]] = [
        ("correct", claim, {"field": "stance", "new": "shouts", "why": "x"}, "right kind"),
        ("correct", claim, {"field": "id", "new": "c-1", "why": "x"}, "not a field"),
        ("correct", claim, {"field": "nothing.here", "new": 1, "why": "x"}, "no such field"),
        ("correct", claim, {"field": "event.nothing", "new": 1, "why": "x"}, "no such field"),
        ("reject", claim, {"why": " "}, "say why"),
        ("reject", incident, {"why": "x"}, "about claims"),
        ("grade", incident, {"new": "certain", "why": "x"}, "right kind"),
        ("same", claim, {"why": "x"}, "two"),
        ("accept", "c-0000", {"why": ""}, "no claim, incident or document"),
    ]
    for kind, about, more, said in wrong:
        with pytest.raises(ValueError, match=said) as told:
            casebook.judge(ME, kind, [about], **more)
        assert "\n" not in str(told.value)
    assert casebook.view(ME).counts() == before


def test_documents_are_found_by_words_in_any_script(casebook: Casebook, readings: list[Reading]) -> None:
    looked_for: dict[str, set[int]] = {
        "market idlib": {0, 1},
        '"market in Idlib"': {0, 1},
        '"Idlib in market"': set(),
        "warplan": {0, 1},
        "ادلب": {4},
        "المستشفي": {4},
        "سوقا": {4},
        "харькове еще": {5},
        "ХАРЬК": {5},
        "library !!! ": {3},
        '"; drop table documents --': set(),
        "* OR ( NEAR": set(),
        "...": set(),
    }
    for words, found in looked_for.items():
        page = casebook.view(ME).search(words)
        assert {line.id for line in page.items} == {readings[n].document.id for n in found}, words
        assert page.total == len(found)
        for line in page.items:
            assert line.snippet is not None
            assert line.passage
            assert line.snippet.marks


def test_what_is_not_there_is_told_as_such(casebook: Casebook) -> None:
    view = casebook.view(ME)
    for ask in (view.document, view.incident):
        with pytest.raises(UnknownError):
            ask("x-nothing")
    assert view.claims(["c-nothing"]) == ()


def test_what_one_kind_of_database_could_not_hold_is_held_or_refused_alike_by_both(
    where: Where, reader: Reader
) -> None:
    """PostgreSQL has no character NUL, bounds texts and whole numbers, and knows no text that is not UTF-8."""
    texts = (
        "Strike\x00 on market\n\nWarplanes\x00 bombed a market in Idlib on Monday, killing 99999999999 people.",
        "Shelling\n\nShelling by rebels killed 4,000,000,000 children in Taiz on Tuesday, residents said.",
    )
    read = list(reader.read_many(document for text in texts for document in from_text(text, origin="o\x00.txt")))
    strange = msgspec.structs.replace(
        read[1],
        document=msgspec.structs.replace(read[1].document, title="T\x00itle", publisher="P\x00", language="x" * 40),
    )
    with where.create() as casebook:
        fill(casebook, [read[0], strange])
        view = casebook.view(ME)
        assert view.counts().documents == 2
        assert view.search("market").total == 1
        assert view.search("mar\x00ket").total == 0
        for line in view.incidents().items:
            claim = view.incident(line.id).claims[0]
            for kind, about, new in (
                ("place", line.id, {"name": "Q\x00", "country": "Syria", "latitude": 35.0, "longitude": 36.0}),
                (
                    "place",
                    claim.id,
                    {"name": "Q", "country": "Syrian Arab Republic", "latitude": 1.0, "longitude": 2.0},
                ),
                ("date", line.id, {"start": "2024-03-11", "end": "2024-03-11", "words": "M\x00onday"}),
            ):
                with contextlib.suppress(CasebookError, JudgementError):
                    casebook.judge(ME, kind, [about], new=new, why="w\x00hy")  # type: ignore[arg-type]
            for casualty in claim.proposed.casualties:
                for figure in (2**31, 10**15, 10**30):
                    with contextlib.suppress(CasebookError, JudgementError):
                        field = f"casualties.{casualty.id}.quantity"
                        casebook.judge(
                            ME, "correct", [claim.id], field=field, new={"low": figure, "high": None}, why="x"
                        )
            with contextlib.suppress(CasebookError):
                casebook.move(ME, line.id, state="in research", assignee="a\x00" * 200, why="x\x00")
        casebook.note_export(ME, "codebook " + "x" * 100, {"a\x00.csv": "0" * 64})
        casebook.restrict(ME, "source", "N\x00obody " + "x" * 400, why="\x00asked")
        casebook.log_in("n\x00" * 200, "p\x00", address="1" * 100)
        assert casebook.verify().fault is None
        assert view.incidents().total > 0
