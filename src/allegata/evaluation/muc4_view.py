"""The MUC-4 view of a reading: claims become templates, one a happening (``data/muc4.yaml`` says what maps to what)."""

import re
from collections.abc import Sequence
from datetime import date

import msgspec

from allegata.actors import Register
from allegata.evaluation.muc4_ceaf import Simple, simple
from allegata.evaluation.muc4_keys import Template, response
from allegata.evaluation.muc4_names import calling, fullest, is_name
from allegata.evaluation.muc4_words import (
    holds,
    human_type,
    physical_type,
    split_person,
    table,
    weapon_type,
    words_of,
)
from allegata.reading import Reading
from allegata.records import Claim, Document, PartyMention

Rows = list[tuple[str, str | None]]
_MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]
_LEADING = re.compile(
    r"^(?:(?:THE|A|AN|THIS|THAT|THESE|THOSE|ITS|THEIR|HIS|HER|ANOTHER|OTHER|SEVERAL|SOME|TWO|THREE|FOUR|FIVE|SIX|SEVEN"
    r"|EIGHT|NINE|TEN|ABOUT|AT LEAST|MORE THAN|\d+)\s+)+"
)
_EFFECTS = {"killed": "DEATH", "injured": "INJURY"}


class Person(msgspec.Struct):
    """A human target in the making."""

    name: str
    description: str
    number: str
    effect: str | None
    nation: str | None = None

    @property
    def tag(self) -> str:
        """What other slots refer to it by."""
        return self.name or self.description


class Thing(msgspec.Struct):
    """A physical target in the making."""

    words: str
    kind: str
    number: str
    effect: str | None


class Incident(msgspec.Struct):
    """A template in the making."""

    type: str
    claims: list[Claim]
    people: list[Person]
    things: list[Thing]
    individuals: list[str]
    organisations: dict[str, str]
    weapons: dict[str, str]
    harmless: str = ""


def bare(words: str) -> str:
    """Return a phrase in capitals without line breaks, leading articles and numbers."""
    flat = " ".join(words.split("]")[-1].split()).strip(' ,.;:"')
    return _LEADING.sub("", flat.upper()) or flat.upper()


def templates(reading: Reading, home: str | None, register: Register, shadow: str = "") -> list[Template]:
    """Return the templates of a reading.

    ``home``: the country (ISO code) where a place says none; ``shadow``: the text in small letters but for names.
    """
    found = incidents(reading)
    for person in (person for incident in found for person in incident.people if person.name):
        person.name = fullest(person.name, shadow)
        person.description = person.description or calling(person.name, shadow)
    _mentioned(found, reading.document.text, register, home)
    return [_template(incident, reading.document, n, home) for n, incident in enumerate(found, 1)]


def _mentioned(found: list[Incident], text: str, register: Register, home: str | None) -> None:
    """Give incidents without an organisation the armed group that the dispatch names most.

    MUC-4 asks for organisations "in the context of the incident", accused of it or not (``POSSIBLE``). Where members
    of a group ("the guerrillas") acted, the group is the one named.
    """
    if all(incident.organisations for incident in found):
        return
    counts: dict[str, list[str]] = {}
    for match in register.find(text, countries=(home,) if home else ()):
        party = match.party
        if party.kind == "armed group":
            counts.setdefault(party.id, []).append(bare(text[match.start : match.end]))
    if not counts:
        return
    words = max(counts.values(), key=len)
    name = max(words, key=len)
    for incident in found:
        if incident.organisations:
            continue
        own = any(holds(words_of(phrase), table().rebels) for phrase in incident.individuals)
        if own or not incident.individuals:
            incident.organisations[name] = "REPORTED AS FACT"


def _recent(claim: Claim, document: Document) -> bool:
    """Tell whether a claim is of the two months before publication, or of no stated time (task document, 1.0, 6)."""
    time = claim.time
    if time is None or not time.end or document.published is None:
        return True
    return (date.fromisoformat(document.published.start) - date.fromisoformat(time.end)).days <= 62


