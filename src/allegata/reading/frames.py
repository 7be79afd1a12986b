"""Event frames: which event words of a sentence speak of one happening, and which phrases belong to which frame."""

import msgspec

from allegata.reading.lexicon import Lexicon
from allegata.reading.said import Said, chain
from allegata.reading.sentence import Sentence
from allegata.reading.triggers import Hit
from allegata.records import EventType


class Frame(msgspec.Struct, kw_only=True):
    """Event words that tell one happening (or one pattern) under one attribution. ``main``: the word that names it."""

    hits: list[Hit]
    main: Hit
    said: list[Said]
    kind: str
    why: str = ""

    @property
    def tokens(self) -> set[int]:
        """The tokens of all event words."""
        return {hit.token for hit in self.hits}


def _key(hit: Hit, said: list[Said]) -> tuple[int, ...]:
    return tuple(item.verb for item in chain(hit.token, said))


def _contrasted(sent: Sentence, first: int, second: int) -> bool:
    """Return whether "while" sets two deeds of two parties side by side: "A killed five, while B shot dead three"."""
    if sent.dep[second] != "advcl" or sent.head[second] != first:
        return False
    if not any(sent.dep[k] == "mark" and sent.low[k] in ("while", "whereas") for k in sent.kids[second]):
        return False
    own = [(sent.kid(verb, "nsubj"), sent.kid(verb, "dobj")) for verb in (first, second)]
    return all(subject is not None and obj is not None for subject, obj in own)


def _coordinated_apart(sent: Sentence, a: int, b: int) -> bool:
    """Return whether two verbs are coordinated with subjects of their own ("A killed five and B shot three")."""
    first, second = min(a, b), max(a, b)
    if _contrasted(sent, first, second):
        return True
    if sent.pos[second] not in ("VERB", "AUX") or sent.dep[second] != "conj":
        return False
    if sent.kid(second, "nsubj", "nsubjpass") is None:
        return False
    own = sent.kid(second, "nsubj", "nsubjpass")
    if sent.dep[own if own is not None else second] == "nsubjpass" or sent.lemma[second] in ("die", "perish"):
        return False
    if own is not None and (
        sent.pos[own] in ("NUM", "PRON") or sent.lemma[own] in ("other", "more", "dozen", "hundred")
    ):
        return False
    return first in sent.up(second) or first == sent.head[second]


def nearest_hit(sent: Sentence, token: int, hits: list[Hit]) -> Hit | None:
    """Return the event word that ``token`` belongs to: the first one above it, else the nearest in the sentence."""
    if not hits:
        return None
    by_token = {hit.token: hit for hit in hits}
    path = [token, *sent.up(token)]
    for step, above in enumerate(path):
        if above in by_token:
            return by_token[above]
        if step and sent.pos[above] in ("VERB", "AUX"):
            below = [
                hit
                for hit in hits
                if above in list(sent.up(hit.token))[:3]
                and sent.dep[hit.token] in ("dobj", "nsubj", "nsubjpass", "pobj", "attr", "conj", "advcl", "xcomp")
            ]
            if below:
                return min(below, key=lambda hit: (abs(hit.token - token), hit.token))
    return min(hits, key=lambda hit: (abs(hit.token - token), hit.token))


