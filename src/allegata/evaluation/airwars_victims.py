"""Named victims in an assessment: names with ages, kinship and given names, sorted into children, women and men.

Airwars records how many children, women and men were killed also where only their names are told. Whom the words leave
open stays open. Names are compared here and never written anywhere.
"""

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Literal

import msgspec
import yaml

from allegata.reading.time_patterns import SMALL_NUMBERS

ADULT = 18
"""Years of age from which a person is no child."""

Sort = Literal["children", "women", "men", "unknown"]


class VictimWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The word lists of ``data/victim_words.yaml``."""

    female: frozenset[str]
    male: frozenset[str]
    child: frozenset[str]
    offspring: frozenset[str]
    adult: frozenset[str]
    dead: frozenset[str]
    hurt: frozenset[str]
    not_names: frozenset[str]
    titles: frozenset[str]
    reporting: frozenset[str]
    fill: frozenset[str]
    elder: frozenset[str]
    given_female: frozenset[str]
    given_male: frozenset[str]


class Victim(msgspec.Struct, frozen=True):
    """A named person who is told to be dead. ``age`` in whole years; ``words``: kinship and the like said of them."""

    name: tuple[str, ...]
    age: int | None
    words: frozenset[str]
    mentions: int = 1

    def strength(self) -> tuple[int, int]:
        """Return how well the text says that this is one of the dead: by age and kinship, and by how often it does."""
        known = _words()
        told = (self.age is not None) * 2 + bool(self.words & (known.female | known.male | known.child))
        return told, self.mentions

    def sort(self) -> Sort:
        """Return what the person counts as."""
        known = _words()
        if self.age is not None:
            young = self.age < ADULT
        else:
            young = bool(self.words & known.child)  # a son or a daughter may be of any age
        if young:
            return "children"
        return self.gender()

    def offspring(self) -> bool:
        """Return whether the person is told as a son or daughter, without an age or anything that tells it."""
        known = _words()
        return self.age is None and bool(self.words & known.offspring) and not self.words & (known.adult | known.child)

    def gender(self) -> Sort:
        """Return women or men by the given name, else by the words said of the person."""
        known = _words()
        given = self.name[0]
        if given in known.given_female:
            return "women"
        if given in known.given_male:
            return "men"
        female, male = bool(self.words & known.female), bool(self.words & known.male)
        if female == male:
            return "women" if given.endswith(("a", "ah")) else "unknown"
        return "women" if female else "men"


@cache
def _words() -> VictimWords:
    text = files("allegata.evaluation").joinpath("data/victim_words.yaml").read_text(encoding="utf-8")
    return msgspec.convert(yaml.safe_load(text), VictimWords)


_NUMBER = {word: number for word, number in SMALL_NUMBERS.items() if 0 < number <= 19 and len(word) > 2}
_N = rf"(?:\d{{1,3}}|{'|'.join(_NUMBER)})"
_CAP = r"(?:(?:[Aa]l|[Ee]l|[Aa]n|[Aa]sh|[Aa]d|[Aa]r|[Aa]s)[-‑–][’‘'`]?)?[A-ZÀ-Þ][\w’‘'`]*(?:[-‑][\w’‘'`]+)*"
_NAME = re.compile(rf"{_CAP}(?:\s+(?:(?:bin|ibn|bint|abu|al|el|de|van|von)\s+)?{_CAP}){{0,7}}")
_AGE_BEFORE = re.compile(
    rf"\b(?P<n>{_N})(?:[- ]?(?:to|or|-|–)[- ]?{_N})?[- ]?(?P<unit>year|month|week|day)s?[- ]?olds?"
    r"(?P<said>(?:,?\s+(?:[a-z][\w-]+|Palestinian|Dr\.|Professor|Sheikh|Hajj|Hajja)){0,5}?,?)\s+$"
)
_AGE_AFTER = re.compile(
    r"\s*(?:\((?:[“\"]?(?:Abu|Umm|Um)\s[^()]*?[”\"]?(?:,|\)\s*\()\s*)?|,?\s*(?:who\s+(?:was|is)|aged|age|was|a|an)?\s*(?:only|just)?\s*\(?)"
    rf"\s*(?:aged\s+)?(?P<n>{_N})(?:\s*(?:-|–|to|or)\s*{_N})?"
    r"(?:(?P<unit>[- ](?:years?|months?|weeks?|days?))[- ]old(?!\s+[A-Z@])|(?=\s*[,;)]|\s+and\b|\.(?:\s|$)))"
)
_NICK = re.compile(r"\s*[(“\"][^()“”\"]{1,60}[)”\"]")
_IN_BRACKETS = re.compile(r"\s*\(([^()]{1,60})\)")
_SENTENCE = re.compile(r"[^.!?\n]+(?:[.!?](?!\s+[A-Z“@])[^.!?\n]*)*[.!?]?")
_TITLE_STOP = re.compile(r"\b(Dr|Mr|Mrs|Ms|Prof|Eng)\.(?=\s)")
_WORD = re.compile(r"[a-zé][a-zé-]*", re.IGNORECASE)
_JOINT = re.compile(r"\s*(?:,|;|and|&|as well as|along with|alongside|with|plus|\(\)|[“”\"]|–)?(?:\s*(?:,|and|;))*\s*$")


def victims(text: str) -> list[Victim]:
    """Return the named dead of a text, each once, in order."""
    found: list[Victim] = []
    plain = _TITLE_STOP.sub(r"\1 ", text)
    for match in _SENTENCE.finditer(plain):
        for person in _told(match.group()):
            _join(found, person)
    for match in _PARENT.finditer(plain):
        given = _key((match["owner"] or match["of"]).lower())
        for place, person in enumerate(found):
            if person.age is None and _key(person.name[0]) == given:
                found[place] = msgspec.structs.replace(person, words=person.words | {"couple"})
    return found


_PARENT = re.compile(
    rf"(?P<owner>{_CAP}?)(?:\s+{_CAP})*[’']s\s+(?:[\w-]+\s+){{0,3}}?(?:wife|husband|children|child|sons?|daughters?)\b"
    rf"|\b(?:wife|husband|widow|children|child|sons?|daughters?)\s+of\s+(?:the\s+late\s+)?(?P<of>{_CAP})"
)


def _told(sentence: str) -> Iterator[Victim]:
    """Yield the people whom one sentence tells dead."""
    known = _words()
    marks = [(m.start(), m.group().lower()) for m in _WORD.finditer(sentence)]
    statuses = [(at, word in known.dead) for at, word in marks if word in known.dead or word in known.hurt]
    header: frozenset[str] = frozenset()
    last, listed, referred = 0, 0, False
    said_at = next(
        (
            at
            for n, (at, word) in enumerate(marks)
            if word in known.reporting
            and marks[n - 1][1] not in _PASSIVE
            and not (n > 1 and marks[n - 2][1] in _PASSIVE)
        ),
        -1,
    )
    names = [span for m in _NAME.finditer(sentence) for span in _split(m.group(), m.start())]
    for position, (start, end, tokens) in enumerate(names):
        gap = sentence[last:start]
        gap_words = [m.group().lower() for m in _WORD.finditer(gap)]
        before = _AGE_BEFORE.search(sentence, max(last, start - 80), start)
        after = _after(sentence, end)
        said = frozenset(w for w in gap_words[-6:] if w in known.female | known.male | known.child | known.adult)
        lead = _leading(tokens, known.titles)
        said |= frozenset(tokens[:lead])
        continues = last > 0 and _joined(sentence, last, start)
        if said & (known.female | known.male | known.child):
            header = said
        elif not continues:
            header = frozenset()
        listed = listed + 1 if continues else 1
        given = tokens[lead:]
        follow = [m.group().lower() for m in _WORD.finditer(sentence[after[1] : after[1] + 40])][:3]
        last = after[1]
        if position and re.fullmatch(r"\s*[(“\"]\s*", gap):
            continue  # another spelling of the name before
        referred = gap_words[-1:] == ["of"] or (referred and bool(re.fullmatch(r"\s*and\s*", gap)))
        if referred or not given or len(given[0]) < 2 or _cites(gap_words):
            continue
        if len(given) == 1 and start <= 1 and before is None and given[0] not in known.given_female | known.given_male:
            continue  # a sentence's first word
        if given[0] in ("abu", "umm", "um") and len(given) < 3:
            continue
        if start < said_at and before is None and after[0] is None:
            if not any(start < at < said_at and dead for at, dead in statuses):
                continue  # "X, a cousin, wrote that": who speaks
        age = _years(before["n"], before["unit"]) if before else after[0]
        inside = _IN_BRACKETS.match(sentence, end)
        words = said | header
        if inside:
            words |= frozenset(w.group().lower() for w in _WORD.finditer(inside.group(1))) & (
                known.child | known.offspring
            )
            words |= frozenset(("mother",)) if re.match(r"[“\"]?Umm?\s", inside.group(1)) else frozenset()
            words |= frozenset(("father",)) if re.match(r"[“\"]?Abu\s", inside.group(1)) else frozenset()
        if not _dead(start, statuses, age is not None):
            continue
        many = listed > 1 or (position + 1 < len(names) and _joined(sentence, after[1], names[position + 1][0]))
        direct = bool(follow) and follow[0] in ("was", "were") and bool(statuses)
        if (
            age is not None
            or (words and (len(given) > 1 or header))
            or (many and len(given) > 1)
            or (direct and len(given) > 1)
        ):
            yield Victim(name=given, age=age, words=words)


_AGE_IN = re.compile(rf"\b{_N}[- ]?(?:year|month|week|day)s?[- ]?olds?\b")
_AGES = re.compile(rf"\(?\b{_N}(?:[- ](?:years?|months?)[- ]old)?\)?|\([^()]*\)")


def _leading(tokens: tuple[str, ...], titles: frozenset[str]) -> int:
    """Return how many titles a name begins with."""
    return next((n for n, word in enumerate(tokens) if word not in titles), len(tokens))


_PASSIVE = ("was", "were", "been", "be", "is", "are")


def _joined(sentence: str, end: int, start: int) -> bool:
    gap = _AGES.sub(" ", _AGE_IN.sub(" ", sentence[end:start]))
    known = _words()
    kin = known.female | known.male | known.child | known.adult | known.fill
    return bool(_JOINT.fullmatch(_WORD.sub(lambda m: " " if m.group().lower() in kin else m.group(), gap)))


def _split(name: str, start: int) -> list[tuple[int, int, tuple[str, ...]]]:
    """Return the names within a run of capitalised words, cut where a word is none: "Facebook Ahmed Saleh"."""
    known = _words()
    found: list[tuple[int, int, tuple[str, ...]]] = []
    run: list[re.Match[str]] = []
    for match in [*re.finditer(r"\S+", name), None]:
        bare = match.group().lower().removesuffix("’s").removesuffix("'s").strip("’‘'`") if match else ""
        if match is not None and bare and bare not in known.not_names:
            run.append(match)
            if not match.group().endswith(("’s", "'s")):
                continue
            match = None
        if run and not run[-1].group().endswith(("’s", "'s")):
            tokens = tuple(m.group().lower().strip("’‘'`") for m in run)
            found.append((start + run[0].start(), start + run[-1].end(), tokens))
        run = []
    return found


def _after(sentence: str, end: int) -> tuple[int | None, int]:
    """Return the age behind a name and where the words about the name end."""
    nick = _NICK.match(sentence, end)
    for at in (end, nick.end() if nick else end):
        age = _AGE_AFTER.match(sentence, at)
        if age and (age["unit"] or "(" in age.group() or "," in age.group()):
            stop = age.end()
            close = re.compile(r"[^()]{0,40}\)").match(sentence, stop) if "(" in age.group() else None
            return _years(age["n"], age["unit"]), close.end() if close else stop
    return None, nick.end() if nick else end


def _years(number: str, unit: str | None) -> int | None:
    count = _NUMBER.get(number.lower(), -1) if not number.isdecimal() else int(number)
    if unit and "year" not in unit:
        return 0
    return count if 0 <= count < 120 else None


def _cites(before: list[str]) -> bool:
    """Tell whether the words before a name say that it is a source: "a post from X", "user X", "according to X"."""
    if {"from", "by", "relatives", "friends"} & set(before[-3:]):
        return True
    if before[-1:] and before[-1] in ("user", "by", "from", "account", "page", "agency", "correspondent"):
        return True
    return before[-2:] == ["according", "to"]


def _dead(start: int, statuses: list[tuple[int, bool]], aged: bool) -> bool:
    """Tell whether the name at ``start`` is of the dead: by the nearest word for it before, else behind."""
    earlier = [dead for at, dead in statuses if at < start]
    later = [dead for at, dead in statuses if at > start]
    if earlier and later:
        return earlier[-1] or (later[0] and aged)
    if earlier or later:
        return (earlier[-1:] or later[:1])[0]
    return aged


def _join(found: list[Victim], person: Victim) -> None:
    """Add a person, or what is said of one who is already among the found."""
    for place, other in enumerate(found):
        if _same(other, person):
            age = other.age if other.age is not None else person.age
            name = other.name if len(other.name) >= len(person.name) else person.name
            words = other.words | person.words
            found[place] = Victim(name=name, age=age, words=words, mentions=other.mentions + person.mentions)
            return
    found.append(person)


def _key(word: str) -> str:
    bare = re.sub(r"^(?:al|el)[-‑–]", "", word)
    bare = re.sub(r"[^a-z]", "", bare)
    return re.sub(
        r"(.)\1+",
        r"\1",
        bare.replace("ou", "u").replace("oo", "u").replace("ee", "i").replace("e", "i").replace("o", "u"),
    )


_PARTICLES = ("al", "el", "abu", "umm", "bin", "ibn", "de", "van")


def _same(one: Victim, other: Victim) -> bool:
    if _key(one.name[0]) != _key(other.name[0]):
        return False
    if one.age is not None and other.age is not None and abs(one.age - other.age) > 1:
        return False
    for young, old in ((one, other), (other, one)):
        if young.age is not None and young.age < ADULT and old.words & _words().elder:
            return False
    if len(one.name) == 1 or len(other.name) == 1:
        return True
    mine, theirs = ({_key(w) for w in person.name[1:] if w not in _PARTICLES} for person in (one, other))
    short = min((mine, theirs), key=len)
    if len(one.name) >= 3 and len(other.name) >= 3 and _key(one.name[1]) != _key(other.name[1]):
        return False
    return bool(short & (mine & theirs))
