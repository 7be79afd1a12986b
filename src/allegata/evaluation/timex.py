"""Our time expressions as TIMEX3 elements: the marked words, ``type`` and ``value`` of ISO-TimeML.

A view for scoring: where TimeML wants the grain of the words ("last week" is 2009-W14), the reader keeps days. Where
the words could mean two years, the tense of their clause decides, and without a tense the nearer one is taken.
"""

import re
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import msgspec
import yaml

from allegata.reading.calendar_days import Interval, shift_month
from allegata.reading.tense import Side
from allegata.reading.time_patterns import REFERENCES, SMALL_NUMBERS, WEEKDAYS
from allegata.reading.times import Anchor, TimeMatch, resolve
from allegata.records import Span, Symbolic


class Timex(msgspec.Struct, frozen=True):
    """A time expression as TimeML marks it."""

    span: Span
    type: str
    value: str


@cache
def tables() -> dict[str, Any]:
    """Return the table of values, ``data/timex.yaml``."""
    text = (files("allegata.evaluation") / "data" / "timex.yaml").read_text(encoding="utf-8")
    table: dict[str, Any] = yaml.safe_load(text)
    return table


def marked(match: TimeMatch, text: str) -> Span:
    """Return the span of a match without the words that TimeML leaves outside ("since", "two days [before] it")."""
    start, end = match.span
    while (first := re.match(r"([A-Za-z]+)\s+", text[start:end])) and first[1].lower() in tables()["outside"]:
        start += first.end()
    last = re.search(r"\s+([A-Za-z]+)\Z", text[start:end])
    if last and last[1].lower() in tables()["counted_from"] and re.match(r"\s+\w", text[end:]):
        end = start + last.start()
    return start, end


_YEARS = re.compile(r"\d{4}/\d{4}")


class Writer:
    """Writes the expressions of one text, in order; remembers the day told of last. ``published``: day of creation."""

    def __init__(self, text: str, published: date | None) -> None:
        self.text = text
        self.published = published
        self.last: Interval | None = None
        self.last_grain = "month"
        self.last_day: Interval | None = None

    def write(self, match: TimeMatch, side: Side) -> list[Timex]:
        """Return the TIMEX3 of the next expression; ``side``: where its clause lies. Two years of a range are two."""
        years = list(re.finditer(r"\b\d{4}\b", match.words)) if re.fullmatch(_YEARS, match.symbolic.date or "") else []
        if len(years) == 2:
            start = match.span[0]
            return [Timex((start + year.start(), start + year.end()), "DATE", year[0]) for year in years]
        span = marked(match, self.text)
        words = self.text[span[0] : span[1]].lower()
        kind, value = self._read(match, words, side, cut=span[1] < match.span[1])
        return [Timex(span, kind, value)]

    def _read(self, match: TimeMatch, words: str, side: Side, *, cut: bool) -> tuple[str, str]:
        symbolic = match.symbolic
        if match.kind == "reference":
            if symbolic.anchor == "event":
                return "DATE", "XXXX-XX-XX"
            return "DATE", tables()["references"][REFERENCES[symbolic.unit or ""]]
        if match.kind == "duration":
            return "DURATION", length(words)
        if match.kind == "frequency":
            return "SET", _frequency(words)
        if symbolic.unit == "recently":
            return "DATE", tables()["recently"]
        if (cut and symbolic.date is None) or (
            symbolic.relation in ("during", "after") and " " not in (symbolic.unit or " ")
        ):
            if cut or symbolic.anchor == "publication":
                return "DURATION", length(words)
        return self._dated(match, words, side)

    def _dated(self, match: TimeMatch, words: str, side: Side) -> tuple[str, str]:
        symbolic = match.symbolic
        if match.kind == "period" and "months" in words and grain_of(symbolic) == "month":
            return "DURATION", length(words)  # "the first nine months of 2017"
        value = _special(symbolic, self.published, self.last, self.last_grain)
        if value is not None:
            return "DATE", value
        interval = self._interval(match, side)
        clock = _clock(match, words)
        if interval is None:
            if clock or symbolic.part_of_day:
                base = self.last_day or ((self.published, self.published) if self.published else None)
                day = base[0].isoformat() if base and base[0] == base[1] else "XXXX-XX-XX"
                return "TIME", day + (clock or "T" + tables()["parts"][symbolic.part_of_day])
            if symbolic.unit in tables()["units"]:
                return "DURATION", length(words)
            return "DATE", _unresolved(symbolic)
        grain = grain_of(symbolic)
        if grain in ("day", "month", "quarter", "year"):
            self.last, self.last_grain = interval, grain
        if grain == "day":
            self.last_day = interval
        if grain == "day" and "/" in (symbolic.date or ""):
            interval = interval[0], interval[0]  # TimeML has no value for a run of days: its first
        value = write_interval(interval, grain)
        if grain == "day" and (clock or symbolic.part_of_day):
            return "TIME", value + (clock or "T" + tables()["parts"][symbolic.part_of_day])
        return "DATE", value

    def _interval(self, match: TimeMatch, side: Side) -> Interval | None:
        day = self.published
        if match.precision == "unknown" and match.symbolic.date is None:
            return None
        relation = match.symbolic.relation
        plain = match
        if relation in ("since", "until"):  # TimeML marks the day itself, not the stretch from it
            on = msgspec.structs.replace(match.symbolic, relation="on")
            plain = msgspec.structs.replace(match, symbolic=on)
        around = (
            msgspec.structs.replace(plain.symbolic, unit=None) if plain.symbolic.unit == "around" else plain.symbolic
        )
        plain = msgspec.structs.replace(plain, symbolic=around)
        event = self.last_day if match.symbolic.offset_days is not None else self.last
        event = event or ((day, day) if day else None)
        anchor = Anchor(published=(day, day) if day else None, event=event)
        found = {past: _days(plain, anchor, past) for past in (True, False)}
        behind, ahead = found[True], found[False]
        if side == "ahead":
            return ahead or behind
        undated = (match.symbolic.date or "").startswith("-")
        if side == "past" or not undated or day is None or behind is None or ahead is None:
            return behind or ahead
        return behind if (day - behind[1]).days <= (ahead[0] - day).days else ahead


