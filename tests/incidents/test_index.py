"""An index of incidents brought up to date step by step holds what gathering everything at once returns."""

import tempfile
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from allegata.incidents import IncidentIndex, IncidentIndexError, Told, gather
from allegata.records import Claim, Document, Incident, Judgement, encode
from tests.incidents.claims import accused, day, harmed, place
from tests.incidents.test_linking import TEXTS, VILLAGE, document, told

WHERE = ("Tell Marwan", "Ain Zahra", "Kafr Dukhan")
PARTIES = (("syrian-armed-forces", "Syrian Armed Forces"), ("israeli-military", "Israeli Military"))


def version(name: str, number: int, shape: tuple[int, int, int, int]) -> tuple[Document, tuple[Claim, ...]]:
    """Return a document in one of its versions: what it tells of where, when, and in how many claims."""
    where, when, size, text = shape
    words = TEXTS[text % 3].replace("bakery", ("bakery", "school", "market")[where]).replace(VILLAGE, WHERE[where])
    claims = []
    for at in range(size):
        more: dict[str, Any] = {}
        if size == 3 and at == 2:
            more = {"type": "airstrike", "kind": "pattern", "happening": None, "time": day("2024-03-01", "2024-03-31")}
        given_: dict[str, Any] = {
            "places": (place(WHERE[where], "village", resolved=where < 2),),
            "time": day(f"2024-03-{10 + when:02}"),
            "accused": (accused(*PARTIES[(when + at) % 2]),) if text != 1 else (),
            "casualties": (harmed(2 + when + number, 2 + when + number, names=()),),
            "happening": 1 + at % 2 if where == 1 else 1,
        }
        claims.append(named(told(name, words, **(given_ | more)), f"c-{name}-{at}"))
    return document(name, words, f"2024-03-{11 + when:02}"), tuple(claims)


def named(claim: Claim, id: str) -> Claim:
    """Return a claim under an id, its counts numbered: the same each time."""
    counts = tuple(msgspec.structs.replace(item, id=f"k{n}") for n, item in enumerate(claim.casualties))
    return msgspec.structs.replace(claim, id=id, casualties=counts)


class Archive:
    """Documents in their versions with what people judged: what `gather` and the index are given."""

    def __init__(self) -> None:
        self.held: dict[str, tuple[Document, tuple[Claim, ...]]] = {}
        self.judgements: list[Judgement] = []

    def told(self, name: str) -> Told:
        at = int(name.split("-")[1])
        document_, claims = self.held[name]
        # every second document tells its claims behind those of all others, as claims that a person adds do
        start = (1_000 if at % 2 else 0) + 10 * at
        return Told(document_, claims, at, tuple(range(start, start + len(claims))))

    def gathered(self) -> list[Incident]:
        every = sorted((self.told(name) for name in self.held), key=lambda one: one.at)
        claims = [(place, claim) for one in every for place, claim in zip(one.order, one.claims, strict=True)]
        ordered = [claim for _, claim in sorted(claims, key=lambda item: item[0])]
        return gather(ordered, documents=[one.document for one in every], judgements=self.judgements)


SHAPES = st.tuples(st.integers(0, 2), st.integers(0, 1), st.integers(0, 3), st.integers(0, 2))
NAMES = st.integers(0, 7).map("d-{}".format)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("give"), st.dictionaries(NAMES, SHAPES, min_size=1, max_size=5)),
        st.tuples(st.just("take"), st.sets(NAMES, min_size=1, max_size=2)),
        st.tuples(
            st.just("judge"),
            st.tuples(st.sampled_from(["same", "different", "unsure"]), NAMES, NAMES, st.integers(0, 1)),
        ),
        st.tuples(st.just("undo"), st.integers(0, 5)),
    ),
    min_size=1,
    max_size=5,
)


def step(archive: Archive, index: IncidentIndex, kind: str, what: Any, number: int) -> None:
    """Take one step in both, and check that the index holds and reports what follows."""
    before = {incident.id: incident for incident in index.incidents()}
    fresh: list[str] = []
    gone: set[str] = set()
    if kind == "give":
        fresh = list(what)
        archive.held |= {name: version(name, number, shape) for name, shape in what.items()}
    elif kind == "take":
        gone = what
        for name in what:
            archive.held.pop(name, None)
    elif kind == "judge":
        said, one, other, at = what
        about = (f"c-{one}-0", f"c-{other}-{at}")
        if about[0] == about[1]:
            return
        archive.judgements.append(
            Judgement(
                id=f"j-{number}", about=about, kind=said, by="amal", at="2024-05-01T10:00:00Z", why=f"no {number}"
            )
        )
    elif archive.judgements:
        undone = archive.judgements[what % len(archive.judgements)]
        archive.judgements.append(msgspec.structs.replace(undone, id=f"j-{number}", undoes=undone.id))
    changes = index.update([archive.told(name) for name in fresh], gone=gone, judgements=archive.judgements)
    expected = archive.gathered()
    assert [encode(one) for one in index.incidents()] == [encode(one) for one in expected]
    for name in changes.gone:
        del before[name]
    before |= {incident.id: incident for incident in changes.incidents}
    assert before == {incident.id: incident for incident in expected}


@given(STEPS, st.integers(0, 6))
@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_after_any_steps_the_index_holds_what_gathering_at_once_returns(steps: list[Any], reopened: int) -> None:
    archive = Archive()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "incidents.duckdb"
        index = IncidentIndex(path)
        for number, (kind, what) in enumerate(steps):
            if number == reopened:
                index.close()
                index = IncidentIndex(path)
            step(archive, index, kind, what, number)
        index.close()


def test_a_step_that_touches_one_incident_reports_no_other(tmp_path: Path) -> None:
    archive = Archive()
    archive.held = {f"d-{at}": version(f"d-{at}", 0, ((0, 0, 1, 0), (2, 15, 1, 1))[at % 2]) for at in range(6)}
    with IncidentIndex(tmp_path / "incidents.duckdb") as index:
        changes = index.update([archive.told(name) for name in archive.held])
        assert len(changes.incidents) == len(index) == 2
        archive.held["d-5"] = version("d-5", 3, (2, 15, 1, 1))
        changes = index.update([archive.told("d-5")], mark="noted")
        assert [incident.place.name for incident in changes.incidents if incident.place] == ["Kafr Dukhan"]
        assert changes.gone == ()
        assert index.mark == "noted"
        assert index.update([archive.told("d-5")]).incidents == ()


def test_a_file_that_is_no_index_is_told_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "incidents.duckdb"
    path.write_bytes(b"no database at all")
    with pytest.raises(IncidentIndexError, match=r"cannot be used as an index of incidents") as raised:
        IncidentIndex(path)
    assert "\n" not in str(raised.value)
