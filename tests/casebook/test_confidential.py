"""Confidentiality: whoever may not see what is restricted finds nothing of it, and is told that there is more."""

import io

import msgspec
import pytest

from allegata.casebook import Casebook, CasebookSource, Filter, Person, RightError, UnknownError, View
from allegata.codebooks import export, find_codebook, find_profile
from allegata.reading import Reading
from tests.casebook.conftest import ME, OUTSIDER
from tests.casebook.test_store import claim_with, market


def everything(view: View, names: list[str]) -> bytes:
    """Return all that a view says, through each of its functions, as JSON."""
    found: list[object] = [
        view.counts(),
        view.facets("party"),
        view.facets("type"),
        view.incidents(limit=1000),
        view.map_points(),
        view.documents(limit=1000),
        view.search("people"),
        view.search("killed"),
        view.history(),
        view.waiting(),
        view.disagreements(),
        view.assignments(),
        view.claims(names),
        view.judgements(names),
    ]
    for name in names:
        for ask in (view.incident, view.document):
            try:
                found.append(ask(name))
            except UnknownError:
                continue
    return msgspec.json.encode(found)


def exported(source: CasebookSource) -> bytes:
    with source:
        parts = [*source.incidents(), *source.communications(), *source.ungathered(), *source.publications()]
    return msgspec.json.encode(parts)


@pytest.mark.parametrize(
    ("kind", "which"), [("document", None), ("source", "civil defence"), ("source", "Harbour Times")]
)
def test_nothing_of_a_restricted_document_is_seen_without_the_right(
    casebook: Casebook, readings: list[Reading], kind: str, which: str | None
) -> None:
    hidden = readings[1].document
    incident = market(casebook)
    claim, count = claim_with(casebook, incident, "Seven")
    secret = "zz-why-it-was-changed"
    casebook.judge(ME, "correct", [claim], field=f"casualties.{count}.quantity", new={"low": 8, "high": 8}, why=secret)
    casebook.judge(ME, "place", [incident], new={"name": "Qqplace", "latitude": 1.0, "longitude": 2.0}, why=secret)
    casebook.move(ME, incident, state="in research", assignee="amal", why=secret)
    changed = casebook.restrict(ME, kind, which or hidden.id, why="a source asked for it")  # type: ignore[arg-type]
    assert changed == (2 if which == "Harbour Times" else 1)
    names = [incident, claim, hidden.id, *(item.id for item in readings[1].claims)]
    names += [line.id for line in casebook.view(ME).incidents().items]
    whole, partly = casebook.view(ME), casebook.view(OUTSIDER)
    for words in (
        hidden.text[hidden.text.index("Seven people") :][:40],
        hidden.id,
        claim,
        "Bombing of Idlib",
        secret,
        "Qqplace",
    ):
        assert words.encode() in everything(whole, names) or words not in hidden.text
        assert words.encode() not in everything(partly, names), words
        assert words.encode() not in exported(casebook.source(OUTSIDER)), words
    seen = partly.incident(incident)
    assert seen.line.withheld == len([item for item in readings[1].claims if item.kind == "event"])
    assert seen.incident.killed.highest == 5
    assert whole.incident(incident).incident.killed.highest == 8
    assert partly.counts().withheld
    assert partly.documents().withheld
    assert not whole.counts().withheld
    assert partly.counts().documents == 7 - changed
    with pytest.raises(UnknownError):
        partly.document(hidden.id)
    with pytest.raises(UnknownError):
        casebook.judge(OUTSIDER, "reject", [claim], why="guess")
    assert casebook.verify().fault is None
    casebook.restrict(ME, kind, which or hidden.id, why="no longer needed", lift=True)  # type: ignore[arg-type]
    assert casebook.view(OUTSIDER).counts() == casebook.view(ME).counts()


def test_an_incident_of_restricted_claims_alone_is_not_there(casebook: Casebook, readings: list[Reading]) -> None:
    incident = next(iter(casebook.view(ME).incidents(Filter(place="taiz")).items)).id
    before = casebook.view(OUTSIDER).counts().incidents
    casebook.restrict(ME, "document", readings[2].document.id, why="asked for")
    view = casebook.view(OUTSIDER)
    assert view.counts().incidents == before - 1
    assert view.incidents(Filter(place="taiz")).total == 0
    assert view.incidents(Filter(place="taiz")).withheld  # as everywhere: it says nothing of this very filter
    with pytest.raises(UnknownError):
        view.incident(incident)


def test_a_document_of_a_restricted_source_is_restricted_when_it_comes(
    casebook: Casebook, readings: list[Reading]
) -> None:
    casebook.restrict(ME, "source", "gulf   MONITOR", why="asked for")
    document = msgspec.structs.replace(readings[2].document, id="d-later", text_sha256="0" * 64)
    later = Reading(document=document, claims=(), communications=(), skipped=())
    casebook.take(later, casebook.keep(io.BytesIO(b"later")), by="amal")
    with pytest.raises(UnknownError):
        casebook.view(OUTSIDER).document("d-later")
    assert casebook.view(ME).document("d-later").line.restricted


def test_each_role_may_do_its_part_and_no_more(casebook: Casebook, readings: list[Reading]) -> None:
    claim = readings[0].claims[0].id
    reader, coder, reviewer = (
        Person(name=role, role=role, restricted=True) for role in ("reader", "coder", "reviewer")
    )
    with pytest.raises(RightError, match="role of coder"):
        casebook.judge(reader, "accept", [claim], why="")
    with pytest.raises(RightError, match="role of reviewer"):
        casebook.restrict(coder, "document", readings[0].document.id, why="x")
    with pytest.raises(RightError, match="role of admin"):
        casebook.erase(reviewer, readings[0].document.id, why="x")
    incident = market(casebook)
    for state in ("in research", "ready for review"):
        casebook.move(coder, incident, state=state, why="")
    with pytest.raises(RightError, match="publish"):
        casebook.move(coder, incident, state="published", why="")
    casebook.move(reviewer, incident, state="published", why="checked by two")
    with pytest.raises(ValueError, match="goes to in research, withdrawn"):
        casebook.move(reviewer, incident, state="monitored", why="")
    assert [step.state for step in casebook.view(ME).incident(incident).moves] == [
        "in research",
        "ready for review",
        "published",
    ]
    assert casebook.view(ME).incidents(Filter(state="published")).total == 1


def test_an_export_shows_what_was_corrected(casebook: Casebook, tmp_path_factory: pytest.TempPathFactory) -> None:
    incident = market(casebook)
    for words in ("at least five", "Seven"):
        claim, count = claim_with(casebook, incident, words)
        field = f"casualties.{count}.quantity"
        casebook.judge(
            ME, "correct", [claim], field=field, new={"low": 33, "high": 33, "kind": "exact"}, why="list of names"
        )
    out = tmp_path_factory.mktemp("export") / "csv"
    sheet, book = find_codebook("csv")
    with casebook.source(ME) as source:
        assert source.sizes().incidents == casebook.view(ME).counts().incidents
        export(source, sheet, book, find_profile(sheet.profile), out)
    written = b"".join(path.read_bytes() for path in sorted(out.glob("*.csv")))
    assert b"33" in written