def _days(match: TimeMatch, anchor: Anchor, past: bool) -> Interval | None:
    time = resolve(match, anchor, past=past)
    if time.start is None or time.end is None:
        return None
    return date.fromisoformat(time.start), date.fromisoformat(time.end)


def grain_of(symbolic: Symbolic) -> str:
    """Return day, week, weekend, month, quarter, half, year or decade: what the words name."""
    if symbolic.date:
        first, _, last = symbolic.date.partition("/")
        if last:
            start, end = _number(first), _number(last)
            if start is not None and end is not None and len(first) == 4:
                if end - start == 99 and first.endswith("00"):
                    return "century"
                return "decade" if end - start == 9 and first.endswith("0") else "year"
            months = {("01", "03"), ("04", "06"), ("07", "09"), ("10", "12")}
            if (first[-2:], last[-2:]) in months and first.count("-") <= 2 and len(first) in (4, 7):
                return "quarter"
            if (first[-2:], last[-2:]) in {("01", "06"), ("07", "12")} and len(first) in (4, 7):
                return "half"
        if symbolic.unit == "week":
            return "week"
        if re.fullmatch(r"\d{4}", first):
            return "year"
        return "month" if re.fullmatch(r"(?:\d{4}|-)-\d\d", first) else "day"
    if symbolic.weekday or symbolic.offset_days is not None:
        return "day"
    last_word = (symbolic.unit or "day").split()
    if last_word[0][:1] in ("Q", "H") and last_word[-1] == "year":
        return "quarter" if last_word[0][0] == "Q" else "half"
    unit = last_word[-1]
    return {"fortnight": "week", "decade": "decade"}.get(
        unit, unit if unit in ("week", "weekend", "month", "quarter", "year") else "day"
    )


def _number(words: str) -> int | None:
    return int(words) if words.isdecimal() else None


def write_interval(interval: Interval, grain: str) -> str:
    """Return the value of an interval at a grain: ``2009-05-07``, ``2009-W14``, ``2009-Q1``, ``2009-H2``, ``199``."""
    start, end = interval
    middle = start + (end - start) / 2
    match grain:
        case "week" | "weekend":
            year, week, _ = middle.isocalendar()
            return f"{year}-W{week:02}" + ("-WE" if grain == "weekend" else "")
        case "month":
            return f"{middle.year}-{middle.month:02}"
        case "quarter":
            return f"{start.year}-Q{(start.month + 2) // 3}"
        case "half":
            return f"{start.year}-H{1 if start.month < 7 else 2}"
        case "year":
            return f"{start.year}"
        case "decade":
            return f"{start.year // 10}"
        case "century":
            return f"{start.year // 100}"
        case _:
            return start.isoformat() if (end - start).days <= 1 else middle.isoformat()


