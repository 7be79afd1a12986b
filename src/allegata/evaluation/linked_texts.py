"""What the linking sets share: texts read, gathered into incidents over all of them, and each text put into one.

A text that tells several happenings stands with the one that most other texts tell; among equals, with that of its
claim with the most to say (places, time, casualties). A text without a claim stands where its words and places put it.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from pathlib import Path

import msgspec

from allegata.evaluation.json_lines import json_lines
from allegata.evaluation.linking_scores import LinkingScore, lea, score
from allegata.evaluation.parts import Miss, Outcome, Row
from allegata.evaluation.tfidf import cosines, linked
from allegata.incidents.coverings import without_totals
from allegata.incidents.linking import Group, link
from allegata.incidents.sides import built_in_register
from allegata.intake import from_text
from allegata.records import Claim, Document

THRESHOLDS = tuple(n / 20 for n in range(2, 19))
"""Thresholds that the baseline is tried at; its best is shown."""

_TITLE = 120


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """A text of a set with the gold incidents that it is of."""

    id: str
    text: str
    title: str | None
    published: str | None
    publisher: str | None
    incidents: tuple[str, ...]
    url: str | None = None

    @property
    def heading(self) -> str:
        """The title, or where there is none how the text begins: what stands for it in the list of misses."""
        return (self.title or self.text[:_TITLE]).strip()


class Read(msgspec.Struct, frozen=True):
    """A text as read."""

    told: Told
    document: Document
    claims: tuple[Claim, ...]


def airwars_texts(file: Path) -> Iterator[Told]:
    """Yield the English texts of Airwars' ``source_documents.jsonl``. Raises ``KeyError`` for lines of another form."""
    for row in json_lines(file):
        if row["language"] == "en":
            yield Told(
                id=row["source_id"],
                text=row["text"],
                title=row.get("title") or None,
                published=(row.get("publication_date") or "")[:10] or None,
                publisher=row.get("publisher") or None,
                incidents=tuple(row["incident_ids"]),
                url=row.get("url") or None,
            )


def document_of(told: Told) -> Document:
    """Return the document of a text, with what the set says of it; a date that is none is left out."""
    more = {"origin": told.id, "title": told.title, "publisher": told.publisher, "language": "en", "url": told.url}
    try:
        return from_text(told.text, published=told.published, **more)[0]  # type: ignore[arg-type]
    except ValueError:
        return from_text(told.text, **more)[0]  # type: ignore[arg-type]


def gathered(read: Sequence[Read]) -> list[Group]:
    """Return the groups of claims of all texts together, with the texts that make no claim."""
    documents = {item.document.id: item.document for item in read}
    claims = [claim for item in read for claim in item.claims]
    return link(without_totals(claims, documents), documents, built_in_register())


def linking_misses(read: Sequence[Read], gold: Mapping[str, str], ours: Mapping[str, str]) -> Iterator[Miss]:
    """Yield the pairs of texts of one incident that are not gathered, and those of two that are; by their titles."""
    of = {item.told.id: item.told for item in read}
    for one, other in combinations(of, 2):
        alike, joined = gold[one] == gold[other], ours[one] == ours[other]
        if alike == joined:
            continue
        yield Miss(
            item=f"{one} {other}",
            measure="not gathered" if alike else "gathered wrongly",
            gold=gold[one] if alike else f"{gold[one]} / {gold[other]}",
            ours=f"{ours[one]} / {ours[other]}" if alike else ours[one],
            words=f"{of[one].heading} / {of[other].heading}",
        )


def weight(claim: Claim) -> int:
    """Return how much a claim has to say."""
    return 2 * bool(claim.places) + 2 * (claim.time is not None) + 2 * bool(claim.casualties) + bool(claim.accused)


def labelled(read: Sequence[Read], groups: Sequence[Group]) -> dict[str, str]:
    """Return the group of each text, by id; a text without one is its own."""
    of: dict[str, int] = {claim.id: at for at, group in enumerate(groups) for claim in group.claims}
    related = {one.document: at for at, group in enumerate(groups) for one in group.related}
    texts = [len({claim.document for claim in group.claims}) + len(group.related) for group in groups]
    labels = {}
    for item in read:
        found = [claim for claim in item.claims if claim.id in of]
        if found:
            main = max(found, key=lambda claim: (texts[of[claim.id]], weight(claim)))
            labels[item.told.id] = f"group {of[main.id]}"
        else:
            at = related.get(item.document.id)
            labels[item.told.id] = f"group {at}" if at is not None else item.told.id
    return labels


def baseline(read: Sequence[Read], gold: dict[str, str]) -> tuple[float, LinkingScore]:
    """Return TF-IDF's best threshold by LEA on these very texts, and its scores there."""
    texts = {item.told.id: f"{item.told.title or ''}\n{item.told.text}" for item in read}
    pairs = cosines(texts)
    tried = {threshold: linked(texts, pairs, threshold) for threshold in THRESHOLDS}
    best = max(THRESHOLDS, key=lambda threshold: lea(gold, tried[threshold]))
    return best, score(gold, tried[best])


def linking_rows(ours: LinkingScore, threshold: float, tfidf: LinkingScore, texts: int) -> list[Row]:
    """Return the rows of linking, ours and the baseline's."""
    alone = "TF-IDF at its best"
    note = f"LEA precision {ours.precision}, recall {ours.recall}"
    rows = [
        Row(
            key=key,
            label=f"linking, {label}",
            value=value,
            constant=base,
            constant_answer=alone,
            n=texts,
            note=note if key == "lea" else "",
        )
        for key, label, value, base in (
            ("lea", "LEA", ours.lea, tfidf.lea),
            ("conll", "CoNLL", ours.conll, tfidf.conll),
            ("muc", "MUC", ours.muc, tfidf.muc),
            ("b_cubed", "B-cubed", ours.b_cubed, tfidf.b_cubed),
            ("ceaf_e", "CEAF-e", ours.ceaf_e, tfidf.ceaf_e),
        )
    ]
    rows.append(Row(key="tfidf_lea", label="TF-IDF, LEA", value=tfidf.lea, n=texts, note=f"threshold {threshold}"))
    return rows


def read_of(outcomes: Sequence[Outcome]) -> list[Read]:
    """Return the texts of some outcomes, in their order."""
    return [outcome.counts for outcome in outcomes]
