"""Counting profiles: named rules that turn quantities into numbers, at export and for comparison, never in a claim.

A profile is one YAML file (``data/profiles``), which a user may copy and change. Its rules are tried from above; the
first that fits gives the numbers. Each rule has an id and says where it is from: a published source, or ``ours`` with
the reason. Where no rule fits, a quantity counts as the bounds that its words entail, under the id ``as-stated``.
"""

import re
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal, NamedTuple

import msgspec
import yaml

from allegata.records import Casualty, Outcome, Quantity, QuantityKind

AS_STATED = "as-stated"

End = int | None
Ends = tuple[End, End]


class ProfileError(ValueError):
    """A counting profile that is not there or cannot be read; the message names the file and what is wrong."""


class Condition(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """When a rule fits: all that is given must hold. ``words``: one of them stands in the quantity's words.

    ``whom``, ``outcome_words``: the same in the words for the people, up to "of", and for what befell them.
    ``low_from``: the words entail at least so many.
    """

    kinds: tuple[QuantityKind, ...] = ()
    words: tuple[str, ...] = ()
    whom: tuple[str, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    outcome_words: tuple[str, ...] = ()
    low_from: int | None = None

    def fits(self, quantity: Quantity, casualty: Casualty | None) -> bool:
        """Tell whether a quantity, as part of a count of casualties where one is given, meets the condition."""
        if self.kinds and quantity.kind not in self.kinds:
            return False
        if self.low_from is not None and (quantity.low is None or quantity.low < self.low_from):
            return False
        if self.words and not _holds(quantity.words, self.words):
            return False
        if not (self.whom or self.outcomes or self.outcome_words):
            return True
        return (
            casualty is not None
            and (not self.whom or _holds(_head(casualty.whom.words), self.whom))
            and (not self.outcomes or casualty.outcome in self.outcomes)
            and (not self.outcome_words or _holds(casualty.outcome_words, self.outcome_words))
        )


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One rule of a profile. Exactly one of ``source`` (published) and ``ours`` (our choice, with the reason) is given.

    What it counts as: ``count``, least and most; or ``times``, multiples of the least that the words entail; or
    ``stated``: the named figure stands for its open end too; or ``open``: the upper end is unknown. ``as_``: the rule
    makes a number of another outcome (killed, of people who were killed or injured).
    """

    id: str
    when: Condition = Condition()
    count: Ends | None = None
    times: Ends | None = None
    ends: Literal["stated", "open"] | None = None
    as_: Outcome | None = msgspec.field(name="as", default=None)
    source: str | None = None
    ours: str | None = None

    def numbers(self, quantity: Quantity) -> Ends:
        """Return the least and the most that ``quantity`` counts as under this rule."""
        low, high = quantity.low, quantity.high
        if self.count is not None:
            return self.count
        if self.times is not None and low is not None:
            least, most = self.times
            return (None if least is None else low * least), (None if most is None else low * most)
        if self.ends == "open":
            return low, None
        if self.ends == "stated":
            low, high = (high if low is None else low), (low if high is None else high)
        return ordered(low, high)


class Choice(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a profile does where more than a quantity is to be decided; ``use`` is the value, ``id`` its rule."""

    id: str
    use: str
    source: str | None = None
    ours: str | None = None


class Conflict(Choice, frozen=True):
    """Where sources disagree. ``range``: lowest to highest; ``lowest``; ``reliable``: by the order of ``ranking``."""

    use: Literal["range", "lowest", "reliable"]
    ranking: tuple[str, ...] = ()


class Contested(Choice, frozen=True):
    """Where it is disputed whether the dead were civilians."""

    use: Literal["as-stated", "zero-minimum", "undivided", "unknown-status"]


class Spread(Choice, frozen=True):
    """Where one total is told of several days or places. ``remainder-first``: even parts, what is left to the first."""

    use: Literal["one-record", "remainder-first", "even-or-one"]

    def parts(self, total: int, count: int) -> list[int]:
        """Return a total over ``count`` days or places as whole numbers that add up to it.

        ``remainder-first``: as evenly as can be, what is left goes to the first (ACLED Codebook). ``even-or-one``: as
        evenly as can be, what is left one by one; undivided, on the first, where there are fewer people than parts
        (UCDP GED codebook 23.1). ``one-record``: never divided, on the first.
        """
        if self.use == "one-record" or (self.use == "even-or-one" and total < count):
            return [total, *[0] * (count - 1)]
        each, rest = divmod(total, count)
        if self.use == "remainder-first":
            return [each + rest, *[each] * (count - 1)]
        return [each + (number < rest) for number in range(count)]


class Collected(Choice, frozen=True):
    """Which outcomes are counted at all; without this, every one."""

    use: Literal["killed", "killed, injured", "all"]

    def holds(self, outcome: str) -> bool:
        """Tell whether an outcome is counted."""
        return self.use == "all" or outcome in self.use.split(", ")


class Unstated(Choice, frozen=True):
    """Whose status nobody states. ``civilian``: counted as civilian; ``as-stated``: in no status."""

    use: Literal["civilian", "as-stated"]


class Names(Choice, frozen=True):
    """What people named do to a count. ``raise-minimum``: more people named than the least raise it; ``own-count``: no
    names but those of the same source do."""

    use: Literal["raise-minimum", "own-count"]


class Counted(NamedTuple):
    """What a quantity counts as, and the id of the rule that says so. ``None`` is an open or unknown end."""

    low: End
    high: End
    rule: str


class Profile(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A counting profile."""

    name: str
    version: str
    title: str
    about: str
    rules: tuple[Rule, ...]
    conflict: Conflict
    contested: Contested
    spread: Spread
    collected: Collected | None = None
    unstated: Unstated | None = None
    names: Names | None = None

    def collects(self, outcome: Outcome) -> bool:
        """Tell whether the profile counts an outcome of its own."""
        return self.collected is None or self.collected.holds(outcome)

    def bounds(self, quantity: Quantity) -> Ends:
        """Return the least and the most that ``quantity`` counts as, in persons; ``None`` where that end is open."""
        return self._first(quantity, None)[:2]

    def counted(self, casualty: Casualty) -> Counted:
        """Return what a count of casualties counts as for its own outcome, and the id of the rule."""
        return self._first(casualty.quantity, casualty)

    def counted_as(self, casualty: Casualty, outcome: Outcome) -> Counted | None:
        """Return what a count of another outcome says of ``outcome``; ``None`` where no rule of the profile says so."""
        for rule in self.rules:
            if rule.as_ == outcome and casualty.outcome != outcome and rule.when.fits(casualty.quantity, casualty):
                low, high = rule.numbers(casualty.quantity)
                return Counted(low, high, rule.id)
        return None

    def rule(self, id: str) -> Rule | Choice | None:
        """Return the rule with an id, or ``None``; ``as-stated`` has none of its own."""
        return next((rule for rule in self.every() if rule.id == id), None)

    def every(self) -> tuple[Rule | Choice, ...]:
        """Return the rules on quantities, then what is done with conflicts, status, spread totals and names."""
        further = (self.collected, self.unstated, self.names)
        return (
            *self.rules,
            self.conflict,
            self.contested,
            self.spread,
            *(rule for rule in further if rule is not None),
        )

    def _first(self, quantity: Quantity, casualty: Casualty | None) -> Counted:
        for rule in self.rules:
            if rule.as_ is None and rule.when.fits(quantity, casualty):
                low, high = rule.numbers(quantity)
                return Counted(low, high, rule.id)
        low, high = ordered(quantity.low, quantity.high)
        return Counted(low, high, AS_STATED)


def ordered(low: End, high: End) -> Ends:
    """Return two ends with the smaller first where both are known ("between 15 and 12")."""
    return (high, low) if low is not None and high is not None and low > high else (low, high)


def profile_names() -> tuple[str, ...]:
    """Return the names of the built-in counting profiles, ``neutral`` first."""
    folder = files("allegata.incidents").joinpath("data/profiles")
    names = sorted(entry.name.removesuffix(".yaml") for entry in folder.iterdir() if entry.name.endswith(".yaml"))
    return tuple(sorted(names, key=lambda name: name != "neutral"))


@cache
def profile(name: str) -> Profile:
    """Return the built-in counting profile called ``name``. Raises ``KeyError`` where there is none."""
    if name not in profile_names():
        raise KeyError(name)
    return parse_profile(files("allegata.incidents").joinpath(f"data/profiles/{name}.yaml").read_bytes(), name)


def load_profile(path: Path) -> Profile:
    """Return the counting profile that a user's YAML file holds. Raises ``ProfileError``."""
    try:
        return parse_profile(path.read_bytes(), str(path))
    except OSError as error:
        raise ProfileError(f"{path}: cannot be read ({error.strerror or error}); check the path") from error


def parse_profile(content: bytes, where: str) -> Profile:
    """Return the profile that YAML holds; ``where`` names it in errors.

    Raises ``ProfileError`` for what is no YAML, an unknown or missing field, an id given twice, a rule that counts as
    nothing or as two things, ends in the wrong order, and a rule that says neither or both of ``source`` and ``ours``.
    """
    try:
        data: Any = yaml.safe_load(content)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ProfileError(f"{where}: is no YAML ({' '.join(str(error).split())}); mend it") from error
    try:
        found = msgspec.convert(data, Profile)
    except msgspec.ValidationError as error:
        raise ProfileError(f"{where}: is no counting profile: {error}; compare it with a built-in one") from error
    _check(found, where)
    return found


def _check(found: Profile, where: str) -> None:
    seen: set[str] = {AS_STATED}
    for rule in found.every():
        if rule.id in seen:
            raise ProfileError(f"{where}: rule {rule.id}: the id is taken; give it another")
        seen.add(rule.id)
        if (rule.source is None) == (rule.ours is None):
            raise ProfileError(f"{where}: rule {rule.id}: say where it is from, by 'source' or by 'ours'")
    for rule in found.rules:
        if sum(value is not None for value in (rule.count, rule.times, rule.ends)) != 1:
            raise ProfileError(f"{where}: rule {rule.id}: say one of 'count', 'times' and 'ends'")
        ends = rule.count or rule.times or (None, None)
        if any(end is not None and end < 0 for end in ends) or ordered(*ends) != ends:
            raise ProfileError(f"{where}: rule {rule.id}: write the least first, then the most, none below 0")


def _head(words: str | None) -> str | None:
    """Return the words up to "of": "members of the family" are members, "a family of five" is a family."""
    return words.split(" of ", 1)[0] if words is not None else None


def _holds(text: str | None, words: tuple[str, ...]) -> bool:
    return text is not None and any(re.search(rf"\b{re.escape(word)}\b", text, re.IGNORECASE) for word in words)
