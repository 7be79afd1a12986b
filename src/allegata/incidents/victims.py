"""Named victims gathered under their incident: one person, as far as the words show it, with every spelling.

The rule, which is ours (Iraq Body Count keeps all spellings; Every Casualty asks for variants of a name):

- The same full name, written alike, is one person, unless age or sex differ or one sentence tells two of that name.
- Another spelling ("Mohammed", "Muhammad"), or a name told shorter or longer, is the same person only where the texts
  also state the same age, or the names are alike as a whole and the same role is stated.
- A single name ("Rima") is the same person only with the same age.
- Where two people fit, none is chosen: people are never guessed together.
"""

from collections.abc import Mapping, Sequence

from allegata.gazetteer.fold import plain
from allegata.incidents.named import Named, going_on, name_key, named
from allegata.records import Claim, Document, NamedVictim, Span


def victims(claims: Sequence[Claim], documents: Mapping[str, Document]) -> tuple[NamedVictim, ...]:
    """Return the people whom ``claims`` name as killed or injured, in the order of their first naming.

    Names are read from the documents; without them nobody is known.
    """
    speaking: dict[str, set[str]] = {}
    for claim in claims:
        heard = speaking.setdefault(claim.document, set())
        heard.update(plain(words) for voice in claim.attribution for words in (voice.name, voice.words))
    people: list[_Person] = []
    seen: set[tuple[str, tuple[int, int]]] = set()
    taken: dict[str, list[Span]] = {}
    for claim in claims:
        taken.setdefault(claim.document, []).extend(claim.evidence)
    for claim in claims:
        document = documents.get(claim.document)
        behind = going_on(claim, document, taken[claim.document])
        for source in (claim, behind) if behind is not None else (claim,):
            for told in named(source, document, frozenset(speaking[claim.document])):
                if (told.mention.document, told.mention.span) not in seen:
                    seen.add((told.mention.document, told.mention.span))
                    _add(people, told, source, _BEHIND if source is behind else "")
    return tuple(person.victim() for person in people)


_BEHIND = "named in the sentence behind the claim, which says who names"


class _Person:
    """Someone in the making: all namings that are held to be of one person."""

    def __init__(self, told: Named, claim: Claim) -> None:
        self.told = [told]
        self.claims = [claim]
        self.why: list[str] = []

    def add(self, told: Named, claim: Claim, why: str) -> None:
        self.told.append(told)
        self.claims.append(claim)
        if why and why not in self.why:
            self.why.append(why)

    def known(self, field: str) -> set[object]:
        return {value for told in self.told if (value := getattr(told, field)) is not None}

    def victim(self) -> NamedVictim:
        names = list(dict.fromkeys(told.name for told in self.told))
        longest = max(names, key=lambda name: (len(name.split()), -names.index(name)))
        killed = any(told.outcome == "killed" for told in self.told)
        return NamedVictim(
            name=longest,
            outcome="killed" if killed else self.told[0].outcome,
            named_by=tuple(dict.fromkeys(claim.id for claim in self.claims)),
            variants=tuple(name for name in names if name != longest),
            age=next((told.age for told in self.told if told.age is not None), None),
            sex=next((told.sex for told in self.told if told.sex is not None), None),
            role=next((told.role for told in self.told if told.role is not None), None),
            mentions=tuple(told.mention for told in self.told),
            why=tuple(self.why),
        )


def _add(people: list[_Person], told: Named, claim: Claim, where: str) -> None:
    fitting = [(person, why) for person in people if (why := _same(person, told, claim)) is not None]
    if len(fitting) == 1:
        person, why = fitting[0]
        person.add(told, claim, why)
    else:
        person = _Person(told, claim)
        people.append(person)
    if where and where not in person.why:
        person.why.append(where)


def _same(person: _Person, told: Named, claim: Claim) -> str | None:
    """Return why a naming is of a person who is known already, empty where the names are alike; ``None`` if unknown."""
    for field in ("age", "sex"):
        known, said = person.known(field), getattr(told, field)
        if known and said is not None and said not in known:
            return None
    if any(other.evidence == claim.evidence and other.document == claim.document for other in person.claims):
        return None  # one list names two
    names = {plain(other.name) for other in person.told}
    same_age = told.age is not None and told.age in person.known("age")
    if plain(told.name) in names:
        if " " in plain(told.name):
            return ""
        return f"{told.name}: the same name and the same age, {told.age}" if same_age else None
    spoken = f"{told.name} and {person.told[0].name}"
    mine = name_key(told.name)
    for other in person.told:
        theirs = name_key(other.name)
        if mine == theirs and len(mine) > 1:
            if same_age:
                return f"{spoken}: spellings of one name, and the same age, {told.age}"
            if told.role is not None and told.role in person.known("role"):
                return f"{spoken}: spellings of one name, and the same role, {told.role}"
        short, long = sorted((mine, theirs), key=len)
        if same_age and short and short[0] == long[0] and set(short) <= set(long):
            return f"{spoken}: one name within the other, and the same age, {told.age}"
    return None
