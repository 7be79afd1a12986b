"""Claims of several documents put together: what is linked, what stays apart, what people decide, and the reasons."""

import random
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from allegata.incidents import gather
from allegata.incidents.accounts import Account, accounts
from allegata.incidents.clusters import Agglomeration
from allegata.incidents.linkage import Linkage
from allegata.incidents.sides import built_in_register
from allegata.incidents.untold import untold
from allegata.intake import from_text
from allegata.records import Claim, Document, Incident, Judgement, Published
from tests.incidents.claims import accused, claim, day, harmed, place

VILLAGE = "Tell Marwan"
TEXTS = (
    f"Warplanes struck the bakery of {VILLAGE} on Tuesday and killed twelve people, said the baker Yusuf Halabi.",
    f"An air raid on a bakery in {VILLAGE} killed at least ten, the rescue service said. Yusuf Halabi lost his shop.",
    f"Twelve dead after the strike on the bakery at {VILLAGE}, where Yusuf Halabi had been baking bread.",
)


def document(id: str, text: str, published: str | None = "2024-03-13", title: str | None = None) -> Document:
    """Return a document of a paper of its own."""
    when = Published(start=published, end=published, precision="day", source="user") if published else None
    return Document(
        id=id,
        sha256="",
        part=1,
        text_sha256="",
        extractor="hand",
        origin=id,
        title=title,
        publisher=f"Paper {id}",
        authors=(),
        credited=None,
        published=when,
        language="en",
        url=None,
        text=text,
    )


def told(id: str, text: str, **more: Any) -> Claim:
    """Return a claim on the strike on the bakery, with what is given in place of the rest."""
    given: dict[str, Any] = {
        "document": id,
        "evidence": ((0, len(text)),),
        "places": (place(VILLAGE, "village"),),
        "time": day("2024-03-12"),
        "accused": (accused("syrian-armed-forces", "Syrian Armed Forces"),),
    }
    return claim(*more.pop("casualties", (harmed(12, 12),)), **(given | more))


def three() -> tuple[list[Claim], list[Document]]:
    ids = ("d-1", "d-2", "d-3")
    tolls = ((harmed(12, 12),), (harmed(10, None, kind="at least"),), (harmed(12, 12),))
    claims = [told(id, text, casualties=toll) for id, text, toll in zip(ids, TEXTS, tolls, strict=True)]
    return claims, [document(id, text) for id, text in zip(ids, TEXTS, strict=True)]


def judged(kind: str, *about: str, id: str = "j-1", why: str = "I was there") -> Judgement:
    return Judgement(id=id, about=about, kind=kind, by="A. Recorder", at="2024-05-01T10:00:00Z", why=why)  # type: ignore[arg-type]


def sets(incidents: list[Incident]) -> set[frozenset[str]]:
    return {frozenset(incident.claims) for incident in incidents}


def test_three_reports_of_one_strike_are_one_incident_and_each_link_tells_why() -> None:
    claims, documents = three()
    (incident,) = gather(claims, documents=documents)
    assert incident.claims == tuple(item.id for item in claims)
    assert incident.documents == 3
    assert len(incident.links) == 2
    for link in incident.links:
        assert link.probability is not None
        assert link.probability > 0.9
        assert f"same village: {VILLAGE}" in link.why
        assert "the same day, 12 March 2024" in link.why
        assert "both name Syrian Armed Forces" in link.why
    assert any("12 against 10+ killed are compatible" in link.why for link in incident.links)


def test_a_merge_by_a_person_takes_effect_wholly() -> None:
    """Two incidents that somebody judged the same become one, though a part of the one is unlike the other."""
    near = three()
    text = "A mosque in Dayr Salim was hit by mortar fire on 20 March and two worshippers were wounded, said the imam."
    other = "Mortar rounds hit the mosque of Dayr Salim on 20 March; two worshippers were wounded, the imam said."
    far = [
        told(
            id,
            words,
            places=(place("Dayr Salim", "village"),),
            time=day("2024-03-20"),
            casualties=(harmed(2, 2, "injured"),),
            accused=(),
            type="shelling",
        )
        for id, words in (("d-4", text), ("d-5", other))
    ]
    claims, documents = [*near[0], *far], [*near[1], document("d-4", text), document("d-5", other)]
    first, second = gather(claims, documents=documents)
    assert (len(first.claims), len(second.claims)) == (3, 2)
    for judgement in (judged("same", first.id, second.id), judged("same", second.claims[1], first.claims[2])):
        (incident,) = gather(claims, documents=documents, judgements=[judgement])
        assert incident.claims == tuple(item.id for item in claims)
    parted = judged("different", first.claims[0], second.claims[1], id="j-0", why="another village")
    found = gather(claims, documents=documents, judgements=[parted, judged("same", first.id, second.id)])
    assert len(found) > 1, "what a judgement keeps apart is not joined with it"
    assert any("another village" in reason for incident in found for reason in incident.why)


