"""Incidents over many documents on a terminal: a table of all, and one found by its id."""

from collections.abc import Iterable

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from allegata.dataset.dataset import Dataset
from allegata.dataset.visible import one_line
from allegata.dataset.wording import (
    bounds_words,
    event_type_words,
    incident_date_words,
    place_name_words,
)
from allegata.records import Count, Incident

COLOURS = {"confirmed": "green", "fair": "cyan", "weak": "yellow", "contested": "magenta", "discounted": "dim"}
"""Of the grades; the word stands beside it, so that nothing hangs on a colour."""


WIDE = 124
"""From this width each element has its own column."""


def find_incident(incidents: Iterable[Incident], name: str) -> Incident | None:
    """Return the incident whose id, or former id, is ``name`` or begins with it when only one does."""
    held = list(incidents)
    exact = [item for item in held if name in (item.id, *item.also)]
    if exact:
        return exact[0]
    begun = [item for item in held if len(name) > 3 and any(one.startswith(name) for one in (item.id, *item.also))]
    return begun[0] if len(begun) == 1 else None


def print_incidents(dataset: Dataset, console: Console) -> None:
    """Print a table of the incidents by date; those without date or place stand last and say so."""
    ordered = sorted(dataset.incidents, key=_order)
    table = Table(box=box.SIMPLE_HEAD, expand=True, pad_edge=False, header_style="dim")
    wide = console.width >= WIDE
    columns: tuple[tuple[str, int], ...] = (("when", 3), ("where", 4), ("what", 3), ("accused", 4))
    table.add_column("incident", no_wrap=wide, style="dim" if wide else "", ratio=None if wide else 5, overflow="fold")
    for name, ratio in columns if wide else (("what, accused", 4),):
        table.add_column(name, ratio=ratio, overflow="fold")
    for name in ("killed", "injured", "texts", "voices") if wide else ():
        table.add_column(name, justify="right")
    table.add_column("grade" if wide else "how many, grade", ratio=None if wide else 3)
    for incident in ordered:
        when, where = incident_date_words(incident.date), "place not stated"
        if incident.place is not None:
            where = place_name_words(incident.place)
        what = ", ".join(event_type_words(kind) for kind in incident.event_types)
        accused = "; ".join(accused_words(incident)) or "nobody named"
        killed, injured = _short(incident.killed, incident.killed_or_injured), _short(incident.injured)
        grade = Text(incident.grade.value, style=COLOURS.get(incident.grade.value, ""))
        texts, voices, more = incident.documents, incident.independent_sources, len(incident.related)
        if wide:
            cells = [_text(words) for words in (incident.id, when, where, what, accused)]
            table.add_row(*cells, killed, injured, _texts(texts, more), str(voices), grade)
            continue
        counts = Text.assemble("killed ", killed, "\ninjured ", injured)
        told = f"{_counted(texts, 'text')}{f' +{more} §' if more else ''}, {_counted(voices, 'voice')}"
        counts.append(f"\n{told}\n").append_text(grade)
        table.add_row(_lines(incident.id, when, where), _lines(what, accused), counts, end_section=True)
    if ordered:
        console.print(table, highlight=False)
        _line(
            console, "Voices: independent ones. † killed or injured, the split unknown. All are proposals.", style="dim"
        )
        if any(incident.related for incident in ordered):
            _line(console, "§ texts without a claim that seem to speak of it: no sources.", style="dim")
        _line(console, "allegata incidents DATASET --explain ID tells how one was gathered.", style="dim")
    else:
        _line(console, "No incident is alleged in this dataset.")


def _order(incident: Incident) -> tuple[str, str, str]:
    date = incident.date
    return (date.start or "9999" if date else "9999", incident.place.name if incident.place else "~", incident.id)


def _short(count: Count, other: Count | None = None) -> Text:
    if (count.min, count.max, count.highest) != (None, None, None):
        return _text(bounds_words(count.min, count.max))
    if other is not None and (other.min, other.max, other.highest) != (None, None, None):
        return _text(f"{bounds_words(other.min, other.max)} †")
    return Text("?", style="dim")


def _texts(texts: int, related: int) -> Text:
    return Text(f"{texts} +{related} §" if related else str(texts))


def accused_words(incident: Incident) -> list[str]:
    """Return the accused by name, with whether it was denied or admitted."""
    found = []
    for party in incident.accused:
        marks = [word for word, held in (("denied", party.denied_by), ("admitted", party.admitted_by)) if held]
        found.append(party.name + (f" ({', '.join(marks)})" if marks else ""))
    return found


def _line(console: Console, words: str, *, style: str = "") -> None:
    console.print(Text(one_line(words), style=style), highlight=False)


def _lines(first: str, *others: str) -> Text:
    told = Text(one_line(first), style="dim")
    for words in others:
        told.append("\n" + one_line(words), style="not dim")
    return told


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _text(words: str) -> Text:
    return Text(one_line(words))