def incidents(reading: Reading) -> list[Incident]:
    """Return what MUC-4 counts of the claims of a reading, one an incident."""
    groups: dict[tuple[int | None, str], list[Claim]] = {}
    first: dict[int | None, str] = {}
    for claim in reading.claims:
        kind = table().types.get(claim.event.type, "ATTACK")
        if claim.kind != "event" or not kind or claim.stance in ("denies", "disputes"):
            continue
        if not _recent(claim, reading.document):
            continue
        if claim.event.type in ("other", "killing", "destruction of property") and claim.happening in first:
            kind = first[claim.happening]
        if kind in ("ATTACK", "BOMBING"):
            if first.get(claim.happening) == "ATTACK" and kind == "BOMBING":
                moved = groups.pop((claim.happening, "ATTACK"), [])
                groups[(claim.happening, "BOMBING")] = moved
                first[claim.happening] = "BOMBING"
            elif first.get(claim.happening) == "BOMBING":
                kind = "BOMBING"
            first.setdefault(claim.happening, kind)
        groups.setdefault((claim.happening, kind), []).append(claim)
    made = [_incident(kind, claims, reading.document.text) for (_, kind), claims in groups.items()]
    joined: list[Incident] = []
    for incident in made:
        same = next((other for other in joined if _same(incident, other)), None)
        if same is None:
            joined.append(incident)
        else:
            claims = [*same.claims, *incident.claims]
            joined[joined.index(same)] = _incident(same.type, claims, reading.document.text)
    return [incident for incident in joined if _counts(incident)]


def _same(a: Incident, b: Incident) -> bool:
    """Tell whether two incidents of one type name the same victim, so that they are one."""
    if a.type != b.type:
        return False
    names = [{p.name.split()[-1] for p in incident.people if p.name} for incident in (a, b)]
    return bool(names[0] & names[1])


def _incident(kind: str, claims: list[Claim], text: str) -> Incident:
    incident = Incident(kind, claims, [], [], [], {}, {})
    for claim in claims:
        _people(incident, claim)
        if kind != "KIDNAPPING":
            _things(incident, claim, text)
            _weapons(incident, claim)
    for claim in claims:
        for mention in claim.accused:
            _accuse(incident, claim, mention, text)
    return incident


def _counts(incident: Incident) -> bool:
    """Tell whether MUC-4 counts it: something civilian was hit, or an act with a target or weapon is told."""
    civil = [
        p
        for p in incident.people
        if not holds(words_of(p.tag), table().soldiers) and (p.name or p.description not in table().uncounted)
    ]
    if all(claim.event.type in table().clashes for claim in incident.claims):
        return bool(civil or incident.things)
    return bool(civil or incident.things)


def _people(incident: Incident, claim: Claim) -> None:
    for item in claim.casualties:
        if item.outcome not in ("killed", "injured", "killed_or_injured", "missing", "detained"):
            continue
        words = item.whom.words
        if item.quantity.high == 0:
            harmless = {"killed": "NO DEATH", "injured": "NO INJURY"}.get(item.outcome, "NO INJURY OR DEATH")
            incident.harmless = incident.harmless or harmless
            continue
        if not words or item.rule or item.cumulative:
            continue
        if bare(words).split()[-1] in table().uncounted and item.outcome == "killed_or_injured":
            continue
        _add_person(
            incident,
            words,
            _number(item.quantity.low, item.quantity.high, item.quantity.kind),
            _EFFECTS.get(item.outcome),
            bool(item.whom.names),
        )
    told = claim.event.words.upper()
    effect = None
    if re.search(r"KILL|MURDER|ASSASSIN|SLAY|SLAIN|EXECUT|DIE|DEATH|MASSACRE|SLAUGHTER|BEHEAD", told):
        effect = "DEATH"
    elif re.search(r"WOUND|INJUR|HURT", told):
        effect = "INJURY"
    for target in claim.targets:
        if target.kind == "people" or (
            target.kind is None and split_person(bare(target.words))[0] and physical_type(target.words) is None
        ):
            plural = re.search(r"(?:S|MEN|WOMEN|PEOPLE)$", bare(target.words)) is not None
            _add_person(incident, target.words, "PLURAL" if plural else "1", effect, False)


def _add_person(incident: Incident, words: str, number: str, effect: str | None, named: bool) -> None:
    flat = bare(words)
    description, name = split_person(flat)
    if named and not description:
        description, name = "", flat
    elif not named and not description:
        description, name = ("", flat) if is_name(flat) else (flat, "")
    if description and description.split()[-1] in table().harm:
        return
    if holds(words_of(description), table().combatants) or holds(words_of(description), table().places):
        return
    for other in incident.people:
        same_name = name and other.name and (set(name.split()) & set(other.name.split()))
        same = not name and not other.name and other.description.split()[-1:] == description.split()[-1:]
        if same_name or same:
            other.name = max(other.name, name, key=len)
            other.effect = other.effect if other.effect == "DEATH" else effect or other.effect
            if other.number == "PLURAL" and number != "1":
                other.number = number
            return
    incident.people.append(Person(name, description, number, effect))


