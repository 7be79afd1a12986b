"""What one article says of its own incident: how many were killed and how many injured, whoever they were.

A view of readings, for sets whose gold is one pair of counts an article. Claims state groups ("three others injured")
and single persons ("a 22-year-old man", "Miller", "the boy"). Groups are totals; single persons are told apart by
name, age and sort over the whole article, and what is said later of one of them ("he died at the hospital") replaces
what was said before. The title is read as a text of its own.
"""

from collections.abc import Iterable, Sequence

import msgspec

from allegata.evaluation.harmed import Roll, single
from allegata.evaluation.headline import sentence_case
from allegata.intake import Options
from allegata.intake.jsonl import document_of
from allegata.reading import Reader, Reading
from allegata.records import Casualty, Document


class Toll(msgspec.Struct, frozen=True, kw_only=True):
    """Killed and injured of one incident, with the words they rest on."""

    killed: int
    injured: int
    words: str = ""


class Stated(msgspec.Struct, kw_only=True):
    """A group that a sentence counts: ``order``: title 0, then sentences from 1; ``at``: offset of its words."""

    outcome: str
    low: int
    order: int
    at: int
    words: str
    sign: str = ""


def article(text: str, *, title: str | None, published: str | None, origin: str) -> Document | None:
    """Return an article as a document, in its own characters; ``None`` where there is no text."""
    if not text.strip():
        return None
    row = {"text": text, "title": title, "published": published}
    return document_of(row, sha256="", part=1, origin=origin, options=Options())


def documents(title: str, text: str, published: str | None, origin: str) -> list[Document]:
    """Return title and body as documents of their own."""
    made = (
        article(sentence_case(title), title=None, published=published, origin=f"{origin}#title"),
        article(text, title=title or None, published=published, origin=origin),
    )
    return [document for document in made if document is not None]


def _told(readings: Sequence[Reading]) -> Iterable[tuple[int, Document, list[Casualty]]]:
    """Yield sentence number, document and casualties of each event claim, in order of the text."""
    order = 0
    for reading in readings:
        claims = [c for c in reading.claims if c.kind == "event" and c.stance != "denies" and c.casualties]
        claims.sort(key=lambda claim: claim.evidence[0])
        last = None
        title = reading.document.origin.endswith("#title")
        for claim in claims:
            if claim.evidence[0] != last:
                last = claim.evidence[0]
                order += 0 if title else 1
            found = [
                c
                for c in claim.casualties
                if c.outcome in ("killed", "injured", "killed_or_injured") and not c.cumulative
            ]
            yield (0 if title else order), reading.document, found


def toll(readings: Sequence[Reading]) -> Toll:
    """Return the toll of the incident that the readings (title first, then body) tell."""
    roll = Roll()
    stated: list[Stated] = []
    for order, document, casualties in _told(readings):
        by_id = {c.id: c for c in casualties}
        for item in casualties:
            quantity = item.quantity
            if quantity.kind == "vague" or quantity.low is None or quantity.low == 0:
                continue
            person = single(item, document, order)
            inside = by_id.get(item.part_of or "")
            if person is not None and not item.derived_from:
                roll.enter(person, item.outcome, own=inside is None)
                if inside is not None or item.partial or not person.counted:
                    continue
                if order > (2 if item.outcome == "killed" else 0):
                    continue
            if inside is not None and not inside.derived_from:
                continue
            if inside is not None and inside.outcome == item.outcome:
                continue
            stated.append(
                Stated(
                    outcome=item.outcome,
                    low=quantity.low,
                    order=order,
                    at=quantity.span[0],
                    words=quantity.words,
                    sign=(item.outcome_words or "").lower(),
                )
            )
    return _reckon(stated, roll)


_OF_OTHERS = frozenset(("killed", "kills", "killing", "shot", "shooting", "shoots", "murdered", "shoot", "kill"))
"""Words that count whom somebody killed, and so not the killer's own death."""


def _weight(order: int) -> float:
    """Return what a count is worth by where it stands: title and first sentences tell of the article's own incident."""
    return 3 if order == 0 else 2 if order <= 3 else 1 if order <= 8 else 0.25


def _best(stated: list[Stated], outcome: str) -> tuple[int, float]:
    """Return the count of an outcome that stands first and most often, with its weight; ties go to the larger one."""
    weights: dict[int, float] = {}
    for s in stated:
        if s.outcome == outcome:
            weights[s.low] = weights.get(s.low, 0) + _weight(s.order)
    return max(weights.items(), key=lambda item: (item[1], item[0]), default=(0, 0.0))


def _reckon(stated: list[Stated], roll: Roll) -> Toll:
    words = "; ".join(f"{s.order} {s.outcome} {s.words}" for s in stated) + " | " + roll.words()
    dead, dead_weight = _best(stated, "killed")
    hurt, hurt_weight = _best(stated, "injured")
    shot, shot_weight = _best(stated, "killed_or_injured")
    killed = dead if dead_weight >= 1 else max(roll.count("killed"), dead)
    signs = {s.sign for s in stated if s.outcome == "killed" and s.low == dead}
    if dead and dead_weight >= 1 and signs and signs <= _OF_OTHERS and roll.own_hand:
        killed = dead + 1
    early = any(s.outcome == "injured" and s.low == hurt and s.order <= 1 for s in stated)
    rest = shot - killed
    if shot_weight >= 1 and rest >= 0 and (hurt_weight < shot_weight or (not early and rest > hurt)):
        injured = rest
    elif hurt_weight >= 1:
        injured = hurt
    else:
        dead_among = max(0, killed - roll.count("killed"))  # whom the toll holds dead, and nobody told so one by one
        injured = roll.count("injured") + max(0, roll.count("killed_or_injured") - dead_among) or hurt
    return Toll(killed=killed, injured=injured, words=words)


def read_toll(title: str, text: str, published: str | None, reader: Reader) -> Toll:
    """Return what title and text of one article say of its own incident. ``published``: an ISO day, or ``None``."""
    return toll([reader.read(document) for document in documents(title, text, published, "article")])
