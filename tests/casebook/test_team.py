"""Work in a team: accounts, blind coding by two, and a reader that reads again."""

import msgspec
import pytest

from allegata.casebook import Casebook, CasebookError, MarkedCount, Person, SlowedError, UnknownError, marked_claim
from allegata.casebook.accounts import SLOW_AFTER
from allegata.reading import Reading, Settings
from tests.casebook.conftest import ME
from tests.casebook.test_store import claim_with, market

WORD = "a long enough password"
AMAL = Person(name="amal", role="coder", restricted=True)
OMAR = Person(name="omar", role="coder", restricted=True)
RITA = Person(name="rita", role="reviewer", restricted=True)


def test_accounts_log_in_are_changed_and_slowed_down(casebook: Casebook) -> None:
    casebook.set_account(ME, "rita", password=WORD, role="admin", restricted=True)
    casebook.set_account(ME, "omar", password=WORD, role="coder")
    session = casebook.log_in("omar", WORD, address="127.0.0.1")
    assert session is not None
    account = casebook.account_of(session.token)
    assert account is not None
    assert account.person() == Person(name="omar", role="coder", restricted=False)
    assert casebook.log_in("omar", "wrong" * 4, address="127.0.0.1") is None
    assert casebook.log_in("nobody", WORD, address="127.0.0.1") is None
    casebook.set_account(ME, "omar", role="reader")
    assert casebook.account_of(session.token) is None  # whoever loses a right logs in again
    fresh = casebook.log_in("omar", WORD, address="127.0.0.1")
    assert fresh is not None
    casebook.log_out(fresh.token)
    assert casebook.account_of(fresh.token) is None
    casebook.set_account(ME, "omar", active=False)
    assert casebook.log_in("omar", WORD, address="127.0.0.2") is None
    with pytest.raises(CasebookError, match="last admin"):
        casebook.set_account(ME, "rita", role="reader")
    with pytest.raises(CasebookError, match="12 characters"):
        casebook.set_account(ME, "rita", password="short")
    with pytest.raises(CasebookError, match="needs a password"):
        casebook.set_account(ME, "new", role="reader")
    for _ in range(SLOW_AFTER):
        casebook.log_in("rita", "guess" * 4, address="127.0.0.9")
    with pytest.raises(SlowedError, match="wait"):
        casebook.log_in("rita", WORD, address="127.0.0.10")
    with pytest.raises(SlowedError, match="wait"):
        casebook.log_in("another", WORD, address="127.0.0.9")
    assert [item.name for item in casebook.accounts()] == ["omar", "rita"]
    found = casebook.verify()
    assert found.fault is None
    assert found.checked["accounts"] == 2


def test_two_code_blind_and_a_third_adjudicates_what_differs(casebook: Casebook, readings: list[Reading]) -> None:
    document = readings[1].document
    incident = market(casebook)
    claim, count = claim_with(casebook, incident, "Seven")
    before = casebook.view(ME).incident(incident).incident.killed
    first, second = casebook.assign(RITA, [document.id], ("amal", "omar"))
    field = f"casualties.{count}.quantity"
    eight = casebook.judge(
        AMAL, "correct", [claim], field=field, new={"low": 8, "high": 8}, why="x", assignment=first.id
    )
    nine = casebook.judge(
        OMAR, "correct", [claim], field=field, new={"low": 9, "high": 9}, why="y", assignment=second.id
    )
    at = document.text.index("Two women")
    extra = marked_claim(
        document, (at, at + 9), "killing", counts=[MarkedCount(span=(at, at + 3), outcome="killed", low=2, high=2)]
    )
    for person, assignment in ((AMAL, first), (OMAR, second)):
        casebook.judge(person, "add", [document.id], new=extra, why="missed", assignment=assignment.id)
    assert casebook.view(ME).incident(incident).incident.killed == before
    assert casebook.view(ME).judgements([claim]) == ()
    seen = {item.id: item for item in casebook.view(OMAR).coding(second.id).claims}
    assert seen[claim].claim is not None
    assert next(k for k in seen[claim].claim.casualties if k.id == count).quantity.low == 9  # type: ignore[union-attr]
    assert [item.id for item in seen[claim].judgements] == [nine.id]
    assert seen[extra.id].standing == "added"
    with pytest.raises(UnknownError):
        casebook.view(OMAR).coding(first.id)
    with pytest.raises(UnknownError):
        casebook.undo(OMAR, eight.id, why="mine is right")
    assert casebook.view(RITA).differences() == ()  # nobody is told before both are done
    with pytest.raises(CasebookError, match="not done"):
        casebook.adjudicate(RITA, first.pair, [nine.id], why="")
    casebook.finish(AMAL, first.id)
    casebook.finish(OMAR, second.id)
    with pytest.raises(CasebookError, match="finished"):
        casebook.judge(OMAR, "reject", [claim], why="late", assignment=second.id)
    found = casebook.view(RITA).differences()
    assert {(item.claim, item.field, item.values) for item in found} == {
        (claim, "killed, least", (8, 9)),
        (claim, "killed, most", (8, 9)),
    }
    agreement = {item.field: item for item in casebook.view(RITA).agreement()}
    assert agreement["holds"].differences == 0
    assert agreement["killed, least"].differences == 1
    assert agreement["killed, least"].alpha is not None
    assert agreement["killed, least"].alpha < 1
    assert casebook.adjudicate(RITA, first.pair, [nine.id], why="the list of names") == 2
    after = casebook.view(ME).incident(incident)
    assert after.incident.killed.highest == 9
    assert extra.id in {item.id for item in casebook.view(ME).document(document.id).claims}
    assert casebook.verify().fault is None


