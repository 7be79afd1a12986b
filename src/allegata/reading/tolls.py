"""Tolls: figures of a death toll, and sums of coordinated counts."""

import msgspec

from allegata.reading.people import Chunk
from allegata.reading.sentence import Sentence
from allegata.reading.triggers import INJURY_TOLL, Hit
from allegata.reading.wounds import wound_words
from allegata.records import Composition, Quantity, Whom


class Draft(msgspec.Struct, kw_only=True):
    """A casualty in the making; ``part_of`` and ``derived`` are positions in the sentence's list of drafts."""

    outcome: str
    outcome_token: int
    quantity: Quantity
    whom: Whom
    head: int
    part_of: int | None = None
    derived: list[int] = []
    rule: str | None = None
    composition: tuple[Composition, ...] = ()
    cumulative: bool = False
    partial: bool = False
    explicit: bool = False
    first: int = 0
    last: int = 0


def draft_of(chunk: Chunk, outcome: str, token: int, part_of: int | None = None, *, partial: bool = False) -> Draft:
    """Return the draft of a casualty from a phrase for people.

    ``part_of``: position of the count that holds it; ``partial``: only some of those harmed.
    """
    return Draft(
        outcome=outcome,
        outcome_token=token,
        quantity=chunk.quantity,
        whom=chunk.whom,
        head=chunk.head,
        part_of=part_of,
        partial=partial,
        explicit=chunk.explicit,
        first=chunk.first,
        last=chunk.last,
    )


def toll_figures(
    sent: Sentence, hits: list[Hit], chunks: list[Chunk], assigned: dict[int, tuple[str, int]]
) -> dict[int, tuple[str, int]]:
    """Return the figures of "the death toll rose to 31": the first one after the word that no other outcome has taken.

    Each by its phrase's first token, with the outcome and the word's token.
    """
    found: dict[int, tuple[str, int]] = {}
    for hit in hits:
        if not hit.lemma.endswith("toll"):
            continue
        for chunk in chunks:
            free = chunk.first not in assigned and chunk.first not in found
            near = chunk.first - hit.token < 12 or _said_of(sent, hit.token, chunk.head)
            if chunk.first > hit.token and chunk.explicit and free and near:
                before = sent.low[max(0, hit.first - 2) : hit.token]
                injured = hit.lemma == INJURY_TOLL or any("injured" in low or "wounded" in low for low in before)
                found[chunk.first] = ("injured" if injured else "killed", hit.token)
                break
    return found


def _said_of(sent: Sentence, toll: int, figure: int) -> bool:
    """Return whether a figure is what a toll far before is said to be: "the number of dead … rose to 100"."""
    above = sent.head[figure]
    verb = sent.head[above] if sent.low[above] in ("to", "at") else above
    return sent.kid(verb, "nsubj", "nsubjpass") == toll


def multiples(sent: Sentence, hits: list[Hit], drafts: list[Draft]) -> None:
    """Read "a triple homicide" and "a quadruple shooting": as many were killed, or hit."""
    words = wound_words()
    for hit in hits:
        outcome = words.multiplied.get(hit.lemma)
        if outcome is None or not hit.noun or hit.state != "event":
            continue
        for k in sent.kids[hit.token]:
            count = words.multiples.get(sent.low[k])
            if count is not None and not any(draft.outcome == outcome for draft in drafts):
                quantity = Quantity(
                    words=sent.words_of(k, k), kind="exact", low=count, high=count, span=sent.between(k, k)
                )
                whom = Whom(status="not stated", words=None, span=None)
                drafts.append(
                    Draft(
                        outcome=outcome,
                        outcome_token=hit.token,
                        quantity=quantity,
                        whom=whom,
                        head=hit.token,
                        explicit=True,
                        first=k,
                        last=hit.token,
                    )
                )


_APPOSITION = frozenset((",", "–", "—", ":"))