def _number(low: int | None, high: int | None, kind: str) -> str:
    if kind == "vague" or (low is None and high is None):
        return "PLURAL"
    if kind == "about":
        return f"~{low}"
    if low is not None and high is None:
        return f"{low} -"
    return str(low) if low == high else f"{low or 0} - {high}"


def _things(incident: Incident, claim: Claim, text: str) -> None:
    for target in claim.targets:
        if target.kind == "people":
            continue
        flat = bare(target.words)
        kind = physical_type(flat)
        words = words_of(flat)
        if kind is None or (words and words[0] in table().places) or holds(words[-1:], table().military_sites):
            continue
        effect = None
        told = claim.event.words.upper()
        around = text[claim.evidence[0][0] : claim.evidence[0][1]].upper()
        if re.search(r"\bDESTROY|BLEW UP|BLOWN UP|DEMOLISH", around):
            effect = "DESTROYED"
        elif re.search(r"\bDAMAGE", around):
            effect = "SOME DAMAGE"
        elif re.match(r"DESTROY|BLEW UP|BLOWN|DEMOLISH|FLATTEN|RAZE|BLOW", told):
            effect = "DESTROYED"
        elif re.match(r"DAMAG|BURN|TORCH|SET", told) or incident.type == "ARSON":
            effect = "SOME DAMAGE"
        plural = flat.split(" OF ")[0].endswith("S") and not flat.split(" OF ")[0].endswith(("HEADQUARTERS", "SS"))
        for other in incident.things:
            if other.words.split()[-1] == flat.split()[-1]:
                other.effect = other.effect or effect
                break
        else:
            incident.things.append(Thing(flat, kind, "PLURAL" if plural else "1", effect))


def _weapons(incident: Incident, claim: Claim) -> None:
    for weapon in claim.weapons:
        kind = weapon_type(weapon.type, weapon.words)
        if kind is None or weapon.type in table().no_instrument:
            continue
        incident.weapons.setdefault(bare(weapon.words), kind)


_MEMBERS = re.compile(r"(?:\b[A-Z-]+\s+){0,2}\b[A-Z]+S\s+(?:OF|FROM)\s+(?:THE\s+)?$")


def _members(mention: PartyMention, text: str) -> str | None:
    """Return "MEMBERS OF THE X" where a party's name stands at the end of such a phrase."""
    if mention.span is None:
        return None
    before = _MEMBERS.search(" ".join(text[max(0, mention.span[0] - 60) : mention.span[0]].split(" ")))
    if before is None or not holds(words_of(before[0]), table().individuals):
        return None
    words = before[0].split()
    start = next(n for n, word in enumerate(words) if word in table().individuals)
    return bare(" ".join(words[start:])) + " " + bare(mention.words)


def _split_group(flat: str) -> tuple[str, str]:
    """Return (individuals, organisation) of "TERRORISTS OF THE X" and "X GUERRILLAS"; no individuals in other words."""
    before = re.match(r"((?:[A-Z-]+ ){0,4}?[A-Z]+S?) (?:OF|FROM) (?:THE )?(.+)$", flat)
    if before and words_of(before[1])[-1] in table().individuals:
        return (flat if "MEMBER" in before[1] else before[1]), before[2]
    words = flat.split()
    if len(words) > 1 and words[-1] in table().rebels | {"MEMBERS", "SOLDIERS", "MEN", "TROOPS"}:
        return words[-1], " ".join(words[:-1])
    return "", flat


def _accuse(incident: Incident, claim: Claim, mention: PartyMention, text: str) -> None:
    flat = bare(mention.words)
    group = _members(mention, text)
    if group is not None and group not in incident.individuals:
        incident.individuals.append(group)
    words = words_of(flat)
    told, group_name = _split_group(flat) if mention.party is not None and group is None else ("", flat)
    if told:
        if told not in incident.individuals:
            incident.individuals.append(told)
        flat = group_name
        words = words_of(flat)
    if not words or flat in ("IT", "THEY", "HE", "SHE", "WE", "WHO"):
        flat = bare(mention.name)
        words = words_of(flat)
    if mention.party is None and holds(words, table().individuals):
        if flat not in incident.individuals:
            incident.individuals.append(flat)
        return
    if mention.party is None and mention.why == "subject" and not holds(words, table().state_words):
        description, name = split_person(flat)
        if description and name:
            incident.individuals.append(name)
            return
    if claim.stance == "admits":
        how = "CLAIMED OR ADMITTED"
    elif claim.hedges or claim.stance == "alleges":
        by = claim.attribution[0].kind if claim.attribution else "media"
        how = "SUSPECTED OR ACCUSED BY AUTHORITIES" if by in table().authorities else "SUSPECTED OR ACCUSED"
    else:
        how = "REPORTED AS FACT"
    if how == "CLAIMED OR ADMITTED" or flat not in incident.organisations:
        incident.organisations[flat] = how


