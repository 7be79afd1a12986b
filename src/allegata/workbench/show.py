"""Values in words for the templates. Pure, and never more exact than the record."""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime
from functools import cache
from typing import Any, Protocol

from allegata.casebook import ClaimView
from allegata.casebook.meanwhile import newest
from allegata.dataset.coded import Row
from allegata.dataset.countries import countries, country_name
from allegata.dataset.visible import shortened
from allegata.dataset.wording import casualty_words, date_range_words, place_words, speaker_words, stance_words
from allegata.records import Casualty, Claim, IncidentPlace, Place, Quantity
from allegata.workbench.said import days_said, said
from allegata.workbench.words import Words, country_names


class _Line(Protocol):
    """What a heading is made of."""

    @property
    def types(self) -> tuple[str, ...]:
        """Return the kinds of event."""
        ...

    @property
    def place(self) -> str | None:
        """Return the name of the place."""
        ...

    @property
    def within(self) -> str | None:
        """Return what contains it."""
        ...


class _Coded(Protocol):
    """A claim with its coded values as rows."""

    claim: Claim
    rows: list[Row]


def heading(t: Words, types: Sequence[str], place: str | None, within: str | None = None) -> str:
    """Return an incident's heading: its kinds and its place."""
    kinds = ", ".join(t.of("type", kind) for kind in types) or t("type.unstated")
    where = area_said(t, place) or t("place.unstated")
    if place and within and within.casefold() != place.casefold():
        where = f"{where} ({area_said(t, within)})"
    return f"{kinds[:1].upper()}{kinds[1:]} · {where}"


def line_heading(t: Words, line: _Line) -> str:
    """Return the heading of an incident in a list."""
    return heading(t, line.types, line.place, line.within)


def bounds(t: Words, low: int | None, high: int | None) -> str:
    """Return bounds in words: "17", "71 or more", "up to 20", "20–30", "unknown"."""
    if low is None and high is None:
        return t("bounds.unknown")
    if high is None:
        return t("bounds.open", n=f"{low:,}")
    if low is None:
        return t("bounds.up-to", n=f"{high:,}")
    return f"{low:,}" if low == high else f"{low:,}–{high:,}"


def interval(t: Words, start: str | None, end: str | None) -> str:
    """Return ISO days in words; that no day is known where there is none."""
    return days_said(t, date_range_words(start, end)) if start else t("date.unknown")


def moment(at: str) -> str:
    """Return a time of the casebook to the minute."""
    return at[:16].replace("T", " ")


def day(ordinal: int) -> str:
    """Return the ISO day that a number of days stands for, as coders are compared by it."""
    return date.fromordinal(ordinal).isoformat()


