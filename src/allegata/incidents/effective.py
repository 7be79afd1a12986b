"""Claims as judged: what people accepted, corrected, rejected and added, applied to what the reader wrote.

A pure function of claims and judgements. A correction names its ``field`` by a path into the claim's record:
``stance``, ``event.type``, ``time``, ``casualties.k1.quantity``, ``places.0.name``, ``accused.1``. Items of a list are
named by their id or their number, ``+`` adds one, and ``null`` as the new value takes one away. Where both the old and
the new value are objects, the fields that are given replace those that were there.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import msgspec

from allegata.incidents.judging import JudgementError, standing
from allegata.records import Claim, Judgement

BY_HAND = "set by a person"
"""The rule that a value names which a judgement gave and no words of the document."""
ON_CLAIMS = ("accept", "correct", "reject", "date", "place")
ON_INCIDENTS = ("date", "place", "grade")


def effective(claims: Iterable[Claim], judgements: Iterable[Judgement]) -> list[Claim]:
    """Return the claims as judged, in their order: rejected ones left out, corrected ones changed, added ones last.

    Judgements on claims that are not here, and corrections that no longer fit their claim, change nothing
    (`waiting` lists them).
    """
    by_claim, added = _sorted(judgements)
    found = []
    seen: set[str] = set()
    for claim in [*claims, *added]:
        if claim.id not in seen:
            seen.add(claim.id)
            judged = as_judged(claim, by_claim.get(claim.id, ()))
            if judged is not None:
                found.append(judged)
    return found


def as_judged(claim: Claim, judgements: Iterable[Judgement]) -> Claim | None:
    """Return ``claim`` after the judgements on it that hold, in their order; ``None`` where it was rejected."""
    current, rejected = claim, False
    for judgement in judgements:
        if judgement.kind == "reject":
            rejected = True
        elif judgement.kind == "accept":
            rejected = False
            if current.status == "proposed":
                current = msgspec.structs.replace(current, status="accepted")
        elif judgement.kind in ON_CLAIMS:
            try:
                current, rejected = corrected(current, judgement), False
            except JudgementError:
                continue
    return None if rejected else current


def waiting(claims: Iterable[Claim], incidents: Iterable[str], judgements: Iterable[Judgement]) -> list[Judgement]:
    """Return the judgements that hold and cannot be applied: on what is not here, or on a value that is gone.

    ``incidents``: all ids under which the incidents are known.
    """
    by_claim, added = _sorted(judgements)
    known = {claim.id: claim for claim in (*claims, *added)}
    ids = {*known, *incidents}
    found = []
    for judgement in standing(judgements):
        if judgement.kind == "add":
            continue
        if any(name not in ids for name in judgement.about):
            found.append(judgement)
        elif judgement.kind in ("correct", "date", "place") and judgement.about[0] in known:
            claim = known[judgement.about[0]]
            before = by_claim[claim.id][: by_claim[claim.id].index(judgement)]
            try:
                corrected(as_judged(claim, before) or claim, judgement)
            except JudgementError:
                found.append(judgement)
    return found


def _sorted(judgements: Iterable[Judgement]) -> tuple[dict[str, list[Judgement]], list[Claim]]:
    by_claim: dict[str, list[Judgement]] = {}
    added = []
    for judgement in standing(judgements):
        if judgement.kind == "add":
            added.append(added_claim(judgement))
        elif judgement.kind in ON_CLAIMS:
            for name in judgement.about:
                by_claim.setdefault(name, []).append(judgement)
    return by_claim, added


def added_claim(judgement: Judgement) -> Claim:
    """Return the claim that a judgement adds. Raises `JudgementError` where its new value is none."""
    try:
        claim = msgspec.convert(judgement.new, Claim)
    except (msgspec.ValidationError, TypeError) as error:
        raise JudgementError(f"{judgement.id}: its new value is no claim: {error}") from error
    if claim.time is not None:
        check_days(claim.time.start, claim.time.end)
    return msgspec.structs.replace(claim, status="added")


def corrected(claim: Claim, judgement: Judgement) -> Claim:
    """Return ``claim`` with the value that ``judgement`` sets. Raises `JudgementError` where it does not fit."""
    record = msgspec.to_builtins(claim)
    record["status"] = "added" if claim.status == "added" else "corrected"
    if judgement.kind == "date":
        record["time"] = _time(record, judgement.new)
    elif judgement.kind == "place":
        record["places"] = _places(record, judgement.new)
    else:
        _change(record, judgement.field or "", judgement.new)
    try:
        found = msgspec.convert(record, Claim)
    except msgspec.ValidationError as error:
        raise JudgementError(f"{judgement.field or judgement.kind}: {error}; give a value of the right kind") from error
    if found.time is not None and found.time != claim.time:
        check_days(found.time.start, found.time.end)
    return found


def check_days(*days: str | None) -> None:
    """Raise `JudgementError` where a day is not one of the calendar, or a later one stands before an earlier."""
    given = [day for day in days if day is not None]
    for day in given:
        try:
            date.fromisoformat(day)
        except ValueError as error:
            raise JudgementError(f"{day}: is no day of the calendar; write it as 2024-03-11") from error
    if given != sorted(given):
        raise JudgementError(f"{given[-1]}: the last day is before the first")


def value_at(claim: Claim, field: str) -> Any:
    """Return the value of a field of a claim by its path, ``None`` where it has none. Raises `JudgementError`."""
    value: Any = msgspec.to_builtins(claim)
    for step in field.split("."):
        value = _inside(value, step, field)
        if value is None:
            return None
    return value


def _time(record: dict[str, Any], new: Any) -> dict[str, Any] | None:
    if new is None:
        return None
    if not isinstance(new, dict):
        raise JudgementError("a date is an object with start, end and precision")
    start = new.get("start")
    before = record["time"] or {"words": record["event"]["words"], "span": record["event"]["span"], "symbolic": None}
    given = {"start": start, "end": new.get("end", start), "precision": new.get("precision", "day"), "rule": BY_HAND}
    kept = {key: before.get(key) for key in ("words", "span", "symbolic")}
    return {**kept, **given, **{key: new[key] for key in ("words", "span", "clock") if key in new}}


def _places(record: dict[str, Any], new: Any) -> list[dict[str, Any]]:
    others = [place for place in record["places"] if place["role"] != "event"]
    if new is None:
        return others
    if not isinstance(new, dict) or not new.get("name"):
        raise JudgementError("a place is an object with a name")
    before = next((place for place in record["places"] if place["role"] == "event"), None)
    where = before or {"words": record["event"]["words"], "span": record["event"]["span"]}
    empty = dict.fromkeys(("within", "country", "latitude", "longitude", "radius_km"))
    place = {**empty, "precision": "unknown", "rule": BY_HAND, "words": where["words"], "span": where["span"], **new}
    return [{**place, "role": "event", "resolved": place["latitude"] is not None}, *others]


def _inside(value: Any, step: str, field: str) -> Any:
    if isinstance(value, dict):
        if step not in value:
            raise JudgementError(f"{field}: a claim has no such field")
        return value[step]
    if isinstance(value, (list, tuple)):
        at = _position(value, step)
        return value[at] if at is not None else None
    raise JudgementError(f"{field}: a claim has no such field")


def _position(items: Sequence[Any], step: str) -> int | None:
    for at, item in enumerate(items):
        if isinstance(item, dict) and item.get("id") == step:
            return at
    return int(step) if step.isdecimal() and int(step) < len(items) else None


_FIXED = ("id", "document", "record", "reader", "status", "evidence")


def _change(record: dict[str, Any], field: str, new: Any) -> None:
    steps = field.split(".")
    if steps[0] not in record or steps[0] in _FIXED:
        raise JudgementError(f"{field or 'no field'}: not a field of a claim that can be corrected")
    holder: Any = record
    for step in steps[:-1]:
        if isinstance(holder, dict) and isinstance(holder.get(step), (list, tuple)):
            holder[step] = list(holder[step])
        holder = _inside(holder, step, field)
    last = steps[-1]
    if isinstance(holder, dict):
        if last not in holder:
            raise JudgementError(f"{field}: a claim has no such field")
        before = holder[last]
        holder[last] = {**before, **new} if isinstance(before, dict) and isinstance(new, dict) else new
        return
    if not isinstance(holder, list):
        raise JudgementError(f"{field}: a claim has no such field")
    if last == "+":
        holder.append(new)
        return
    at = _position(holder, last)
    if at is None:
        raise JudgementError(f"{field}: the claim no longer has this item")
    if new is None:
        del holder[at]
    else:
        both = isinstance(holder[at], dict) and isinstance(new, dict)
        holder[at] = {**holder[at], **new} if both else new
