import pytest

from allegata.incidents import JudgementError, check, decisions, gather, standing
from allegata.records import Judgement
from tests.incidents.claims import claim


def judged(kind: str, *about: str, id: str = "j-1", undoes: str | None = None) -> Judgement:
    at = "2024-05-01T10:00:00Z"
    return Judgement(id=id, about=about, kind=kind, by="A. Recorder", at=at, why="x", undoes=undoes)  # type: ignore[arg-type]


def test_pairs_are_decided_and_the_later_judgement_wins() -> None:
    found = decisions([judged("same", "c-b", "c-a"), judged("different", "c-a", "c-b", id="j-2")])
    assert not found.same
    assert found.different == {("c-a", "c-b"): "j-2"}


def test_a_judgement_on_incidents_is_about_their_first_claims() -> None:
    found = decisions([judged("same", "i-1", "i-2")], {"i-1": ["c-1", "c-3"], "i-2": ["c-2"]})
    assert found.same == {("c-1", "c-2"): "j-1"}


def test_what_is_undone_no_longer_holds_and_an_undoing_can_be_undone() -> None:
    first = judged("same", "c-1", "c-2")
    undo = judged("same", "c-1", "c-2", id="j-2", undoes="j-1")
    again = judged("same", "c-1", "c-2", id="j-3", undoes="j-2")
    assert standing([first]) == [first]
    assert standing([first, undo]) == []
    assert standing([first, undo, again]) == [first]


def test_a_merge_against_a_judgement_is_refused_with_its_reason() -> None:
    claims = [claim(document=f"d-{n}") for n in range(3)]
    a, b, c = (item.id for item in claims)
    incidents = gather(claims)
    before = [judged("same", a, b), judged("different", b, c, id="j-2")]
    with pytest.raises(JudgementError, match="judged different \\(j-2: x\\); undo"):
        check(judged("same", a, c, id="j-3"), before, claims, incidents)
    with pytest.raises(JudgementError, match="judged the same before"):
        check(
            judged("different", a, b, id="j-3"),
            [judged("same", a, c), judged("same", c, b, id="j-2")],
            claims,
            incidents,
        )
    check(judged("unsure", a, c, id="j-3"), before, claims, incidents)


def test_a_merge_that_would_take_effect_in_part_only_is_refused() -> None:
    claims = [claim(document=f"d-{n}") for n in range(3)]
    a, b, c = (item.id for item in claims)
    incidents = gather(claims, judgements=[judged("same", a, b)])
    before = [judged("same", a, b), judged("different", a, c, id="j-2"), judged("different", b, c, id="j-3")]
    with pytest.raises(JudgementError, match="judged different \\(j-3: x\\); undo"):
        check(judged("same", a, c, id="j-4"), before, claims, incidents)
    undone = judged("different", b, c, id="j-5", undoes="j-3")
    check(judged("same", a, c, id="j-4"), [*before, undone], claims, incidents)


def test_a_claim_that_was_split_off_joins_another_alone() -> None:
    claims = [claim(document=f"d-{n}") for n in range(3)]
    stays, leaves, other = (item.id for item in claims)
    together = [judged("same", stays, leaves)]
    incidents = gather(claims, judgements=together)
    undone = judged("same", stays, leaves, id="j-2", undoes="j-1")
    before = [*together, undone, judged("different", stays, other, id="j-3")]
    parted = judged("different", stays, leaves, id="j-4")
    check(judged("same", leaves, other, id="j-5"), [*before, parted], claims, incidents)


def test_unknown_ids_and_single_ones_are_refused() -> None:
    claims = [claim()]
    with pytest.raises(JudgementError, match="c-nowhere: no claim or incident"):
        check(judged("same", claims[0].id, "c-nowhere"), [], claims, gather(claims))
    with pytest.raises(JudgementError, match="two ids"):
        check(judged("same", claims[0].id, claims[0].id), [], claims, gather(claims))
