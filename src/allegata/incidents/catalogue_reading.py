"""Catalogues read: CSV and JSON Lines into records, by a mapping. What cannot be read is listed, never guessed."""

import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import msgspec

from allegata.incidents.catalogue_mapping import (
    CatalogueError,
    Listed,
    Mapping,
    bare,
    load_mapping,
    mapping_names,
    ready_mapping,
    recognised,
)
from allegata.incidents.catalogue_record import CatalogueRecord
from allegata.intake import read_date
from allegata.records import EVENT_TYPES

MOST_BROKEN: Final = 0.01
"""With a larger share of broken records than this, the mapping is taken to be the wrong one, and nothing is matched."""
_LOOKED_AT = 1_000
_STEP = 2_000
_ISO = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ][\d:.+Z-]*)?")
_WHOLE = re.compile(r"(\d{1,9})(?:\.0+)?")
_FIELD = 16 * 1024 * 1024


class Broken(msgspec.Struct, frozen=True):
    """A record that could not be read: its line, and what is wrong with what to do."""

    number: int
    why: str


class ReadCatalogue(msgspec.Struct, frozen=True):
    """The records of a file, those left out, and the mapping used."""

    records: tuple[CatalogueRecord, ...]
    broken: tuple[Broken, ...]
    mapping: Mapping


class BadValueError(ValueError):
    """A value of one record that cannot be used."""


def read_catalogue(
    path: Path, mapping: str | None = None, progress: Callable[[int, int], None] = lambda done, of: None
) -> ReadCatalogue:
    """Return the records of a catalogue in CSV or JSON Lines.

    ``mapping``: the name of a ready one or a YAML file; without it, the one whose columns are there. ``progress`` is
    called with the bytes read and all bytes. Raises `CatalogueError` where the file is none, a column is missing, or
    more than one record in a hundred is broken.
    """
    chosen = load_mapping(mapping) if mapping is not None else None
    if not path.is_file():
        raise CatalogueError(f"{path}: no such file; check the path of the catalogue")
    with path.open("rb") as file:
        head = file.read(4096).removeprefix(b"\xef\xbb\xbf").lstrip()
    if not head:
        raise CatalogueError(f"{path}: is empty; name a catalogue in CSV or JSON Lines")
    if head.startswith(b"["):
        raise CatalogueError(f"{path}: is one JSON list; write one object a line (JSON Lines)")
    rows = _json_rows(path) if head.startswith(b"{") else _csv_rows(path)
    first = list(_taken(rows, _LOOKED_AT))
    columns = _columns([row for _, row, _ in first if row is not None])
    if chosen is None:
        chosen = _recognised(path, columns)
    missing = [name for name, needed in chosen.columns().items() if needed and name not in columns]
    if missing and columns:
        lacks = f"lacks the column{'s' if len(missing) > 1 else ''} {', '.join(missing)}"
        raise CatalogueError(f"{path}: {lacks}; name a mapping that fits with --mapping, or mend the file")
    records: dict[str, CatalogueRecord] = {}
    broken: list[Broken] = []
    whole, count = path.stat().st_size, 0
    for at, row, wrong in _chained(first, rows):
        count += 1
        if count % _STEP == 0:
            progress(min(wrong if isinstance(wrong, int) else 0, whole), whole)
        if row is None:
            broken.append(Broken(at, str(wrong)))
            continue
        try:
            record = _record(row, at, chosen)
            if record.id in records:
                raise BadValueError(
                    f"{bare(chosen.id)} {record.id!r} stands on line {records[record.id].number} already"
                )
        except BadValueError as error:
            broken.append(Broken(at, str(error)))
            continue
        records[record.id] = record
    progress(whole, whole)
    if broken and len(broken) > MOST_BROKEN * count:
        more = f", and {len(broken) - 1:,} more of {count:,} records" if len(broken) > 1 else f" of {count:,}"
        raise CatalogueError(
            f"{path}: line {broken[0].number}: {broken[0].why}{more}; mend the file, or name another --mapping"
        )
    if not records:
        raise CatalogueError(f"{path}: holds no record; name a catalogue in CSV or JSON Lines")
    return ReadCatalogue(tuple(records.values()), tuple(broken), chosen)


_Row = tuple[int, dict[str, Any] | None, str | int]
"""A line's number, its values (``None`` for an unreadable line), and the bytes read or what is wrong."""