def test_a_figure_beyond_any_column_stays_a_figure_and_links_nothing() -> None:
    """Texts are hostile: a number of any length is a claim, and stops nothing."""
    claims, documents = three()
    vast = [
        told(item.document, item.document, casualties=(harmed(10**n, 10**n),))
        for item, n in zip(claims, (11, 12, 30), strict=True)
    ]
    found = gather(vast, documents=documents)
    assert {incident.killed.highest for incident in found} <= {10**11, 10**12, 10**30}
    assert not any("both say" in link.why for incident in found for link in incident.links)


def test_the_first_claim_gives_the_id_and_the_others_are_kept_as_also() -> None:
    claims, documents = three()
    alone = [gather([item])[0].id for item in claims]
    (incident,) = gather(claims, documents=documents)
    assert incident.id == alone[0]
    assert incident.also == tuple(alone[1:])


def test_another_place_or_another_day_is_another_incident() -> None:
    claims, documents = three()
    elsewhere = "Shells fell on the market of Kafr Dukhan on Saturday; four people were wounded, medics said."
    other = told(
        "d-4",
        elsewhere,
        places=(place("Kafr Dukhan", "village", resolved=False),),
        time=day("2024-03-30"),
        casualties=(harmed(4, 4, "injured"),),
        accused=(),
        type="shelling",
    )
    found = gather([*claims, other], documents=[*documents, document("d-4", elsewhere, "2024-03-31")])
    assert [len(incident.claims) for incident in found] == [3, 1]


def test_happenings_that_one_document_tells_apart_stay_apart_unless_somebody_says_otherwise() -> None:
    claims, documents = three()
    twin = told("d-1", TEXTS[0], happening=2)
    found = gather([*claims, twin], documents=documents)
    assert all(not {claims[0].id, twin.id} <= set(incident.claims) for incident in found)
    merged = gather([*claims, twin], documents=documents, judgements=[judged("same", claims[0].id, twin.id)])
    assert any({claims[0].id, twin.id} <= set(incident.claims) for incident in merged)


def test_one_document_is_gathered_as_before_and_needs_no_text() -> None:
    claims, _ = three()
    assert gather(claims[:1])[0].links == ()
    assert len(gather([claims[0], told("d-1", TEXTS[0], happening=2)])) == 2


def test_a_judgement_of_difference_outranks_the_score_and_says_so() -> None:
    claims, documents = three()
    judgement = judged("different", claims[0].id, claims[2].id, why="two bakeries")
    found = gather(claims, documents=documents, judgements=[judgement])
    assert all(not {claims[0].id, claims[2].id} <= set(incident.claims) for incident in found)
    assert any("judged different by A. Recorder: two bakeries" in line for incident in found for line in incident.why)


def test_what_is_judged_unsure_is_not_joined_by_the_score() -> None:
    claims, documents = three()
    found = gather(claims[:2], documents=documents, judgements=[judged("unsure", claims[0].id, claims[1].id)])
    assert len(found) == 2


def test_a_judgement_of_sameness_joins_what_the_score_does_not() -> None:
    claims, documents = three()
    far = told("d-4", "Gunmen shot a guard.", places=(), time=None, accused=(), casualties=(), type="shooting")
    all_claims, all_documents = [*claims, far], [*documents, document("d-4", "Gunmen shot a guard.", None)]
    before = gather(all_claims, documents=all_documents)
    assert len(before) == 2
    judgement = judged("same", before[0].id, before[1].id)
    (after,) = gather(all_claims, documents=all_documents, judgements=[judgement])
    assert before[1].id in after.also
    assert any(link.judgement == "j-1" and "judged the same by A. Recorder" in link.why for link in after.links)


def test_what_is_judged_the_same_brings_no_second_happening_of_its_document_along() -> None:
    scores = {(0, 1): 100, (0, 2): 300}  # the strike, its denial, and the missile that the denial tells of beside it
    clusters = Agglomeration(scores, ("paper", "denial", "denial").__getitem__, same=[(0, 1)])
    assert clusters.run() == [[0, 1], [2]]
    assert Agglomeration(scores, ("paper", "denial", "other").__getitem__, same=[(0, 1)]).run() == [[0, 1, 2]]


