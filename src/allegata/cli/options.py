"""Values of options: publication dates, countries and the user's files, each refused with what to do."""

from collections.abc import Iterable
from pathlib import Path

import typer

from allegata.gazetteer import Gazetteer, country_names
from allegata.intake import read_date
from allegata.records import Published


def published_dates(values: Iterable[str]) -> dict[int, Published]:
    """Return the dates of ``DATE`` (key 0: every document) and ``N=DATE`` (the N-th of a file).

    Raises ``BadParameter`` for a wrong number or date, one before 1900 or in the future, and one given twice.
    """
    dates: dict[int, Published] = {}
    for value in values:
        number, words = _numbered(value)
        if number in dates:
            which = f"document {number} has" if number else "the documents have"
            raise typer.BadParameter(f"{value!r}: {which} a date already; give one", param_hint="--published")
        try:
            dates[number] = read_date(words)
        except ValueError as error:
            raise typer.BadParameter(str(error), param_hint="--published") from error
    return dates


def _numbered(value: str) -> tuple[int, str]:
    head, sep, tail = value.partition("=")
    if not sep:
        return 0, value
    head = head.strip()
    if not (head.isascii() and head.isdigit() and len(head) < 7 and int(head) > 0):
        raise typer.BadParameter(
            f"{value!r}: write DATE, or N=DATE for the N-th document of a file (2=2018-11-29)",
            param_hint="--published",
        )
    return int(head), tail


def country_code(value: str) -> str:
    """Return the ISO code of a country given by code or name. Raises ``BadParameter`` where there is none."""
    code = value.strip().upper() if len(value.strip()) == 2 else Gazetteer.open().country(value)
    if code is None or code not in country_names():
        raise typer.BadParameter(
            f"{value!r} is no country; give its ISO 3166 code of two letters, such as SY", param_hint="--country"
        )
    return code


def existing_files(paths: Iterable[Path], option: str) -> tuple[Path, ...]:
    """Return ``paths``. Raises ``BadParameter``, naming the option, where one is no file."""
    found = tuple(paths)
    for path in found:
        if not path.is_file():
            raise typer.BadParameter(f"{path}: no such file; check the path", param_hint=option)
    return found
