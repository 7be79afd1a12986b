"""One incident explained in full on a terminal: links, voices, ranges, responses, names, the grade and why."""

from collections.abc import Iterable, Mapping, Sequence

from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from allegata.dataset.dataset import Dataset
from allegata.dataset.terminal_incidents import accused_words
from allegata.dataset.visible import one_line, shortened
from allegata.dataset.wording import (
    bounds_words,
    casualty_words,
    chain_words,
    count_words,
    document_words,
    event_type_words,
    incident_date_words,
    incident_heading,
    place_words,
    published_words,
    speaker_words,
    stance_words,
    time_words,
)
from allegata.incidents import OWN_RULES, profile, profile_names
from allegata.records import Casualty, Claim, Count, Document, Incident, NamedVictim

_UNKNOWN = (None, None, None)


def print_explanation(incident: Incident, dataset: Dataset, console: Console) -> None:
    """Print one incident in full: its claims, why they are one, who is independent, the ranges, responses, grade."""
    _Explanation(incident, dataset, console).print()


class _Explanation:
    def __init__(self, incident: Incident, dataset: Dataset, console: Console) -> None:
        self.incident = incident
        self.console = console
        self.numbers = {name: number for number, name in enumerate(incident.claims, 1)}
        self.claims: Mapping[str, Claim] = {claim.id: claim for claim in dataset.claims if claim.id in self.numbers}
        wanted = {claim.document for claim in self.claims.values()} | {item.document for item in incident.related}
        self.documents: Mapping[str, Document] = {item.id: item for item in dataset.documents if item.id in wanted}

    def print(self) -> None:
        self._head()
        self._told()
        self._links()
        self._voices()
        self._related()
        self._ranges()
        self._left_out()
        self._profiles()
        self._responses()
        self._named()
        self._grade()

    def _head(self) -> None:
        incident = self.incident
        self.console.print()
        self.console.print(Text(incident.id, style="dim"), Text(one_line(incident_heading(incident)), style="bold"))
        if incident.also:
            self._line(f"also known as {', '.join(incident.also)}", indent=2, style="dim")
        facts = self._facts()
        facts.add_row("  when", _text(incident_date_words(incident.date)))
        facts.add_row("  where", _text(place_words(incident.place)))
        facts.add_row("  accused", _text("; ".join(accused_words(incident)) or "nobody named"))
        facts.add_row("  killed", _text(count_words(incident.killed)))
        facts.add_row("  grade", _text(f"{incident.grade.value}: {incident.grade.why}"))
        self.console.print(facts, highlight=False)

    def _told(self) -> None:
        self._heading("The claims")
        for name, number in self.numbers.items():
            claim = self.claims.get(name)
            if claim is None:
                continue
            document = self.documents.get(claim.document)
            where = published_words(document.published) if document else "document not in the dataset"
            told = document.text[claim.evidence[0][0] : claim.evidence[-1][1]] if document and claim.evidence else ""
            self._line(f"[{number}] {chain_words(claim.attribution)} {stance_words(claim)}; {where}", indent=2)
            self._line(f"“{shortened(told, max(2 * self.console.width - 20, 60))}”", indent=6, style="italic")
            facts = [event_type_words(claim.event.type), time_words(claim.time)]
            facts += [casualty_words(item) for item in claim.casualties]
            self._line("; ".join(facts), indent=6, style="dim")

    def _links(self) -> None:
        if not self.incident.links and not self.incident.why:
            return
        self._heading("Why they are one happening")
        for why in self.incident.why:
            self._line(why, indent=2)
        for link in self.incident.links:
            sure = "judged" if link.judgement else (f"{link.probability:.0%}" if link.probability is not None else "")
            pair = f"{self._ref(link.first)} and {self._ref(link.second)}"
            self._line(f"{pair}{f' ({sure})' if sure else ''}: {link.why}", indent=2)

    def _voices(self) -> None:
        clusters = self.incident.independence
        if not clusters:
            return
        self._heading(f"{len(clusters)} independent voice{'' if len(clusters) == 1 else 's'}")
        for cluster in clusters:
            texts = len(cluster.documents)
            many = f", in {texts} documents" if texts > 1 else ""
            self._line(f"{cluster.voice}: {self._refs(cluster.claims)}{many}", indent=2)
            for why in cluster.why:
                self._line(why, indent=6, style="dim")

    def _related(self) -> None:
        if not self.incident.related:
            return
        self._heading("Texts without a claim that seem to speak of it, and are no sources")
        for item in self.incident.related:
            document = self.documents.get(item.document)
            sure = f" ({item.probability:.0%})" if item.probability is not None else ""
            told = ", ".join(document_words(document)) if document is not None else item.document
            self._line(f"{told}{sure}", indent=2)
            self._line(item.why, indent=6, style="dim")

    def _ranges(self) -> None:
        self._heading("How many, as stated")
        incident = self.incident
        rows = [
            ("killed", incident.killed, "killed"),
            ("injured", incident.injured, "injured"),
            ("killed or injured", incident.killed_or_injured, "killed_or_injured"),
        ]
        rows += [(f"{group} killed", count, "killed") for group, count in incident.killed_by_group.items()]
        rows += [(f"{status}s killed", count, "killed") for status, count in incident.killed_by_status.items()]
        rows += [(f"{group} injured", count, "injured") for group, count in incident.injured_by_group.items()]
        known = [row for row in rows if (row[1].min, row[1].max, row[1].highest) != _UNKNOWN]
        for label, count, outcome in known:
            self._line(f"{label}: {count_words(count)}, from {self._refs(count.claims)}", indent=2)
            for end in self._ends(count, outcome):
                self._line(end, indent=6, style="dim")
        if not known:
            self._line("unknown: no claim gives a count", indent=2)

    def _ends(self, count: Count, outcome: str) -> Iterable[str]:
        """Yield what sets each end of a range: the claims, with their speakers and words."""
        if count.min_from and count.min_from == count.max_from:
            yield f"both ends: {self._said(count.min_from, count, outcome)}"
        else:
            if count.min_from:
                yield f"least: {self._said(count.min_from, count, outcome)}"
            if count.max_from:
                end = "most" if count.max is not None else "left open by"
                yield f"{end}: {self._said(count.max_from, count, outcome)}"
        for rule in count.rules:
            if rule in OWN_RULES:
                yield f"{rule}: {OWN_RULES[rule]}"

    def _said(self, names: Sequence[str], count: Count, outcome: str) -> str:
        told = []
        for name in names:
            claim = self.claims.get(name)
            if claim is None:
                continue
            words = [item.quantity.words for item in claim.casualties if item.outcome == outcome]
            used = [one for one in dict.fromkeys(words) if one in count.words] or words[:1]
            said = ", ".join(f"“{one}”" for one in used)
            told.append(f"{self._ref(name)} {speaker_words(claim.attribution)}{f' {said}' if said else ''}")
        return "; ".join(told)

    def _left_out(self) -> None:
        incident = self.incident
        if incident.superseded:
            self._heading("Replaced figures, not counted")
        for item in incident.superseded:
            held = self._casualty(item.claim, item.casualty)
            figure = f" {casualty_words(held)}" if held is not None else ""
            self._line(f"{self._ref(item.claim)}{figure}: {item.why} {self._ref(item.by)}", indent=2)
        if incident.covered_by:
            self._heading("Larger tolls that cover it, not counted")
        for cover in incident.covered_by:
            self._line(f"“{shortened(cover.words, 80)}”: {cover.why}", indent=2)

    def _casualty(self, claim: str, name: str) -> Casualty | None:
        held = self.claims.get(claim)
        return next((item for item in held.casualties if item.id == name), None) if held is not None else None

    def _profiles(self) -> None:
        held = self.incident.by_profile
        keys = list(dict.fromkeys(key for counts in held.values() for key in counts))
        if not keys:
            return
        self._heading("How many, as each codebook counts")
        names = [name for name in held if held[name]]
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="dim")
        table.add_column("", overflow="fold")
        for name in names:
            table.add_column(name, overflow="fold")
        for key in keys:
            table.add_row(key, *(self._cell(held[name].get(key)) for name in names))
        self.console.print(Padding(table, (0, 0, 0, 2)), highlight=False)
        used = dict.fromkeys(rule for name in names for count in held[name].values() for rule in count.rules)
        for rule in used:
            if rule not in OWN_RULES:
                self._line(f"{rule}: {_origin(rule, names)}", indent=2, style="dim")

    @staticmethod
    def _cell(count: Count | None) -> Text:
        if count is None or (count.min, count.max) == (None, None):
            return Text("–", style="dim")
        return _text(bounds_words(count.min, count.max))

    def _responses(self) -> None:
        lines: list[tuple[str, int, str]] = []
        answering = {response.claim for response in self.incident.responses}
        for party in self.incident.accused:
            for name in party.by:
                claim = self.claims.get(name)
                if claim is not None and name not in answering and claim.stance != "admits":
                    day = self._day(claim)
                    words = f"{speaker_words(claim.attribution)} accuses {party.name}"
                    lines.append((day, self.numbers[name], f"{words} {self._ref(name)}"))
        for response in self.incident.responses:
            others = ", ".join(party.name for party in response.accuses)
            kind = f"accuses {others}" if others else response.kind
            words = f": “{shortened(response.words, 120)}”" if response.words else ""
            claim = self.claims.get(response.claim)
            speaker = speaker_words(claim.attribution) if claim is not None else response.name
            by = f" (by {speaker})" if speaker != response.name else ""
            told = f"{response.name}{by} {kind} {self._ref(response.claim)}{words}"
            lines.append((response.at or "", self.numbers.get(response.claim, 0), told))
        if not lines:
            return
        self._heading("Who accuses whom, and what the accused say")
        for day, _, told in sorted(lines, key=lambda line: (line[0] or "9999", line[1])):
            self._line(f"{day or 'day unknown'}  {told}", indent=2)

    def _day(self, claim: Claim) -> str:
        document = self.documents.get(claim.document)
        published = document.published if document is not None else None
        return published.start if published is not None and published.precision == "day" else ""

    def _named(self) -> None:
        people = self.incident.victims
        if not people:
            return
        self._heading(f"Named: {len(people)}")
        for person in people:
            speakers = dict.fromkeys(
                speaker_words(self.claims[name].attribution) for name in person.named_by if name in self.claims
            )
            by = f"{', '.join(speakers)} {self._refs(person.named_by)}"
            self._line(f"{_person(person)}; named by {by}", indent=2)
            for why in person.why:
                self._line(why, indent=6, style="dim")

    def _grade(self) -> None:
        grade = self.incident.grade
        self._heading(f"Proposed grade: {grade.value}")
        for line in grade.reasons or (grade.why,):
            self._line(line, indent=2)

    def _facts(self) -> Table:
        facts = Table.grid(padding=(0, 2, 0, 0))
        facts.add_column(style="dim", no_wrap=True)
        facts.add_column(overflow="fold")
        return facts

    def _ref(self, name: str) -> str:
        return f"[{self.numbers.get(name, '?')}]"

    def _refs(self, names: Sequence[str]) -> str:
        return " ".join(f"[{number}]" for number in sorted({self.numbers[n] for n in names if n in self.numbers}))

    def _heading(self, words: str) -> None:
        self.console.print()
        self._line(words, style="bold")

    def _line(self, words: str, *, indent: int = 0, style: str = "") -> None:
        self.console.print(Padding(Text(one_line(words), style=style), (0, 0, 0, indent)), highlight=False)


def _person(person: NamedVictim) -> str:
    facts = [person.outcome.replace("_", " ")]
    facts += [f"aged {person.age}"] if person.age is not None else []
    facts += [person.sex] if person.sex is not None else []
    facts += [person.role] if person.role is not None else []
    variants = f", also written {', '.join(person.variants)}" if person.variants else ""
    return f"{person.name}{variants}: {', '.join(facts)}"


def _origin(rule: str, profiles: Sequence[str]) -> str:
    """Return where a rule of a counting profile is from."""
    for name in profiles:
        found = profile(name).rule(rule) if name in profile_names() else None
        if found is not None:
            return found.source or f"ours: {found.ours}"
    return "a rule that this version does not know"


def _text(words: str) -> Text:
    return Text(one_line(words))