def _json_rows(path: Path) -> Iterator[_Row]:
    done = 0
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            done += len(line)
            text = line.removeprefix(b"\xef\xbb\xbf").strip() if number == 1 else line.strip()
            if not text:
                continue
            try:
                row = msgspec.json.decode(text)
            except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
                yield number, None, "is no JSON object; mend or remove the line"
                continue
            if not isinstance(row, dict):
                yield number, None, "is no JSON object; mend or remove the line"
                continue
            yield number, row, done


def _csv_rows(path: Path) -> Iterator[_Row]:
    csv.field_size_limit(_FIELD)
    with path.open("rb") as raw:
        text = io.TextIOWrapper(raw, encoding="utf-8-sig", errors="surrogateescape", newline="")
        header_line = text.readline()
        parted = max(",;\t|", key=lambda sign: (header_line.count(sign), sign == ","))
        header = [name.strip() for name in next(csv.reader([header_line], delimiter=parted), [])]
        if len(set(header)) < len(header):
            twice = next(name for name in header if header.count(name) > 1)
            raise CatalogueError(f"{path}: has the column {twice!r} twice; rename one of them")
        rows = csv.reader(text, delimiter=parted)
        while True:
            number = rows.line_num + 2
            try:
                cells = next(rows)
            except StopIteration:
                return
            except csv.Error as error:
                yield number, None, f"cannot be read ({error}); mend or remove the line"
                continue
            if not any(cells):
                continue
            if len(cells) != len(header):
                yield number, None, f"has {len(cells)} cells where {len(header)} columns are named; mend the line"
                continue
            if not _is_utf8("".join(cells)):
                yield number, None, "is not in UTF-8; save the file as UTF-8, or mend the line"
                continue
            yield number, dict(zip(header, cells, strict=True)), raw.tell()


def _is_utf8(text: str) -> bool:
    if text.isascii():
        return True
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _taken(rows: Iterator[_Row], most: int) -> Iterator[_Row]:
    for _, row in zip(range(most), rows, strict=False):
        yield row


def _chained(first: Sequence[_Row], rest: Iterator[_Row]) -> Iterator[_Row]:
    yield from first
    yield from rest


def _columns(rows: Sequence[dict[str, Any]]) -> set[str]:
    """Return the columns of some rows; those inside objects too, with dots."""
    found: set[str] = set()
    for row in rows:
        waiting = [("", row)]
        while waiting:
            above, values = waiting.pop()
            for name, value in values.items():
                found.add(above + name)
                inner = value[0] if isinstance(value, list) and value else value
                if isinstance(inner, dict) and above.count(".") < 4:
                    waiting.append((f"{above}{name}.", inner))
    return found


def _recognised(path: Path, columns: set[str]) -> Mapping:
    name = recognised(columns)
    if name is None:
        raise CatalogueError(
            f"{path}: no ready mapping fits its columns; name one with --mapping: "
            f"{', '.join(mapping_names())}, or a YAML file (docs/catalogues.md)"
        )
    return ready_mapping(name)


def _values(row: dict[str, Any], column: str | None) -> list[Any]:
    """Return what a column holds: nothing, one value, or those of a list."""
    if not column:
        return []
    found: list[Any] = [row]
    name = bare(column)
    if name in row:
        found = [row[name]]
    else:
        for part in name.split("."):
            found = [value.get(part) for value in _flat(found) if isinstance(value, dict)]
    return [value for value in _flat(found) if value is not None and value != ""]


def _flat(values: Sequence[Any]) -> list[Any]:
    return [inner for value in values for inner in (value if isinstance(value, list) else [value])]


def _text(row: dict[str, Any], column: str | None) -> str | None:
    words = [str(value).strip() for value in _values(row, column) if not isinstance(value, dict)]
    return next((word for word in words if word), None)