def test_a_judgement_that_contradicts_earlier_ones_is_refused_with_the_reason() -> None:
    claims, documents = three()
    judgements = [
        judged("same", claims[0].id, claims[1].id),
        judged("same", claims[1].id, claims[2].id, id="j-2"),
        judged("different", claims[0].id, claims[2].id, id="j-3"),
    ]
    (incident,) = gather(claims, documents=documents, judgements=judgements)
    assert any(line.startswith("judgement j-3 (different) was refused") for line in incident.why)


def test_claims_that_a_document_tells_as_one_are_parted_by_a_judgement() -> None:
    first, second = told("d-1", TEXTS[0]), told("d-1", TEXTS[0])
    assert len(gather([first, second])) == 1
    found = gather([first, second], judgements=[judged("different", first.id, second.id)])
    assert sets(found) == {frozenset({first.id}), frozenset({second.id})}


def test_a_judgement_on_a_document_that_is_not_here_waits() -> None:
    claims, documents = three()
    waiting = [judged("same", "c-none", claims[0].id)]
    assert gather(claims, documents=documents, judgements=waiting) == gather(claims, documents=documents)


def test_swapping_the_names_of_the_parties_changes_no_link() -> None:
    claims, documents = three()
    swapped = [
        told(
            item.document,
            TEXTS[at],
            casualties=item.casualties,
            accused=(accused("israeli-military", "Israeli Military"),),
        )
        for at, item in enumerate(claims)
    ]
    (before,), (after,) = gather(claims, documents=documents), gather(swapped, documents=documents)
    assert [link.probability for link in before.links] == [link.probability for link in after.links]


def many() -> list[Account]:
    """Return accounts of eight strikes on two villages, each told by three documents."""
    claims, documents = [], []
    for number in range(8):
        for teller in range(3):
            id = f"d-{number}-{teller}"
            text = TEXTS[teller].replace("bakery", ("bakery", "school", "market", "bridge")[number % 4])
            where = ("Tell Marwan", "Ain Zahra")[number % 2]
            claims.append(told(id, text, places=(place(where, "village"),), time=day(f"2024-03-{10 + number // 2:02}")))
            documents.append(document(id, text))
    found = accounts(claims, {item.id: item for item in documents}, built_in_register())
    return [account for account, _ in found]


def as_ids(linkage: Linkage, given: list[Account]) -> set[frozenset[str]]:
    return {frozenset(given[number].id for number in found) for found in linkage.clusters()}


def test_adding_little_by_little_ends_as_adding_all_at_once() -> None:
    given = many()
    whole = Linkage()
    whole.add(given)
    steps = Linkage()
    for start, end in ((0, 1), (1, 9), (9, 10), (10, len(given))):
        steps.add(given[start:end])
    assert steps.clusters() == whole.clusters()
    pairs = [(a, b) for a in range(len(given)) for b in range(a)]
    assert steps.scores(pairs) == whole.scores(pairs)