def ago(t: Words, at: str, now: datetime | None = None) -> str:
    """Return how long ago a time of the casebook is, within the hour; else the time itself."""
    minutes = int(((now or datetime.now(UTC)) - datetime.fromisoformat(at)).total_seconds() // 60)
    if not 0 <= minutes < 60:
        return moment(at)
    return t("ago", n=minutes) if minutes else t("ago.now")


def status_of(view: ClaimView) -> str:
    """Return how a claim stands: proposed, accepted, corrected, rejected, added, or read no longer."""
    if view.claim is None:
        return "rejected" if view.standing in ("read", "kept", "added") else view.standing
    return str(view.claim.status)


def amount_words(t: Words, quantity: Quantity) -> str:
    """Return the bounds of a quantity in words; that it is about so many where that is said."""
    words = bounds(t, quantity.low, quantity.high)
    known = quantity.low is not None or quantity.high is not None
    return t("bounds.about", n=words) if quantity.kind == "about" and known else words


@cache
def country_codes() -> dict[str, str]:
    """Return the English names of countries with their codes."""
    return {name: code for code, name in countries().items()}


def country_said(t: Words, code: str | None) -> str | None:
    """Return a country's name in the interface's language; in English, or its code, where that has none."""
    return None if code is None else country_names(t.language).get(code) or country_name(code) or code


def area_said(t: Words, name: str | None) -> str | None:
    """Return the name of what contains a place: a country's in the interface's language, any other as it is."""
    code = country_codes().get(name or "")
    return country_said(t, code) if code and t.language != "en" else name


def place_said(t: Words, place: Place | IncidentPlace | None) -> str:
    """Return a place in words of the interface: its name, what contains it, its country, how exact it is."""
    if t.language == "en" or place is None:
        return place_words(place) if place is not None else t("place.unstated")
    country = country_said(t, place.country)
    within = area_said(t, place.within) if place.within and place.within.casefold() != place.name.casefold() else None
    within = None if within == country else within
    exact = t.of("precision", place.precision) if place.precision != "unknown" else None
    name = area_said(t, place.name)
    return t("within-comma").join(part for part in (name, within, country, exact) if part)


def count_words(t: Words, item: Casualty) -> str:
    """Return a count in words of the interface; the words of the text that it rests on stay as they are."""
    if t.language == "en":
        return casualty_words(item)
    quantity, whom = item.quantity, item.whom
    who = [t.of("group", whom.group)] if whom.group is not None else []
    who += [t.of("whom", whom.status)] if whom.status != "not stated" else []
    words = f"{t.of('outcome', item.outcome)}: {amount_words(t, quantity)}" + (
        f" ({t('list-comma').join(who)})" if who else ""
    )
    words += f" “{quantity.words}”" if quantity.kind == "vague" else ""
    words += "".join(f" “{part.words}”" for part in item.composition)
    return f"{words} · {t('cumulative')}" if item.cumulative else words


def row_value(t: Words, coded: "_Coded", row: Row) -> str:
    """Return a coded value in words of the interface where it is a fixed literal; else as it is."""
    if t.language == "en":
        return row.value
    if row.element == "event":
        return t.of("type", coded.claim.event.type)
    if row.element == "time":
        return said(t, row.value)
    if row.element == "place":
        rows = [other for other in coded.rows if other.element == "place"]
        return place_said(t, coded.claim.places[rows.index(row)])
    counts = [other for other in coded.rows if other.element == "casualties"]
    if row in counts:
        return count_words(t, coded.claim.casualties[counts.index(row)])
    return row.value


def detail_words(t: Words, detail: str) -> str:
    """Return a remark on a coded value in words of the interface where it is a fixed one; else as it is."""
    if t.language == "en":
        return detail
    if detail.startswith("precision: "):
        return f"{t('precision')}: {t.of('time-precision', detail.removeprefix('precision: '))}"
    if detail.startswith("derived: "):
        return f"{t('derived')}: {days_said(t, detail.removeprefix('derived: '))}"
    return t.of("detail", detail)


_LITERALS = {"stance": "stance", "event.type": "type", "event type": "type", "grade": "grade"}


def judged_words(t: Words, kind: str, value: Any) -> str:
    """Return a value of a judgement in words; ``kind``: the field or the kind of the judgement."""
    if isinstance(value, dict) and kind == "grade":
        value = value.get("value")
    if isinstance(value, str) and kind in _LITERALS:
        return t.of(_LITERALS[kind], value)
    if isinstance(value, dict) and {"low", "high"} & value.keys() and not value.keys() & {"name", "start"}:
        return bounds(t, value.get("low"), value.get("high"))
    return value_words(value)


def told(t: Words, claim: Claim, limit: int = 6) -> list[str]:
    """Return the counts of a claim in words, the whole ones first."""
    whole = [item for item in claim.casualties if item.part_of is None]
    parts = [item for item in claim.casualties if item.part_of is not None]
    return [count_words(t, item) for item in (*whole, *parts)][:limit]


def speaker(claim: Claim) -> str:
    """Return who says it, in the end."""
    return speaker_words(claim.attribution)


def names(items: Iterable[Any]) -> str:
    """Return the names of parties or voices, each once."""
    return ", ".join(dict.fromkeys(item.name for item in items))


_PARTS = ("value", "name", "type", "words", "kind", "low", "high", "start", "end", "precision")


def value_words(value: Any) -> str:
    """Return an old or new value of a judgement in words: what a person would look for in it."""
    if value is None:
        return "–"
    if isinstance(value, dict):
        low, high = value.get("low"), value.get("high")
        if "low" in value or "high" in value:
            return f"{'' if low is None else low}–{'' if high is None else high}" if low != high else str(low)
        if value.get("start"):
            start, end = value["start"], value.get("end")
            return f"{start}" if end in (None, start) else f"{start}–{end}"
        return shortened(", ".join(str(value[key]) for key in _PARTS if value.get(key) not in (None, "")), 160)
    if isinstance(value, (list, tuple)):
        return shortened("; ".join(value_words(item) for item in value[:6]), 160)
    return shortened(str(value), 160)


SHOWN: dict[str, Callable[..., Any]] = {
    "ago": ago,
    "bounds": bounds,
    "count_words": count_words,
    "day": day,
    "country": country_said,
    "detail_words": detail_words,
    "heading": heading,
    "interval": interval,
    "judged_words": judged_words,
    "line_heading": line_heading,
    "moment": moment,
    "names": names,
    "newest": newest,
    "place_said": place_said,
    "row_value": row_value,
    "said": said,
    "short": shortened,
    "speaker": speaker,
    "stance": stance_words,
    "status_of": status_of,
    "told": told,
    "value_words": value_words,
}
