"""Airwars assessments of Gaza: from the narrative alone to the coded record.

Format: ``airwars_gaza/incidents.jsonl``, one object a line with ``assessment`` (the narrative), ``incident_date``,
``civilians_killed``, ``civilians_injured`` (``[least, most]`` or ``null``), ``civilians_killed_by_category``
(``children``, ``women``, ``men``), ``lat_lon`` and ``summary`` (``Strike type``). Scored: least, most, both exact and
the overlap of the ranges, of records that have a figure; records without one are scored apart, as unknown said to be
unknown. The overlap is that of the two sets of whole numbers: common over all.
"""

import re
from calendar import month_name
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from statistics import mean, median
from typing import Any

import msgspec

from allegata.evaluation.airwars_ranges import Range
from allegata.evaluation.airwars_view import Assessed, assess
from allegata.evaluation.arithmetic import commonest, share
from allegata.evaluation.parts import GoldError, Miss, Outcome, Part, Result, Row, SetMissingError, Tools
from allegata.gazetteer.extent import distance_km
from allegata.incidents import profile
from allegata.intake import from_text

FILE = "airwars_gaza/incidents.jsonl"
GROUPS = ("children", "women", "men")
FIELDS = ("killed", "injured", *GROUPS)
FAR = 20_015.0
"""Kilometres that a place which is not found counts as: half the way round the earth."""

_MONTHS = [name.lower() for name in month_name[1:]]
_DATE = re.compile(
    r"(?P<month>[A-Za-z]+) (?P<day>\d+)(?:\s*[–-]\s*(?:(?P<month2>[A-Za-z]+) )?(?P<day2>\d+))?, (?P<year>\d{4})"
)


class Gold(msgspec.Struct, frozen=True):
    """The coded record of one assessment; ``None`` is unknown."""

    code: str
    text: str
    ranges: dict[str, Range | None]
    day: tuple[str, str] | None
    strike_type: str | None
    point: tuple[float, float] | None


class Scores(msgspec.Struct, frozen=True):
    """One assessment's gold and ours, field by field."""

    gold: dict[str, Range | None]
    ours: dict[str, Range | None]
    day: tuple[tuple[str, str] | None, tuple[str, str] | None]
    strike_type: tuple[str | None, str]
    distance: float | None


def gold_of(row: dict[str, Any]) -> Gold:
    """Return the gold of one line. Raises ``KeyError``, ``TypeError`` or ``ValueError`` where its form is another."""
    groups = row.get("civilians_killed_by_category") or {}
    killed = row["civilians_killed"]
    found = {"killed": killed, "injured": row["civilians_injured"]}
    whole = bool(groups and killed) and sum(ends[0] for ends in groups.values()) >= killed[0]
    found |= {group: groups.get(group) or ([0, 0] if whole else None) for group in GROUPS}
    point = row.get("lat_lon")
    return Gold(
        code=row["code"],
        text=row["assessment"],
        ranges={name: (int(ends[0]), int(ends[1])) if ends else None for name, ends in found.items()},
        day=days(row["incident_date"]),
        strike_type=row["summary"].get("Strike type"),
        point=(float(point[0]), float(point[1])) if point else None,
    )


def days(words: str | None) -> tuple[str, str] | None:
    """Return the first and last day of a record's date, as "October 12–13, 2023"; ``None`` where it is none."""
    match = _DATE.fullmatch((words or "").strip())
    if match is None or match["month"].lower() not in _MONTHS:
        return None
    month, year = _MONTHS.index(match["month"].lower()) + 1, int(match["year"])
    last = _MONTHS.index((match["month2"] or match["month"]).lower()) + 1
    return date(year, month, int(match["day"])).isoformat(), date(
        year, last, int(match["day2"] or match["day"])
    ).isoformat()


def overlap(ours: Range, gold: Range) -> float:
    """Return how much two ranges of whole numbers have in common, in per cent of what either holds."""
    common = min(ours[1], gold[1]) - max(ours[0], gold[0]) + 1
    return share(max(0, common), max(ours[1], gold[1]) - min(ours[0], gold[0]) + 1) if common > 0 else 0.0