def build_frames(
    sent: Sentence,
    hits: list[Hit],
    said: list[Said],
    places: dict[int, str],
    times: dict[int, str],
) -> list[Frame]:
    """Group the event words of a sentence into frames.

    ``places`` and ``times``: token -> key of the event places and point times of the sentence. Two words stay apart
    when they are said by different voices, are of different states, have different places or days of their own, or are
    coordinated clauses with different subjects.
    """
    own_place: dict[int, set[str]] = {}
    own_time: dict[int, set[str]] = {}
    live = [hit for hit in hits if hit.state in ("event", "pattern", "negated")]
    for table, own in ((places, own_place), (times, own_time)):
        for token, key in table.items():
            hit = nearest_hit(sent, token, live)
            if hit is not None:
                own.setdefault(hit.token, set()).add(key)
    groups: list[list[Hit]] = []
    tokens = {hit.token: hit for hit in live}
    under = {hit.token: next((tokens[a] for a in sent.up(hit.token) if a in tokens), None) for hit in live if hit.noun}
    carried: list[tuple[Hit, Hit]] = []
    for hit in live:
        above = under.get(hit.token)
        if above is not None and not above.noun and above.state == hit.state and _key(hit, said) == _key(above, said):
            places_apart = own_place.get(hit.token, set()) and own_place.get(above.token, set())
            days_apart = own_time.get(hit.token, set()) and own_time.get(above.token, set())
            if not places_apart and not days_apart:  # an event noun goes with the verb that it stands under
                own_place.setdefault(above.token, set()).update(own_place.get(hit.token, set()))
                own_time.setdefault(above.token, set()).update(own_time.get(hit.token, set()))
                carried.append((hit, above))
                continue
        for group in groups:
            if _joins(sent, hit, group, said, own_place, own_time):
                group.append(hit)
                break
        else:
            groups.append([hit])
    for hit, above in carried:
        next(group for group in groups if any(other is above for other in group)).append(hit)
    frames = []
    for group in groups:
        group.sort(key=lambda hit: hit.token)
        patterned = group[0].state == "pattern"
        main = max(group, key=lambda hit: (hit.noun and patterned, hit.trigger.rank, not hit.trigger.weak, -hit.token))
        state = group[0].state
        frames.append(
            Frame(
                hits=group,
                main=main,
                said=chain(main.token, said),
                kind={"event": "event", "pattern": "pattern", "negated": "negated"}[state],
                why=main.why,
            )
        )
    return frames


def _joins(
    sent: Sentence,
    hit: Hit,
    group: list[Hit],
    said: list[Said],
    own_place: dict[int, set[str]],
    own_time: dict[int, set[str]],
) -> bool:
    if hit.state != group[0].state or _key(hit, said) != _key(group[0], said):
        return False
    if hit.state == "pattern":
        return any(hit.token in sent.up(other.token) or other.token in sent.up(hit.token) for other in group)
    places = set().union(*(own_place.get(other.token, set()) for other in group))
    days = set().union(*(own_time.get(other.token, set()) for other in group))
    mine, my_days = own_place.get(hit.token, set()), own_time.get(hit.token, set())
    if places and mine and not places & mine:
        return False
    if days and my_days and not days & my_days:
        return False
    return not any(_coordinated_apart(sent, hit.token, other.token) for other in group)


def event_type(frame: Frame, near: list[str], lex: Lexicon) -> tuple[EventType, str | None]:
    """Return the event type and the words that refined it.

    ``near``: lower-case words of weapons, subjects and means that belong to the frame, in the order of the text.
    """
    base = frame.main.trigger.type
    if frame.main.lemma == "drop" or base == "airstrike":
        for words, refined in lex.refine:
            if refined in ("chemical attack", "drone strike") and (
                frame.main.lemma == "drop" or refined == "chemical attack"
            ):
                found = next((item for item in near if item in words), None)
                if found is not None:
                    return refined, found
    if base in ("other", "killing", "bombing", "shelling", "ground operation", "destruction of property", "arson"):
        for words, refined in lex.refine:
            for item in near:
                if item in words:
                    if base == "shelling" and refined not in (
                        "airstrike",
                        "drone strike",
                        "chemical attack",
                        "missile attack",
                    ):
                        continue
                    if (
                        base == "bombing"
                        and frame.main.lemma not in ("explode", "detonate")
                        and refined
                        in (
                            "shooting",
                            "bombing",
                            "missile attack",
                            "shelling",
                            "grenade",
                        )
                    ):
                        continue
                    if base in ("ground operation", "destruction of property", "arson") and refined not in (
                        "airstrike",
                        "drone strike",
                    ):
                        continue
                    return refined, item if refined != base else None
    return base, None
