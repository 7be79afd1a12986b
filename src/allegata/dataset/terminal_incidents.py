"""Incidents over many documents on a terminal: a table of all, and one explained in full."""

from collections.abc import Iterable, Mapping, Sequence

from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from allegata.dataset.dataset import Dataset
from allegata.dataset.visible import one_line, shortened
from allegata.dataset.wording import (
    bounds_words,
    casualty_words,
    chain_words,
    count_words,
    event_type_words,
    incident_date_words,
    incident_heading,
    place_name_words,
    place_words,
    published_words,
    stance_words,
    time_words,
)
from allegata.records import Claim, Count, Document, Incident

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
        accused = "; ".join(_accused(incident)) or "nobody named"
        killed, injured = _short(incident.killed, incident.killed_or_injured), _short(incident.injured)
        grade = Text(incident.grade.value, style=COLOURS.get(incident.grade.value, ""))
        texts, voices = incident.documents, incident.independent_sources
        if wide:
            cells = [_text(words) for words in (incident.id, when, where, what, accused)]
            table.add_row(*cells, killed, injured, str(texts), str(voices), grade)
            continue
        counts = Text.assemble("killed ", killed, "\ninjured ", injured)
        counts.append(f"\n{_counted(texts, 'text')}, {_counted(voices, 'voice')}\n").append_text(grade)
        table.add_row(_lines(incident.id, when, where), _lines(what, accused), counts, end_section=True)
    if ordered:
        console.print(table, highlight=False)
        _line(
            console, "Voices: independent ones. † killed or injured, the split unknown. All are proposals.", style="dim"
        )
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


def _accused(incident: Incident) -> list[str]:
    found = []
    for party in incident.accused:
        marks = [word for word, held in (("denied", party.denied_by), ("admitted", party.admitted_by)) if held]
        found.append(party.name + (f" ({', '.join(marks)})" if marks else ""))
    return found


def print_explanation(incident: Incident, dataset: Dataset, console: Console) -> None:
    """Print one incident in full: its claims, why they are one, who is independent, the ranges, responses, grade."""
    numbers = {name: number for number, name in enumerate(incident.claims, 1)}
    claims = {claim.id: claim for claim in dataset.claims if claim.id in numbers}
    documents = {document.id: document for document in dataset.documents}
    console.print()
    console.print(Text(incident.id, style="dim"), Text(one_line(incident_heading(incident)), style="bold"))
    if incident.also:
        _line(console, f"formerly also {', '.join(incident.also)}", indent=2, style="dim")
    facts = Table.grid(padding=(0, 2, 0, 0))
    facts.add_column(style="dim", no_wrap=True)
    facts.add_column(overflow="fold")
    facts.add_row("  when", _text(incident_date_words(incident.date)))
    facts.add_row("  where", _text(place_words(incident.place)))
    facts.add_row("  accused", _text("; ".join(_accused(incident)) or "nobody named"))
    facts.add_row("  grade", _text(f"{incident.grade.value}: {incident.grade.why}"))
    console.print(facts, highlight=False)
    _claims(incident, numbers, claims, documents, console)
    _links(incident, numbers, console)
    _independence(incident, numbers, documents, console)
    _ranges(incident, numbers, claims, console)
    _responses(incident, numbers, console)
    _victims(incident, numbers, console)


def _claims(
    incident: Incident,
    numbers: Mapping[str, int],
    claims: Mapping[str, Claim],
    documents: Mapping[str, Document],
    console: Console,
) -> None:
    _heading(console, "The claims")
    for name, number in numbers.items():
        claim = claims.get(name)
        if claim is None:
            continue
        document = documents.get(claim.document)
        where = published_words(document.published) if document else "document not in the dataset"
        told = document.text[claim.evidence[0][0] : claim.evidence[-1][1]] if document and claim.evidence else ""
        _line(console, f"[{number}] {chain_words(claim.attribution)} {stance_words(claim)}; {where}", indent=2)
        _line(console, f"“{shortened(told, max(2 * console.width - 20, 60))}”", indent=6, style="italic")
        told_facts = [event_type_words(claim.event.type), time_words(claim.time)]
        told_facts += [casualty_words(item) for item in claim.casualties]
        _line(console, "; ".join(told_facts), indent=6, style="dim")