class AirwarsGaza:
    """The set."""

    name = "airwars-gaza"
    title = "Airwars assessments of Gaza: the coded record from the narrative alone"

    def find(self, data: Path) -> list[Part]:
        """Return the one file of the set. Raises `SetMissingError` and `GoldError`."""
        file = data / FILE
        if not file.is_file():
            raise SetMissingError(f"{FILE} is not below {data}")
        items = []
        for number, line in enumerate(file.read_bytes().splitlines(), 1):
            if line.strip():
                try:
                    items.append(gold_of(msgspec.json.decode(line)))
                except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
                    raise GoldError(f"{FILE}, line {number}: {type(error).__name__}: {error}") from error
        return [Part(name=FILE, files=(file,), items=tuple(items))]

    def measure(self, part: str, item: Gold, tools: Tools) -> Outcome:
        """Return ours beside the gold of one assessment."""
        document = from_text(item.text)[0]
        seen = assess(document, tools.reader.read(document).claims, profile("airwars"))
        ours = {"killed": seen.killed, "injured": seen.injured, **seen.groups}
        scores = Scores(
            gold=item.ranges,
            ours=ours,
            day=(item.day, seen.date),
            strike_type=(item.strike_type, seen.strike_type),
            distance=_distance(item, seen),
        )
        return Outcome(item=item.code, part=part, counts=scores, misses=tuple(_misses(item.code, scores, seen)))

    def result(self, outcomes: Sequence[Outcome]) -> Result:
        """Return the figures over all assessments."""
        scores: list[Scores] = [outcome.counts for outcome in outcomes]
        rows = [row for field in FIELDS for row in _range_rows(scores, field)]
        rows += [*_date_rows(scores), *_strike_rows(scores), *_place_rows(scores)]
        return Result(figures={row.key: row.value for row in rows}, rows=tuple(rows), notes=_NOTES)


_NOTES = (
    "Counts are those of the airwars counting profile. A group that a record leaves out is none where the groups"
    " that it counts are all who were killed, and unknown elsewhere.",
    "Ours: no children where adults are told and nobody speaks of a child. In a few that is wrong.",
    "Macro recall: the mean, over the strike types that records hold, of how many records with a type have it in ours.",
    "A place that is not found counts as half the way round the earth in the median.",
)


def _distance(item: Gold, seen: Assessed) -> float | None:
    if item.point is None:
        return None
    place = seen.place
    if place is None or place.latitude is None or place.longitude is None:
        return FAR
    return round(distance_km(item.point, (place.latitude, place.longitude)), 3)


def _misses(code: str, scores: Scores, seen: Assessed) -> list[Miss]:
    found = [
        Miss(
            item=code,
            measure=field,
            gold=str(scores.gold[field]),
            ours=str(scores.ours[field]),
            words=seen.words.get(field, ""),
        )
        for field in FIELDS
        if scores.gold[field] != scores.ours[field]
    ]
    pairs: list[tuple[str, Any]] = [("date", scores.day), ("strike_type", scores.strike_type)]
    found += [
        Miss(item=code, measure=name, gold=str(gold), ours=str(ours))
        for name, (gold, ours) in pairs
        if gold is not None and gold != ours
    ]
    return found


