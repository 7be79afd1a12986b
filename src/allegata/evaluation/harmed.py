"""Single persons harmed, told apart over a whole article by name, age and sort."""

import re

import msgspec

from allegata.records import Casualty, Document

_AGE = re.compile(
    r"\b(\d{1,3})(?:-|\s)(?:year|yr)s?(?:-|\s)olds?\b|\A[^,]{0,60},\s*(\d{1,3})\b(?!\s*(?:a\.?m|p\.?m|%))",
    re.IGNORECASE,
)
_REFERS = ("the", "he", "she", "him", "her", "that", "his")
_APART = frozenset(("another", "other", "second", "third", "fourth", "fifth", "sixth", "seventh", "additional"))
_FEMALE = frozenset(
    (
        "woman",
        "girl",
        "mother",
        "wife",
        "sister",
        "daughter",
        "grandmother",
        "female",
        "girlfriend",
        "she",
        "her",
        "mom",
        "aunt",
        "niece",
        "granddaughter",
        "lady",
    )
)
_MALE = frozenset(
    (
        "man",
        "boy",
        "father",
        "husband",
        "brother",
        "son",
        "grandfather",
        "male",
        "boyfriend",
        "he",
        "him",
        "dad",
        "uncle",
        "nephew",
        "grandson",
    )
)
_SUFFIX = frozenset(("jr", "sr", "ii", "iii", "iv"))
_TITLES = frozenset(
    ("mr", "mrs", "ms", "dr", "officer", "deputy", "sgt", "lt", "detective", "police", "capt", "sheriff", "miss")
)


class Harmed(msgspec.Struct, kw_only=True):
    """A mention of one person, and later the person: what is known of who it is. ``orders``: sentences that name it."""

    words: str
    name: str | None = None
    age: int | None = None
    sort: str | None = None
    refers: bool = False
    apart: bool = False
    pronoun: bool = False
    counted: bool = False
    own_hand: bool = False
    at: int = 0
    orders: set[int] = set()
    outcome: str = "killed_or_injured"


def _name(item: Casualty, words: str) -> str | None:
    """Return the last word of a name (small), where the mention is one."""
    if not item.whom.names:
        return None
    parts = [p for p in re.findall(r"[\w’'-]+", item.whom.names[0]) if p[:1].isupper()]
    parts = [p.lower() for p in parts if p.lower().rstrip(".") not in _SUFFIX | _TITLES]
    return re.sub(r"['’]s$", "", parts[-1]) if parts else None


def single(item: Casualty, document: Document, order: int) -> Harmed | None:
    """Return the person that a casualty counts; ``None`` where it counts more than one or nobody in particular."""
    quantity = item.quantity
    if (quantity.low, quantity.high) != (1, 1):
        return None
    spans = [quantity.span] + ([item.whom.span] if item.whom.span else [])
    start, end = min(a for a, _ in spans), max(b for _, b in spans)
    words = document.text[start:end]
    low = re.findall(r"[a-z]+", words.lower())
    found = _AGE.search(document.text[start : end + 14]) if item.whom.names else _AGE.search(words)
    age = int(found[1] or found[2]) if found else None
    sort = "female" if _FEMALE & set(low) else "male" if _MALE & set(low) else None
    name = _name(item, words)
    first = low[0] if low else ""
    return Harmed(
        words=words,
        name=name,
        age=age if age is not None and age < 110 else None,
        sort=sort,
        refers=(first in _REFERS and name is None and first not in ("his", "her"))
        or (name is not None and len(words.split()) == 1),
        apart=bool(_APART & set(low)),
        pronoun=first in ("he", "she", "him", "her") and len(low) == 1,
        own_hand=_own_hand(item, document, low),
        counted=first in ("one", "") and name is None,
        at=start,
        orders={order},
    )


_KILLERS = frozenset(("suspect", "gunman", "shooter", "attacker", "assailant", "killer"))
_OWN = re.compile(r"\b(?:himself|herself|suicide|own life)\b", re.IGNORECASE)


def _own_hand(item: Casualty, document: Document, low: list[str]) -> bool:
    """Return whether the dead is the one who killed others: by the words for him, or for how he died."""
    if item.outcome != "killed":
        return False
    if _KILLERS & set(low) and "victim" not in low:
        return True
    return item.outcome_span is not None and bool(
        _OWN.search(document.text[item.outcome_span[0] : item.outcome_span[1] + 40].split(".")[0])
    )


class Roll:
    """The persons harmed, in the order in which an article first tells of them."""

    def __init__(self) -> None:
        self.people: list[Harmed] = []

    def enter(self, mention: Harmed, outcome: str, *, own: bool) -> None:
        """Take in what is said of one person, who may have been told of before."""
        mention.outcome = outcome
        known = self._known(mention)
        if known is None:
            self.people.append(mention)
            return
        known.name = known.name or mention.name
        known.age = known.age if known.age is not None else mention.age
        known.sort = known.sort or mention.sort
        known.orders |= mention.orders
        known.own_hand = known.own_hand or mention.own_hand
        if outcome == "killed" or (outcome == "injured" and known.outcome != "killed"):
            known.outcome = outcome

    def _known(self, mention: Harmed) -> Harmed | None:
        order = next(iter(mention.orders))
        if mention.name is not None:
            for person in self.people:
                if person.name == mention.name:
                    if mention.age is None or person.age is None or mention.age == person.age:
                        return person
        if mention.age is not None:
            for person in self.people:
                if person.age == mention.age and not self._differ(person, mention):
                    if order not in person.orders or person.name or mention.name:
                        return person
        if mention.refers:
            for person in reversed(self.people):
                if not self._differ(person, mention):
                    return person
            return self.people[-1] if self.people and mention.pronoun else None
        if mention.apart:
            return None
        for person in self.people:
            if order not in person.orders and not self._differ(person, mention):
                return person
        return None

    @staticmethod
    def _differ(one: Harmed, other: Harmed) -> bool:
        if one.name and other.name and one.name != other.name:
            return True
        if one.age is not None and other.age is not None and one.age != other.age:
            return True
        return bool(one.sort and other.sort and one.sort != other.sort)

    @property
    def own_hand(self) -> bool:
        """Whether one of the dead is the one who killed the others."""
        return any(person.own_hand and person.outcome == "killed" for person in self.people)

    def count(self, outcome: str) -> int:
        """Return how many persons had an outcome, as far as told."""
        return sum(person.outcome == outcome for person in self.people)

    def words(self) -> str:
        """Return the words of the persons, with their outcomes."""
        return "; ".join(f"{person.words} ({person.outcome})" for person in self.people)
