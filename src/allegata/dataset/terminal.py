"""What was read as tables on a terminal. No control character of a document reaches it."""

from collections.abc import Iterable

from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from allegata.dataset.dataset import Dataset
from allegata.dataset.report_incident import IncidentView, incident_view
from allegata.dataset.visible import one_line, shortened
from allegata.dataset.wording import (
    casualty_words,
    chain_words,
    communication_heading,
    event_type_words,
    place_name_words,
    published_words,
    stance_words,
    time_words,
)
from allegata.records import Claim, Communication, Document

WIDE = 124
"""From this width each element has its own column."""


def print_dataset(dataset: Dataset, console: Console) -> None:
    """Print each document with its incidents, patterns and communications to ``console``, then what spans several."""
    numbers = {claim.id: number for number, claim in enumerate(dataset.claims, 1)}
    speakers = {claim.id: claim.attribution[0].name for claim in dataset.claims if claim.attribution}
    claims = {claim.id: claim for claim in dataset.claims}
    placed = {name for incident in dataset.incidents for name in incident.claims}
    views = [
        (
            {claims[name].document for name in incident.claims if name in claims},
            incident_view(n, incident, numbers, speakers),
        )
        for n, incident in enumerate(dataset.incidents, 1)
    ]
    for document in dataset.documents:
        console.print(_document_panel(document), highlight=False)
        for among, view in views:
            if among == {document.id}:
                _print_incident(view, claims, console)
        _print_apart([c for c in dataset.claims if c.document == document.id and c.id not in placed], console)
        _print_communications([c for c in dataset.communications if c.document == document.id], console)
    joint = [view for among, view in views if len(among) != 1]
    if joint:
        _heading(console, "Incidents told by several documents")
        for view in joint:
            _print_incident(view, claims, console)
    if not dataset.incidents:
        _line(console, "No incident is alleged in what was read.")
    _print_counts(dataset, console)


def _print_apart(claims: list[Claim], console: Console) -> None:
    """Print the claims of a document that stand in no incident: single ones, then general accusations."""
    apart = [claim for claim in claims if claim.kind == "event"]
    if apart:
        _heading(console, "Claims in no incident")
        console.print(_claims_table(apart, console.width), highlight=False)
    patterns = [claim for claim in claims if claim.kind == "pattern"]
    if patterns:
        _heading(console, f"{_counted(len(patterns), 'general accusation')}, not counted as incidents")
        for claim in patterns:
            _line(console, f"• {shortened(_pattern_words(claim), max(console.width * 2 - 8, 40))}", indent=2)


def _print_communications(communications: list[Communication], console: Console) -> None:
    if communications:
        _heading(console, _counted(len(communications), "communication"))
        for communication in communications:
            _print_communication(communication, console)


def _document_panel(document: Document) -> Panel:
    facts = [
        document.publisher or "publisher not stated",
        published_words(document.published),
        f"language {document.language}" if document.language else "language unknown",
    ]
    body = Text(one_line(document.title or "Untitled document"), style="bold")
    body.append("\n" + one_line(" · ".join(facts)), style="not bold")
    for note in document.notes:
        body.append("\n" + one_line(note), style="not bold yellow")
    title = Text(shortened(document.origin, 60) + (f", part {document.part}" if document.part > 1 else ""))
    return Panel(body, title=title, title_align="left", box=box.ROUNDED, border_style="dim")