def sums(sent: Sentence, drafts: list[Draft]) -> None:
    """Add the sum of coordinated counts of one outcome ("two women and three men were killed"): a count of its own.

    A general count with its parts in apposition ("12 people, five children and seven women, …") is not added again.
    """
    by_token: dict[tuple[str, int], list[int]] = {}
    for n, draft in enumerate(drafts):
        if draft.part_of is None and not draft.cumulative:
            by_token.setdefault((draft.outcome, draft.outcome_token), []).append(n)
    for (outcome, token), items in by_token.items():
        if len(items) < 2 or (
            outcome == "killed_or_injured" and any(drafts[n].quantity.kind == "vague" for n in items)
        ):
            continue
        items.sort(key=lambda n: drafts[n].first)
        items = _without_named(sent, drafts, items)
        if len(items) < 2:
            continue
        head, rest = drafts[items[0]], [drafts[n] for n in items[1:]]
        lows = [d.quantity.low for d in rest]
        comma = _in_apposition(sent, head.last, rest[0].first)
        general = head.whom.group is None and head.whom.names == ()
        if general and comma and head.quantity.low is not None and None not in lows and head.explicit:
            if sum(low or 0 for low in lows) <= head.quantity.low:
                for n in items[1:]:
                    drafts[n].part_of = items[0]
                continue
        if not any(d.explicit or d.quantity.kind == "exact" for d in (head, *rest)):
            continue
        ends = sent.between(head.first, max(d.last for d in rest))
        total_low = 0
        total_high: int | None = 0
        for n in items:
            quantity = drafts[n].quantity
            parts = [d.quantity.low or 0 for d in drafts if d.part_of == n]
            least = max(quantity.low or 0, sum(parts))
            total_low += least
            if total_high is not None:
                total_high = total_high + max(quantity.high, least) if quantity.high is not None else None
        kind = "exact" if total_high == total_low else "at least" if total_high is None else "between"
        statuses = {drafts[n].whom.status for n in items}
        drafts.append(
            Draft(
                partial=all(drafts[n].partial for n in items),
                outcome=outcome,
                outcome_token=token,
                quantity=Quantity(
                    words=sent.text[ends[0] : ends[1]],
                    kind=kind,  # type: ignore[arg-type]
                    low=total_low,
                    high=total_high,
                    span=ends,
                ),
                whom=Whom(status=statuses.pop() if len(statuses) == 1 else "not stated", words=None, span=None),
                head=head.head,
                derived=list(items),
                rule="sum of coordinated counts",
                explicit=True,
                first=head.first,
                last=max(d.last for d in rest),
            )
        )
        for n in items:
            drafts[n].part_of = len(drafts) - 1


_ALONG = frozenset(("along", "alongside", "together", "besides", "plus"))
_BESIDE = frozenset(("and", "as", "along", "alongside", "plus", "besides", "together", "with"))


def _in_apposition(sent: Sentence, last: int, first: int) -> bool:
    """Tell whether a comma, dash or colon, and nothing that adds ("as well as"), stands between two counts."""
    between = range(last + 1, first)
    if any(sent.low[k] in _BESIDE for k in between[:2]):
        return False
    return any(sent.words[k] in _APPOSITION for k in between)


def _without_named(sent: Sentence, drafts: list[Draft], items: list[int]) -> list[int]:
    """Return the items less those that only tell who a count is of: "two brothers, 39-year-old X and Y, were killed".

    A count of two or more is told so by the people behind its comma, dash or colon where they are no more than it says:
    names, or counts that together are just as many and of no other group.
    """
    left: list[int] = []
    n = 0
    while n < len(items):
        owner = drafts[items[n]]
        left.append(items[n])
        n += 1
        low = owner.quantity.low
        of_kin = owner.quantity.kind == "vague" and owner.whom.group is not None  # "her children, X and Y"
        if not (owner.explicit or of_kin) or low is None or low < 2 or owner.whom.names or n >= len(items):
            continue
        if not _in_apposition(sent, owner.last, drafts[items[n]].first):
            continue
        run: list[int] = []
        while n + len(run) < len(items):
            part = drafts[items[n + len(run)]]
            if part.whom.group not in (None, owner.whom.group) or part.quantity.low != part.quantity.high:
                break
            before = drafts[run[-1]].last if run else owner.last
            if any(low in _ALONG for low in sent.low[before + 1 : part.first]):
                break
            if not _named(sent, part) and not (part.quantity.low == 1 and run and _named(sent, drafts[run[-1]])):
                break
            run.append(items[n + len(run)])
        if run and (of_kin or sum(drafts[k].quantity.low or 0 for k in run) <= low):
            for k in run:
                drafts[k].part_of = items[n - 1]
            n += len(run)
        else:
            run = items[n:]
            counts = [drafts[k].quantity for k in run]
            same = all(q.low is not None and q.low == q.high for q in counts)
            groups = {drafts[k].whom.group for k in run} - {None, owner.whom.group}
            if same and owner.whom.group is None and not groups and sum(q.low or 0 for q in counts) == low:
                for k in run:
                    drafts[k].part_of = items[n - 1]
                n = len(items)
    return left


def _named(sent: Sentence, draft: Draft) -> bool:
    return bool(draft.whom.names) or sent.pos[draft.head] == "PROPN"
