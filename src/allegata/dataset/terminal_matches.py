"""Incidents beside the records of a catalogue, on a terminal: what may be the same, why, and what tells them apart."""

from collections.abc import Sequence
from datetime import date

from rich.console import Console
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from allegata.dataset.visible import one_line, shortened
from allegata.dataset.wording import count_words, date_range_words, incident_date_words, incident_heading, place_words
from allegata.incidents import Candidate, CatalogueRecord, Reason, days_words, differences, toll_words
from allegata.records import Incident

NEITHER = 0.15
"""Weights nearer to nothing than this speak neither for nor against."""
_NEAREST = 2
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def print_matches(incident: Incident, candidates: Sequence[Candidate], console: Console, *, full: bool = False) -> None:
    """Print the records that may be an incident; where none fits, that and the nearest. ``full``: all, with weights."""
    console.print()
    console.print(Rule(style="dim"))
    console.print(Text.assemble((incident.id, "dim"), "  ", (one_line(incident_heading(incident)), "bold")))
    facts = Table.grid(padding=(0, 2, 0, 0))
    facts.add_column(style="dim", no_wrap=True)
    facts.add_column(overflow="fold")
    facts.add_row("  told", Text(one_line(incident_date_words(incident.date))))
    facts.add_row("", Text(one_line(place_words(incident.place))))
    accused = ", ".join(party.name for party in incident.accused)
    facts.add_row("", Text(one_line(f"accused: {accused or 'nobody named'}; {_tolls_told(incident)}")))
    console.print(facts)
    offered = [one for one in candidates if one.offered]
    if offered:
        for candidate in candidates if full else offered:
            _print_candidate(candidate, console, full=full)
        _print_apart(offered, console)
        return
    console.print()
    none = f" ({candidates[0].none:.0%} that it is none of them)" if candidates else ""
    _line(console, f"No record fits{none}.", style="bold yellow", indent=2)
    nearest = candidates if full else candidates[:_NEAREST]
    if nearest:
        _line(console, "The nearest, for a look; each lacks too much to be offered:", style="dim", indent=2)
    for candidate in nearest:
        _print_candidate(candidate, console, full=full, dim=True)


def _print_candidate(candidate: Candidate, console: Console, *, full: bool, dim: bool = False) -> None:
    record = candidate.record
    console.print()
    head = Text("  ")
    head.append(f"{candidate.probability:>4.0%}  ", style="dim" if dim else _colour(candidate.probability))
    head.append(one_line(record.id), style="" if dim else "bold")
    head.append(f"  {one_line(days_words(record.first, record.last))}, {shortened(_place(record), 60)}")
    console.print(Padding(head, (0, 0, 0, 0)))
    _line(console, _facts(record), indent=8)
    if record.url and not dim:
        _line(console, record.url, indent=8, style="dim")
    _print_reasons(candidate.reasons, console, full=full)
    offer = candidate.date
    if offer is not None and candidate.offered:
        words = _dated(offer.start, offer.end)
        told = Text("offers a date: ", style="cyan")
        told.append(one_line(words), style="bold cyan").append(f" ({one_line(offer.why)})", style="default")
        told.append("; a proposal, not written", style="dim")
        console.print(Padding(told, (0, 0, 0, 8)))


def _print_reasons(reasons: Sequence[Reason], console: Console, *, full: bool) -> None:
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column(no_wrap=True, width=3)
    grid.add_column(overflow="fold")
    for reason in sorted(reasons, key=lambda one: (one.weight < -NEITHER, one.weight < NEITHER)):
        sign, style = (
            ("+", "green") if reason.weight >= NEITHER else ("−", "red") if reason.weight <= -NEITHER else ("·", "dim")
        )
        strength = min(3, 1 + int(abs(reason.weight) // 1.5)) if sign != "·" else 1
        words = one_line(reason.words) + (f"  [{reason.weight:+.2f}]" if full else "")
        grid.add_row(Text(sign * strength, style=style), Text(words, style="dim" if sign == "·" else ""))
    console.print(Padding(grid, (0, 0, 0, 8)))


def _print_apart(offered: Sequence[Candidate], console: Console) -> None:
    if len(offered) < 2:
        return
    lines = differences([candidate.record for candidate in offered])
    if lines:
        console.print()
        _line(console, "What tells them apart", style="bold", indent=2)
        for line in lines:
            _line(console, line, indent=4)


def _facts(record: CatalogueRecord) -> str:
    parts = [", ".join(record.parties) or "nobody named as responsible"]
    parts += [f"{toll_words(*record.tolls[name])} {name.replace('_', ' ')}" for name in record.tolls if " " not in name]
    parts += [" or ".join(record.kinds)] if record.kinds else []
    parts += [f"{label}: {shortened(value, 60)}" for label, value in record.shown.items()]
    return "; ".join(parts)


def _place(record: CatalogueRecord) -> str:
    name = record.names[0] if record.names else "no place named"
    area = next((area for area in record.areas if area.casefold() not in name.casefold()), None)
    return f"{name}, {area}" if area else name


def _tolls_told(incident: Incident) -> str:
    counts = (
        ("killed", incident.killed),
        ("injured", incident.injured),
        ("killed or injured", incident.killed_or_injured),
    )
    told = [f"{label} {count_words(count)}" for label, count in counts if (count.min, count.max) != (None, None)]
    return ", ".join(told) or "no figures"


def _dated(start: str, end: str) -> str:
    words = date_range_words(start, end)
    return f"{_DAYS[date.fromisoformat(start).weekday()]} {words}" if start == end else words


def _colour(probability: float) -> str:
    return "bold green" if probability >= 0.5 else "bold yellow"


def _line(console: Console, words: str, *, indent: int = 0, style: str = "") -> None:
    console.print(Padding(Text(one_line(words), style=style), (0, 0, 0, indent)))