def _print_incident(view: IncidentView, claims: dict[str, Claim], console: Console) -> None:
    incident = view.incident
    console.print()
    heading = Text(f"Incident {view.number}  ", style="dim")
    heading.append(one_line(view.heading), style="bold")
    console.print(heading, highlight=False)
    facts = Table.grid(padding=(0, 2, 0, 0))
    facts.add_column(style="dim", no_wrap=True)
    facts.add_column(overflow="fold")
    facts.add_row("  when", _text(view.date))
    facts.add_row("  where", _text(view.place + (f"; known area: {view.fallback}" if view.fallback else "")))
    for tile in view.tiles:
        if tile.known:
            facts.add_row(f"  {tile.label.lower()}", _text(tile.words + (f" ({tile.note})" if tile.note else "")))
    if not any(tile.known for tile in view.tiles):
        facts.add_row("  casualties", _text("unknown"))
    for group in view.groups:
        facts.add_row("  of them", _text(f"{group.label.lower()}: {group.words}"))
    for accused in view.accused:
        against = [accused.accused.name]
        against += [f"denied by {', '.join(name for _, name in accused.denied_by)}"] if accused.denied_by else []
        against += [f"admitted by {', '.join(name for _, name in accused.admitted_by)}"] if accused.admitted_by else []
        facts.add_row("  accused", _text("; ".join(against)))
    facts.add_row("  grade", _text(f"{incident.grade.value}: {incident.grade.why}"))
    console.print(facts, highlight=False)
    known = [claims[name] for name in incident.claims if name in claims]
    if known:
        console.print(_claims_table(known, console.width), highlight=False)


def _claims_table(claims: Iterable[Claim], width: int) -> Table:
    table = Table(box=box.SIMPLE_HEAD, expand=True, pad_edge=False, leading=1, header_style="dim")
    table.add_column("Who says", ratio=4, overflow="fold")
    table.add_column("Accused", ratio=3, overflow="fold")
    if width >= WIDE:
        for name, ratio in (("What", 3), ("Where", 3), ("When", 4)):
            table.add_column(name, ratio=ratio, overflow="fold")
    else:
        table.add_column("What, where, when", ratio=4, overflow="fold")
    table.add_column("Casualties", ratio=4, overflow="fold")
    for claim in claims:
        who = Text(one_line(chain_words(claim.attribution)))
        who.append("\n" + one_line(stance_words(claim)), style="italic")
        what = [event_type_words(claim.event.type), *(weapon.type for weapon in claim.weapons)]
        middle = [
            _text(", ".join(what)),
            _text(
                "; ".join(place_name_words(place) for place in claim.places if place.role == "event") or "not stated"
            ),
            _text(time_words(claim.time)),
        ]
        accused = _text("; ".join(party.name for party in claim.accused) or "nobody named")
        counts = [_text(casualty_words(casualty)) for casualty in claim.casualties] or [_text("none stated")]
        columns = middle if width >= WIDE else [Text("\n").join(middle)]
        table.add_row(who, accused, *columns, Text("\n").join(counts), end_section=False)
    return table


def _pattern_words(claim: Claim) -> str:
    accused = "; ".join(party.name for party in claim.accused) or "nobody named"
    words = f"{chain_words(claim.attribution)} {stance_words(claim)}: {event_type_words(claim.event.type)}"
    return f"{words} (“{claim.event.words}”), accused: {accused}"


def _print_communication(communication: Communication, console: Console) -> None:
    _line(console, f"• {communication_heading(communication)}", indent=2)
    for demand in communication.demands:
        of = f" of {demand.of}" if demand.of else ""
        room = max(console.width - len(one_line(demand.act + of)) - 10, 30)
        _line(console, f"{demand.act}{of}: “{shortened(demand.words, room)}”", indent=4, style="dim")


def _print_counts(dataset: Dataset, console: Console) -> None:
    console.print()
    counts = [
        _counted(len(dataset.documents), "document"),
        _counted(len(dataset.claims), "claim"),
        _counted(len(dataset.incidents), "incident"),
    ]
    if dataset.skipped:
        counts.append(f"{_counted(len(dataset.skipped), 'sentence')} not read")
    _line(console, ", ".join(counts) + ". All are proposals of a machine reading.", style="dim")
    for note in dataset.notes:
        _line(console, note, style="yellow")


def _heading(console: Console, words: str) -> None:
    console.print()
    _line(console, words, style="bold")


def _line(console: Console, words: str, *, indent: int = 0, style: str = "") -> None:
    console.print(Padding(Text(one_line(words), style=style), (0, 0, 0, indent)), highlight=False)


def _text(words: str) -> Text:
    return Text(one_line(words))


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"