def _special(symbolic: Symbolic, published: date | None, last: Interval | None, last_grain: str) -> str | None:
    """Return the value of seasons and of "the same month last year"."""
    unit = symbolic.unit or ""
    if unit == "fiscal year":
        return f"FY{symbolic.date}"
    seasons = tables()["seasons"]
    season = next((seasons[word] for word in unit.split() if word in seasons), None)
    if season is not None:
        return _season(symbolic, season, published)
    if not unit.startswith("same "):
        return None
    _, what, *step = unit.split()
    base = last[0] if last else published
    if not step and not symbolic.date and last_grain != what and what in ("week", "month", "year"):
        base = published  # "for the year": another grain was told of last
    if symbolic.date:
        year = int(symbolic.date)
        base = base.replace(year=year, day=1) if base else None
    elif base is not None and step:
        months = {"year": 12, "month": 1, "week": 0}[step[0]] * (symbolic.count or 1)
        base = shift_month(base, -months)
    if base is None:
        return "XXXX"
    grain = {"period": last_grain, "time": "day"}.get(what, what)
    return write_interval((base, base), grain)


def _season(symbolic: Symbolic, season: str, published: date | None) -> str:
    if symbolic.date:
        return f"{symbolic.date}-{season}"
    if published is None:
        return f"XXXX-{season}"
    words = (symbolic.unit or "").split()
    step = {"last": -1, "next": 1}.get(words[0], 0)
    if words[-1] == "year":
        return f"{published.year + {'last': -1, 'next': 1}.get(words[-2], 0)}-{season}"
    first = tables()["season_months"][season]
    begun = published.month >= first
    if step < 0:
        return f"{published.year - (0 if published.month >= first + 3 else 1)}-{season}"
    return f"{published.year + (1 if step > 0 and begun else 0)}-{season}"


def _unresolved(symbolic: Symbolic) -> str:
    if symbolic.date and symbolic.date.startswith("--"):
        return "XXXX" + symbolic.date.partition("/")[0][1:]
    if symbolic.weekday:
        return f"XXXX-WXX-{WEEKDAYS.index(symbolic.weekday) + 1}"
    return "XXXX-XX-XX"


def _clock(match: TimeMatch, words: str) -> str:
    if match.clock is None:
        return ""
    return f"T{match.clock}" + ("Z" if re.search(r"\b(?:utc|gmt)\b", words) else "")


def length(words: str) -> str:
    """Return the value of a length ("nearly five months" is P5M, "several years" PXY), ``PX`` where no unit is said."""
    plain = re.sub(r"[-\s]+", " ", words.lower())
    found = re.findall(r"[a-z]+|\d+(?:\.\d+)?", plain)
    unit = next(
        (word.removesuffix("s") for word in reversed(found) if word.removesuffix("s") in tables()["units"]), None
    )
    if unit is None:
        return "PX"
    letter, times, clock = tables()["units"][unit]
    count: float | None = None
    for word in (*_compounds(plain), *found):
        if word in ("a", "an") and re.search(rf"\b{word} (?:few|number|couple)\b", plain):
            continue
        if re.fullmatch(r"\d+(?:\.\d+)?", word) or word in SMALL_NUMBERS:
            count = float(SMALL_NUMBERS.get(word) or float(word))
            break
    if count is None and ("single" in found or "full" in found):
        count = 1
    if count is None and "couple" in found:
        count = 2
    if count is None and not found[-1].endswith("s") and "long" not in found:
        count = 1
    if count is not None and "half" in found:
        count = count + 0.5 if "and" in found else 0.5
    if count == 0.5 and unit == "hour":
        return "PT30M"
    amount = "X" if count is None else f"{count * times:g}"
    return f"P{clock}{amount}{letter}"


def _compounds(plain: str) -> list[str]:
    """Return counts of two words ("twenty five") in figures."""
    tens = {word: n for word, n in SMALL_NUMBERS.items() if n in range(20, 100, 10)}
    return [
        str(tens[a] + SMALL_NUMBERS[b])
        for a, b in re.findall(r"([a-z]+) ([a-z]+)", plain)
        if a in tens and 0 < SMALL_NUMBERS.get(b, 0) < 10
    ]


def _frequency(words: str) -> str:
    for adverb, value in tables()["adverbs"].items():
        if adverb in words:
            return str(value)
    for number, weekday in enumerate(WEEKDAYS, 1):
        if weekday in words:
            return f"XXXX-WXX-{number}"
    return length(re.sub(r"\b(?:every|each|per|other|single)\b", "", words))