def _range_rows(scores: Sequence[Scores], field: str) -> list[Row]:
    pairs = [(score.gold[field], score.ours[field]) for score in scores]
    known = [(gold, ours) for gold, ours in pairs if gold is not None]
    unknown = [ours for gold, ours in pairs if gold is None]
    usual, best = commonest(gold for gold, _ in known)
    of = len(known)
    label = {"killed": "killed", "injured": "injured"}.get(field, f"{field} killed")

    def row(key: str, what: str, right: float, constant: float | None = None, answer: str = "") -> Row:
        return Row(
            key=f"{field}_{key}",
            label=f"{label}, {what}",
            value=share(right, of),
            constant=constant,
            constant_answer=answer,
            n=of,
        )

    ends = [commonest(gold[end] for gold, _ in known) for end in (0, 1)]
    said = str(usual)
    rows = [
        row("both_exact", "both ends of the range exact", sum(gold == ours for gold, ours in known), best, said),
        row(
            "min_exact",
            "least exact",
            sum(ours is not None and gold[0] == ours[0] for gold, ours in known),
            ends[0][1],
            str(ends[0][0]),
        ),
        row(
            "max_exact",
            "most exact",
            sum(ours is not None and gold[1] == ours[1] for gold, ours in known),
            ends[1][1],
            str(ends[1][0]),
        ),
    ]
    overlaps = [overlap(ours, gold) if ours is not None else 0.0 for gold, ours in known]
    rows.append(
        Row(
            key=f"{field}_overlap",
            label=f"{label}, overlap of the ranges",
            value=round(mean(overlaps), 2) if overlaps else 0.0,
            n=of,
        )
    )
    if field in GROUPS:
        some = [(gold, ours) for gold, ours in known if gold != (0, 0)]
        rows = [
            msgspec.structs.replace(rows[0], key=f"{field}_exact"),
            Row(
                key=f"{field}_exact_where_some",
                label=f"{label}, where the record counts some",
                value=share(sum(gold == ours for gold, ours in some), len(some)),
                n=len(some),
            ),
        ]
    said_unknown = sum(ours is None for ours in unknown)
    rows.append(
        Row(
            key=f"{field}_unknown",
            label=f"{label}, unknown said to be unknown",
            value=share(said_unknown, len(unknown)),
            n=len(unknown),
            note=f"{said_unknown} of {len(unknown)}",
        )
    )
    return rows


def _date_rows(scores: Sequence[Scores]) -> list[Row]:
    dated = [score.day for score in scores if score.day[0] is not None]
    usual, best = commonest(gold for gold, _ in dated)
    answer = usual[0] if isinstance(usual, tuple) else ""
    right = sum(gold == ours for gold, ours in dated)
    return [
        Row(
            key="date",
            label="date of the incident",
            value=share(right, len(dated)),
            constant=best,
            constant_answer=answer,
            n=len(dated),
        )
    ]


def types_of(code: str) -> list[str]:
    """Return the strike types of a record: "Airstrike, Drone Strike" holds two."""
    return [part.strip() for part in code.split(",")]


def macro_recall(pairs: Sequence[tuple[str, str]]) -> float:
    """Return the mean over the types of gold (first of a pair) of the share of their records that have them in ours."""
    found: dict[str, list[bool]] = {}
    for gold, ours in pairs:
        for kind in types_of(gold):
            found.setdefault(kind, []).append(kind in types_of(ours))
    return round(mean(share(sum(hits), len(hits)) for hits in found.values()), 2) if found else 0.0


def _strike_rows(scores: Sequence[Scores]) -> list[Row]:
    pairs = [(gold, score.strike_type[1]) for score in scores if (gold := score.strike_type[0]) is not None]
    usual, best = commonest(gold for gold, _ in pairs)
    constant = macro_recall([(gold, str(usual)) for gold, _ in pairs])
    kinds = {kind for gold, _ in pairs for kind in types_of(gold)}
    right = sum(gold == ours for gold, ours in pairs)
    return [
        Row(
            key="strike_type",
            label="strike type",
            value=share(right, len(pairs)),
            constant=best,
            constant_answer=str(usual),
            n=len(pairs),
        ),
        Row(
            key="strike_type_macro_recall",
            label="strike type, mean recall of the types",
            value=macro_recall(pairs),
            constant=constant,
            constant_answer=str(usual),
            n=len(pairs),
            note=f"{len(kinds)} types",
        ),
    ]


def _place_rows(scores: Sequence[Scores]) -> list[Row]:
    found = [score.distance for score in scores if score.distance is not None]
    rows = [
        Row(
            key="place_median_km",
            label="place, median error",
            value=round(median(found), 2) if found else None,
            n=len(found),
            unit="km",
        )
    ]
    for within in (5, 25):
        near = sum(distance <= within for distance in found)
        rows.append(
            Row(
                key=f"place_within_{within}km",
                label=f"place, within {within} km",
                value=share(near, len(found)),
                n=len(found),
            )
        )
    return rows


SET = AirwarsGaza()