def _record(row: dict[str, Any], number: int, mapping: Mapping) -> CatalogueRecord:
    id_ = _text(row, mapping.id)
    if id_ is None:
        raise BadValueError(f"has no {bare(mapping.id)}; give it one, or remove the line")
    first, last = _days(row, mapping)
    latitude = _degrees(row, mapping.latitude, 90)
    longitude = _degrees(row, mapping.longitude, 180)
    if latitude is None or longitude is None:
        latitude = longitude = None
    width = mapping.width
    code = _text(row, width.column)
    areas = (_text(row, column) for column in mapping.areas)
    names = (_text(row, column) for column in mapping.names)
    return CatalogueRecord(
        id=id_,
        number=number,
        url=_text(row, mapping.url),
        first=first,
        last=last,
        names=tuple(dict.fromkeys(name for name in names if name)),
        areas=tuple(dict.fromkeys(area for area in areas if area)),
        country=_text(row, mapping.country),
        latitude=latitude,
        longitude=longitude,
        radius_km=width.kilometres.get(code or "", width.otherwise),
        parties=_listed(row, mapping.parties),
        kinds=_kinds(row, mapping.kinds),
        tolls=_tolls(row, mapping),
        victims=_listed(row, mapping.victims),
        narrative="\n".join(text for column in mapping.narrative if (text := _text(row, column))),
        shown={label: text for label, column in mapping.shown.items() if (text := _text(row, column))},
    )


def _listed(row: dict[str, Any], listed: Listed) -> tuple[str, ...]:
    words = [str(value) for column in listed.columns for value in _values(row, column)]
    if listed.parted:
        words = [part for word in words for part in word.split(listed.parted)]
    kept = (word.strip() for word in words)
    return tuple(dict.fromkeys(word for word in kept if word and word not in listed.without))


def _kinds(row: dict[str, Any], listed: Listed) -> tuple[str, ...]:
    words = _listed(row, listed)
    kinds = [kind for word in words for kind in listed.means.get(word, (word,) if word in EVENT_TYPES else ())]
    return tuple(dict.fromkeys(kinds))


def _days(row: dict[str, Any], mapping: Mapping) -> tuple[int | None, int | None]:
    days = mapping.days
    begin, end = (_interval(row, column) for column in (days.first, days.last))
    if begin is None and end is None:
        return None, None
    first = (begin or end or (0, 0))[0]
    last = (end or begin or (0, 0))[1]
    if last < first:
        raise BadValueError(f"{bare(days.last or '')} lies before {bare(days.first)}; mend one of them")
    wider = days.wider.get(_text(row, days.precision) or "", 0)
    return max(first - wider, 1), last + wider


def _interval(row: dict[str, Any], column: str | None) -> tuple[int, int] | None:
    words = _text(row, column)
    if words is None:
        return None
    found = _dated(words)
    if found is None:
        raise BadValueError(f"{bare(column or '')}: {words[:40]!r} is no date; write it as 2019-02-12")
    return found


@lru_cache(maxsize=65_536)
def _dated(words: str) -> tuple[int, int] | None:
    iso = _ISO.fullmatch(words)
    try:
        if iso is not None:
            day = date.fromisoformat(iso[1]).toordinal()
            return day, day
        if re.fullmatch(r"\d{4}", words):
            return date(int(words), 1, 1).toordinal(), date(int(words), 12, 31).toordinal()
        if re.fullmatch(r"\d{4}-\d{2}", words):
            begin = date.fromisoformat(f"{words}-01")
            return begin.toordinal(), ((begin + timedelta(days=31)).replace(day=1) - timedelta(days=1)).toordinal()
        found = read_date(words)
        return date.fromisoformat(found.start).toordinal(), date.fromisoformat(found.end).toordinal()
    except ValueError:
        return None


def _degrees(row: dict[str, Any], column: str | None, most: int) -> float | None:
    words = _text(row, column)
    if words is None:
        return None
    try:
        value = float(words)
    except ValueError:
        value = float("nan")
    if not abs(value) <= most:
        raise BadValueError(f"{bare(column or '')}: {words[:40]!r} is no number of degrees up to {most}; mend it")
    return value


def _tolls(row: dict[str, Any], mapping: Mapping) -> dict[str, tuple[int | None, int | None]]:
    found: dict[str, tuple[int | None, int | None]] = {}
    for outcome, columns in mapping.tolls.items():
        ends = [_whole(row, column) for column in columns]
        low, high = ends[0], ends[-1]
        if low is not None and high is not None and low > high:
            low, high = high, low  # UCDP GED codebook 23.1: of aggregates the low estimate may lie above the high one
        if low is not None or high is not None:
            found[outcome] = (low, high)
    return found


def _whole(row: dict[str, Any], column: str) -> int | None:
    words = _text(row, column)
    if words is None:
        return None
    whole = _WHOLE.fullmatch(words.replace(",", ""))
    if whole is None:
        raise BadValueError(f"{bare(column)}: {words[:40]!r} is no whole number of people; mend it")
    return int(whole[1])