@pytest.mark.parametrize("large", [2, 4, 9, 1000])
def test_of_what_hangs_together_widely_the_changed_parts_alone_are_clustered_again(
    large: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = many()
    apart = Linkage()
    apart.add(given)
    monkeypatch.setattr("allegata.incidents.linkage_clusters.LARGE", large)
    monkeypatch.setattr("allegata.incidents.linkage_clusters._STEPS", (100, 400, 700))
    whole = Linkage()
    whole.add(given)
    assert whole.clusters() != apart.clusters() or large >= 9
    draw = random.Random(large)
    for _ in range(6):
        steps, at = Linkage(), 0
        while at < len(given):
            size = draw.randint(1, 6)
            steps.add(given[at : at + size])
            at += size
        assert steps.clusters() == whole.clusters()
        gone = sorted(draw.sample(range(len(given)), 8))
        staying = [number for number in range(len(given)) if number not in gone]
        same = [(min(pair), max(pair)) for pair in (draw.sample(staying, 2) for _ in range(3))]
        steps.judge(same[:2], same[2:])
        steps.change(gone)
        steps.judge(same[1:2], same[2:])
        at_of = {number: at for at, number in enumerate(staying)}
        alone = Linkage()
        alone.add([given[number] for number in staying])
        alone.judge([(at_of[a], at_of[b]) for a, b in same[1:2]], [(at_of[a], at_of[b]) for a, b in same[2:]])
        assert as_ids(steps, given) == as_ids(alone, [given[number] for number in staying])
        assert len(steps.refused()) == len(alone.refused())


def test_what_a_single_word_finds_in_a_large_archive_is_the_same_at_once_and_in_steps(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    syllables = [first + second for first in "bdgkmrst" for second in "aeiou"]
    kinds = ("sawmill", "tannery", "foundry", "brewery", "cannery", "ropewalk")
    texts = {
        f"d-{at}": f"jets struck the {kinds[at % 6]} {a}{b}zor{b} by {b}{a}lun{a} and killed two."
        for at, (a, b) in enumerate(zip(syllables[:24], syllables[16:], strict=True))
    }
    told_by = [told(id, text, places=(), time=None, accused=(), casualties=()) for id, text in texts.items()]
    documents = {id: document(id, text, None) for id, text in texts.items()}
    given = [account for account, _ in accounts(told_by, documents, built_in_register())]
    small = Linkage()
    small.add(given)
    found = set(small.candidates())
    assert found
    monkeypatch.setattr("allegata.incidents.linkage_scores.WIDE", 20)
    monkeypatch.setattr("allegata.incidents.linkage_scores.FEW", 3)
    pairs = [(a, b) for a in range(len(given)) for b in range(a)]
    whole = Linkage()
    whole.add(given)
    assert set(whole.candidates()) < found
    assert whole.pairs() < small.pairs()
    steps = Linkage()
    for start in range(0, len(given), 3):
        steps.add(given[start : start + 3])
    assert (steps.scores(pairs), steps.clusters()) == (whole.scores(pairs), whole.clusters())
    steps.change(range(18, len(given)))
    few = Linkage()
    few.add(given[:18])
    assert few.pairs() > 0
    assert (steps.scores(pairs), steps.clusters()) == (few.scores(pairs), few.clusters())


def test_keys_that_grow_too_common_find_nothing_whether_at_once_or_in_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("allegata.incidents.linkage_scores.MOST", 5)
    given = many()
    whole = Linkage()
    whole.add(given)
    steps = Linkage()
    for start in range(0, len(given), 5):
        steps.add(given[start : start + 5])
    pairs = [(a, b) for a in range(len(given)) for b in range(a)]
    assert steps.scores(pairs) == whole.scores(pairs)
    assert steps.clusters() == whole.clusters()


def test_the_order_of_documents_does_not_matter() -> None:
    given = many()[:9]
    outcomes = set()
    for order in list(permutations(range(3)))[:4]:
        turned = [given[3 * block + at] for block in order for at in range(3)]
        linkage = Linkage()
        linkage.add(turned)
        outcomes.add(frozenset(as_ids(linkage, turned)))
    assert len(outcomes) == 1


@pytest.mark.parametrize("most", [5, 80])
def test_taking_away_and_adding_again_ends_as_what_is_left(most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("allegata.incidents.linkage_scores.MOST", most)
    given = many()
    steps = Linkage()
    steps.add(given)
    gone = list(range(0, len(given), 3))
    steps.change(gone)
    left = [at for at in range(len(given)) if at not in gone]
    alone = Linkage()
    alone.add([given[at] for at in left])
    assert as_ids(steps, given) == as_ids(alone, [given[at] for at in left])
    steps.change((), [given[at] for at in gone], gone)
    whole = Linkage()
    whole.add(given)
    numbered = [*given, *(given[at] for at in gone)]
    assert [[numbered[n].id for n in one] for one in steps.clusters()] == [
        [given[n].id for n in one] for one in whole.clusters()
    ]


def test_a_linkage_in_a_file_goes_on_where_it_was_closed(tmp_path: Path) -> None:
    given = many()
    whole = Linkage()
    whole.add(given)
    whole.judge([(0, 9)], [(1, 2)])
    first = Linkage(path=tmp_path / "linkage.duckdb")
    first.add(given[:10])
    first.judge([(0, 9)], [(1, 2)])
    first.close()
    again = Linkage(path=tmp_path / "linkage.duckdb")
    assert len(again) == 10
    again.add(given[10:])
    assert again.clusters() == whole.clusters()
    assert again.refused() == whole.refused()
    pairs = [(a, b) for a in range(len(given)) for b in range(a)]
    assert again.levels(pairs) == whole.levels(pairs)


def test_a_month_of_publication_is_near_to_no_day() -> None:
    texts = {"https://example.org/2024/03/12/a": True, "https://example.org/2024/03/a": False}
    for url, known in texts.items():
        (document,) = from_text("Photographs from the market of Tell Marwan.", url=url)
        (account,) = untold([], {document.id: document}, built_in_register())
        assert (account.published_from is not None) is known