def test_coders_who_differ_only_in_killed_or_injured_do_not_agree(casebook: Casebook, readings: list[Reading]) -> None:
    document = readings[1].document
    first, second = casebook.assign(RITA, [document.id], ("amal", "omar"))
    at = document.text.index("Seven")
    for person, assignment, most in ((AMAL, first, 7), (OMAR, second, None)):
        count = MarkedCount(span=(at, at + 5), outcome="killed_or_injured", low=7, high=most)
        told = document.text.index("Two women")
        extra = marked_claim(document, (told, told + 9), "killing", counts=[count])
        casebook.judge(person, "add", [document.id], new=extra, why="missed", assignment=assignment.id)
        casebook.finish(person, assignment.id)
    assert [(item.field, item.values) for item in casebook.view(RITA).differences()] == [
        ("killed or injured, most", (7, None))
    ]
    agreement = {item.field: item for item in casebook.view(RITA).agreement()}
    assert agreement["killed or injured, least"].differences == 0
    assert agreement["killed or injured, most"].differences == 1


def newer(reading: Reading, **changes: object) -> Reading:
    """Return what a newer reader reads: the first claim with other words for its event, the rest as before."""
    first, *rest = reading.claims
    stamp = msgspec.structs.replace(first.reader, version="9.9")
    changed = msgspec.structs.replace(first, id="c-newer", reader=stamp, stance="confirms")
    others = tuple(msgspec.structs.replace(claim, reader=stamp) for claim in rest)
    return msgspec.structs.replace(reading, claims=(changed, *others))


def test_a_newer_reading_leaves_judgements_and_lists_where_it_differs(
    casebook: Casebook, readings: list[Reading]
) -> None:
    judged, plain = readings[0], readings[1]
    claim = judged.claims[0]
    casebook.judge(ME, "correct", [claim.id], field="stance", new="reports", why="heard by the reporter")
    done = casebook.reread(newer(judged), Settings(), by="amal")
    assert (done.kept, done.held, done.new, done.superseded, done.same) == (1, 1, 0, 0, len(judged.claims) - 1)
    other = casebook.reread(
        msgspec.structs.replace(
            newer(plain), claims=tuple(msgspec.structs.replace(c, id=f"{c.id}x") for c in newer(plain).claims)
        ),
        Settings(),
        by="amal",
    )
    assert (other.superseded, other.new) == (len(plain.claims), len(plain.claims))
    casebook.refresh()
    view = casebook.view(ME)
    (found,) = view.disagreements()
    assert (found.claim.id, [item.id for item in found.now]) == (claim.id, ["c-newer"])
    seen = {item.id: item for item in view.document(judged.document.id).claims}
    assert seen[claim.id].standing == "kept"
    assert seen[claim.id].claim.stance == "reports"  # type: ignore[union-attr]
    assert (seen["c-newer"].standing, seen["c-newer"].claim) == ("held", None)
    assert casebook.verify().fault is None
    casebook.judge(ME, "accept", ["c-newer"], why="")
    casebook.judge(ME, "reject", [claim.id], why="the newer one is right")
    assert view.document(judged.document.id).line.claims == len(judged.claims) + 1
    assert casebook.verify().fault is None


def test_a_judgement_whose_incident_is_gone_waits_and_is_listed(casebook: Casebook, readings: list[Reading]) -> None:
    incident = casebook.view(ME).incident(market(casebook)).incident
    made = casebook.judge(ME, "grade", [incident.id], new="fair", why="two voices")
    assert casebook.view(ME).waiting() == ()
    rejections = [casebook.judge(ME, "reject", [name], why="not of this conflict") for name in incident.claims]
    assert [item.id for item in casebook.view(ME).waiting()] == [made.id]
    for rejection in rejections:
        casebook.undo(ME, rejection.id, why="it is")
    assert casebook.view(ME).waiting() == ()
    assert casebook.view(ME).incident(incident.id).incident.grade.value == "fair"