def _links(incident: Incident, numbers: Mapping[str, int], console: Console) -> None:
    if not incident.links and not incident.why:
        return
    _heading(console, "Why they are one happening")
    for why in incident.why:
        _line(console, why, indent=2)
    for link in incident.links:
        sure = "judged" if link.judgement else (f"{link.probability:.0%}" if link.probability is not None else "")
        pair = f"[{numbers.get(link.first, '?')}] and [{numbers.get(link.second, '?')}]"
        _line(console, f"{pair}{f' ({sure})' if sure else ''}: {link.why}", indent=2)


def _independence(
    incident: Incident, numbers: Mapping[str, int], documents: Mapping[str, Document], console: Console
) -> None:
    if not incident.independence:
        return
    count = len(incident.independence)
    _heading(console, f"{count} independent voice{'' if count == 1 else 's'}")
    for cluster in incident.independence:
        texts = len(cluster.documents)
        many = f", in {texts} documents" if texts > 1 else ""
        _line(console, f"{cluster.voice}: {_refs(cluster.claims, numbers)}{many}", indent=2)
        for why in cluster.why:
            _line(console, why, indent=6, style="dim")


def _ranges(incident: Incident, numbers: Mapping[str, int], claims: Mapping[str, Claim], console: Console) -> None:
    _heading(console, "How many")
    rows = [
        ("killed", incident.killed),
        ("injured", incident.injured),
        ("killed or injured", incident.killed_or_injured),
    ]
    rows += [(f"{group} killed", count) for group, count in incident.killed_by_group.items()]
    rows += [(f"{status}s killed", count) for status, count in incident.killed_by_status.items()]
    rows += [(f"{group} injured", count) for group, count in incident.injured_by_group.items()]
    known = [(label, count) for label, count in rows if (count.min, count.max, count.highest) != (None, None, None)]
    for label, count in known:
        _line(console, f"{label}: {count_words(count)}, from {_refs(count.claims, numbers)}", indent=2)
        for name in count.claims:
            words = [item.quantity.words for item in claims[name].casualties] if name in claims else []
            if words and label in ("killed", "injured", "killed or injured"):
                said = "; ".join(dict.fromkeys(words))
                _line(console, f"[{numbers[name]}] {claims[name].attribution[0].name}: “{said}”", indent=6, style="dim")
    if not known:
        _line(console, "unknown: no claim gives a count", indent=2)
    for item in incident.superseded:
        _line(console, f"not counted: [{numbers.get(item.claim, '?')}]: {item.why}", indent=2)
    for cover in incident.covered_by:
        _line(console, f"covered by a larger toll: “{shortened(cover.words, 80)}”: {cover.why}", indent=2)
    for profile, counts in incident.by_profile.items():
        told = [
            f"{label} {bounds_words(count.min, count.max)}"
            for label, count in counts.items()
            if (count.min, count.max) != (None, None)
        ]
        if told:
            _line(console, f"as {profile} counts: {', '.join(told)}", indent=2, style="dim")


def _responses(incident: Incident, numbers: Mapping[str, int], console: Console) -> None:
    if incident.responses:
        _heading(console, "What the accused say")
        for response in incident.responses:
            at = f", {response.at}" if response.at else ""
            words = f": “{shortened(response.words, 120)}”" if response.words else ""
            _line(console, f"{response.name} {response.kind} [{numbers.get(response.claim, '?')}]{at}{words}", indent=2)


def _victims(incident: Incident, numbers: Mapping[str, int], console: Console) -> None:
    if incident.victims:
        _heading(console, f"Named: {len(incident.victims)}")
        for person in incident.victims:
            facts = [person.outcome.replace("_", " ")]
            facts += [f"aged {person.age}"] if person.age is not None else []
            facts += [person.role] if person.role else []
            variants = f", also written {', '.join(person.variants)}" if person.variants else ""
            named = _refs(person.named_by, numbers)
            _line(console, f"{person.name}{variants}: {', '.join(facts)}; named by {named}", indent=2)


def _refs(names: Sequence[str], numbers: Mapping[str, int]) -> str:
    return " ".join(f"[{number}]" for number in sorted({numbers[name] for name in names if name in numbers}))


def _heading(console: Console, words: str) -> None:
    console.print()
    _line(console, words, style="bold")


def _line(console: Console, words: str, *, indent: int = 0, style: str = "") -> None:
    console.print(Padding(Text(one_line(words), style=style), (0, 0, 0, indent)), highlight=False)


def _lines(first: str, *others: str) -> Text:
    told = Text(one_line(first), style="dim")
    for words in others:
        told.append("\n" + one_line(words), style="not dim")
    return told


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _text(words: str) -> Text:
    return Text(one_line(words))