def _template(incident: Incident, document: Document, number: int, home: str | None) -> Template:
    fills: dict[int, Rows] = {
        2: [(_date(incident, document), None)],
        3: [(_place(incident, home), None)],
        4: [(incident.type, None)],
        5: [("ACCOMPLISHED", None)],
        9: [(words, None) for words in incident.individuals],
        10: [(words, None) for words in incident.organisations],
        11: [(how, words) for words, how in incident.organisations.items()],
    }
    if incident.type not in ("KIDNAPPING", "ARSON"):
        fills[6] = [(words, None) for words in incident.weapons]
        fills[7] = [(kind, words) for words, kind in incident.weapons.items()]
        if not incident.weapons:
            types = {claim.event.type for claim in incident.claims}
            told = " ".join(claim.event.words.upper() for claim in incident.claims)
            if "MACHINEGUN" in told or "MACHINE-GUN" in told:
                fills[7] = [("MACHINE GUN", "-")]
            elif "shooting" in types:
                fills[7] = [("GUN", "-")]
            elif incident.type == "BOMBING":
                fills[7] = [("EXPLOSIVE", "-")]
    category = _category(incident)
    if category:
        fills[8] = [(category, None)]
    if incident.type != "KIDNAPPING":
        fills[12] = [(t.words, None) for t in incident.things]
        fills[13] = [(t.kind, t.words) for t in incident.things]
        fills[14] = [(t.number, t.words) for t in incident.things]
        fills[16] = [(t.effect, t.words) for t in incident.things if t.effect]
    people = incident.people
    fills[18] = [(p.name, None) for p in people if p.name]
    fills[19] = [(p.description, p.name or None) for p in people if p.description]
    fills[20] = [(human_type(p.description), p.tag) for p in people]
    fills[21] = [(p.number, p.tag) for p in people]
    fills[23] = [(p.effect, p.tag) for p in people if p.effect]
    if incident.harmless and not fills[23]:
        fills[23] = [(incident.harmless, p.tag) for p in people] or [(incident.harmless, "-")]
    return response(document.id, number, {slot: rows for slot, rows in fills.items() if rows and rows[0][0]})


def _category(incident: Incident) -> str:
    state = any(
        holds(words_of(words), table().state_words) for words in [*incident.individuals, *incident.organisations]
    )
    return "STATE-SPONSORED VIOLENCE" if state else "TERRORIST ACT"


def _day(day: str) -> str:
    found = date.fromisoformat(day)
    return f"{found.day:02d} {_MONTHS[found.month - 1]} {found.year % 100:02d}"


def _date(incident: Incident, document: Document) -> str:
    """Return the narrowest day that a claim gives, else an open range up to the day of publication."""
    times = [c.time for c in incident.claims if c.time is not None and c.time.start and c.time.end]
    exact = [t for t in times if t.start == t.end]
    for time in exact or times:
        if time.start and time.end:
            return _day(time.start) if time.start == time.end else f"{_day(time.start)} - {_day(time.end)}"
    return f"- {_day(document.published.end)}" if document.published else ""


def _place(incident: Incident, home: str | None) -> str:
    """Return "COUNTRY: PLACE (KIND)" of the narrowest event place, else the country alone."""
    rank = {"village": 0, "town": 0, "city": 0, "point": 1, "admin2": 2, "admin1": 3}
    places = [p for c in incident.claims for p in c.places if p.role == "event"]
    country = next((p.country for p in places if p.country), None) or home
    nation = table().nations.get(country or "", "")
    if not nation:
        nation = table().nations.get(home or "", "")
    local = [p for p in places if p.precision in rank and (p.resolved or p.precision != "admin1")]
    if not local or not nation:
        return nation
    best = min(local, key=lambda p: rank[p.precision])
    return f"{nation}: {best.name.upper()} ({'DEPARTMENT' if best.precision == 'admin1' else 'CITY'})"


def reduced(found: Sequence[Template]) -> list[Simple]:
    """Return templates in the reduced form of five roles."""
    roles = {"PerpInd": 9, "PerpOrg": 10, "Target": 12, "Victim": 18, "Weapon": 6}
    made = []
    for template in found:
        kind = template.of(4)[0].values[0].value
        made.append(
            simple(
                kind.lower(),
                {role: [[fill.values[0].value] for fill in template.of(slot)] for role, slot in roles.items()},
            )
        )
    return made
