"""Named victims in an assessment: names with ages, kinship and given names, each person once.

Airwars records how many children, women and men were killed also where only their names are told.
"""

import re
from collections.abc import Iterator

import msgspec

from allegata.evaluation.airwars_person import ADULT, UNAGED, Victim, victim_words
from allegata.reading.time_patterns import SMALL_NUMBERS

_NUMBER = {word: number for word, number in SMALL_NUMBERS.items() if 0 < number <= 19 and len(word) > 2}
_N = rf"(?:\d{{1,3}}|{'|'.join(_NUMBER)})"
_CAP = r"(?:(?:[Aa]l|[Ee]l|[Aa]n|[Aa]sh|[Aa]d|[Aa]r|[Aa]s)[-‑–][’‘'`]?)?[A-ZÀ-Þ][\w’‘'`]*(?:[-‑][\w’‘'`]+)*"
_NAME = re.compile(rf"{_CAP}(?:\s+(?:(?:bin|ibn|bint|abu|al|el|de|van|von)\s+)?{_CAP}){{0,7}}")
_OF_THE_NEXT = (
    r"(?:(?:son|daughter|child|boy|girl|man|woman|sister|brother|wife|husband|mother|father|baby|infant)\s+)?"
    r"(?:(?:named|called)\s+)?"
)
_AGE_BEFORE = re.compile(
    rf"\b(?P<n>{_N})(?:[- ]?(?:to|or|-|–)[- ]?(?P<n2>{_N}))?[- ]?(?P<unit>year|month|week|day)s?[- ]?olds?"
    r"(?P<said>(?:,?\s+(?:[a-z][\w-]+|Palestinian|Dr\.|Professor|Sheikh|Hajj|Hajja)){0,5}?,?)\s+$"
)
_AGE_AFTER = re.compile(
    r"\s*(?:\((?:[“\"]?(?:Abu|Umm|Um)\s[^()]*?[”\"]?(?:,|\)\s*\()\s*)?|,?\s*(?:who\s+(?:was|is)|aged|age|was|a|an)?\s*(?:only|just)?\s*\(?)"
    rf"\s*(?:aged\s+)?(?P<n>{_N})(?:\s*(?:-|–|to|or)\s*(?P<n2>{_N}))?"
    rf"(?:(?P<unit>[- ](?:years?|months?|weeks?|days?))[- ]old(?!\s+{_OF_THE_NEXT}[A-Z@])"
    r"|(?=\s*[,;)]|\s+and\b|\.(?:\s|$)))"
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
    for match in _CALLED_YOUNG.finditer(plain):  # "Hamza was a young child": said of one named before
        given = _key((match["was"] or match["the"]).lower())
        for place, person in enumerate(found):
            if person.age is None and _key(person.name[0]) == given and not person.words & victim_words().adult:
                found[place] = msgspec.structs.replace(person, words=person.words | {"child"})
    for match in _PARENT.finditer(plain):
        given = _key((match["owner"] or match["of"]).lower())
        for place, person in enumerate(found):
            if person.age is None and _key(person.name[0]) == given:
                found[place] = msgspec.structs.replace(person, words=person.words | {"couple"})
    return found


_YOUNG = r"(?:child|baby|toddler|infant|newborn|teenager|boy|girl|schoolboy|schoolgirl)"
_CALLED_YOUNG = re.compile(
    rf"\b(?P<was>{_CAP})(?:\s+{_CAP})*\s+(?:was|is)\s+(?:(?:only|just|still)\s+)?an?\s+(?:[a-z-]+\s+){{0,2}}{_YOUNG}\b"
    rf"|\b(?:the|young)\s+{_YOUNG},?\s+(?P<the>{_CAP})"
)
_PARENT = re.compile(
    rf"(?P<owner>{_CAP}?)(?:\s+{_CAP})*[’']s\s+(?:[\w-]+\s+){{0,3}}?(?:wife|husband|children|child|sons?|daughters?)\b"
    rf"|\b(?:wife|husband|widow|children|child|sons?|daughters?)\s+of\s+(?:the\s+late\s+)?(?P<of>{_CAP})"
)


def _told(sentence: str) -> Iterator[Victim]:
    """Yield the people whom one sentence tells dead."""
    known = victim_words()
    marks = [(m.start(), m.group().lower()) for m in _WORD.finditer(sentence)]
    statuses = [(at, word in known.dead) for at, word in marks if word in known.dead or word in known.hurt]
    header: frozenset[str] = frozenset()
    last, listed, run, referred = 0, 0, 0, False
    told: list[tuple[int, Victim]] = []
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
        kin = [m.group().lower() for m in _WORD.finditer(_OWNERS.sub(" ", gap))]  # "the boys’ father" is no boy
        before = _AGE_BEFORE.search(sentence, max(last, start - 80), start)
        after = _after(sentence, end)
        said = frozenset(kin[-6:]) & (known.female | known.male | known.child | known.adult | known.siblings)
        lead = _leading(tokens, known.titles)
        said |= frozenset(tokens[:lead])
        continues = last > 0 and _joined(sentence, last, start)
        if said & (known.female | known.male | known.child | known.siblings):
            of_children = header & _CHILDREN if continues and said <= known.offspring | known.child else frozenset()
            header = said | of_children  # "their children – a son X, a daughter Y"
        elif not continues:
            header = frozenset()
        listed = listed + 1 if continues else 1
        run += not continues
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
        if start < said_at and before is None and after[0][0] is None:
            if not any(start < at < said_at and dead for at, dead in statuses):
                continue  # "X, a cousin, wrote that": who speaks
        age, oldest = _ages(before) if before else after[0]
        unaged = age is None and bool(_AGE_UNKNOWN.match(sentence, end))
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
        beyond = sentence[after[1] : names[position + 1][0] if position + 1 < len(names) else len(sentence)]
        if apposed := _APPOSED_YOUNG.match(beyond):
            words |= {apposed["young"]}
        if not words & (known.female | known.male) and (owner := _OWN_KIN.match(beyond)):
            words |= {"woman" if owner["whose"] == "her" else "man"} if age is None or age >= ADULT else frozenset()
        many = listed > 1 or (position + 1 < len(names) and _joined(sentence, after[1], names[position + 1][0]))
        direct = bool(follow) and follow[0] in ("was", "were") and bool(statuses)
        if (
            age is not None
            or (words and (len(given) > 1 or header))
            or (many and len(given) > 1)
            or (direct and len(given) > 1)
        ):
            words |= UNAGED if unaged else frozenset()
            told.append((run, Victim(name=given, age=age, oldest=oldest, words=words)))
    for number, person in told:
        run_of = [other for n, other in told if n == number]
        if person.age is None and person.words & known.siblings and any(p.sort() == "children" for p in run_of):
            person = msgspec.structs.replace(person, words=person.words | UNAGED)
        yield person


_APPOSED_YOUNG = re.compile(rf",?\s+(?:who\s+(?:was|is)\s+)?(?:an?|only an?)\s+(?:[a-z-]+\s+)?(?P<young>{_YOUNG})\b")
_OWN_KIN = re.compile(
    r"(?:\s*\([^()]*\))?,?\s+(?:(?:was|were|reportedly|also|killed|and|along|alongside|together|with)\s+)*(?P<whose>his|her)\s"
)
_CHILDREN = frozenset(("child", "children", "grandchild", "grandchildren"))
_OWNERS = re.compile(r"\b[\w-]+(?:[’']s|s[’'])(?=\s)")
_AGE_UNKNOWN = re.compile(r"\s*\([^()]*\bage (?:is )?(?:unknown|not known)|,? whose age is (?:unknown|not known)")
_AGE_IN = re.compile(rf"\b{_N}[- ]?(?:year|month|week|day)s?[- ]?olds?\b")
_AGES = re.compile(rf"\(?\b{_N}(?:[- ](?:years?|months?)[- ]old)?\)?|\([^()]*\)")


def _leading(tokens: tuple[str, ...], titles: frozenset[str]) -> int:
    """Return how many titles a name begins with."""
    return next((n for n, word in enumerate(tokens) if word not in titles), len(tokens))


_PASSIVE = ("was", "were", "been", "be", "is", "are")


def _joined(sentence: str, end: int, start: int) -> bool:
    gap = _AGES.sub(" ", _AGE_IN.sub(" ", sentence[end:start]))
    known = victim_words()
    kin = known.female | known.male | known.child | known.adult | known.fill
    return bool(_JOINT.fullmatch(_WORD.sub(lambda m: " " if m.group().lower() in kin else m.group(), gap)))


def _split(name: str, start: int) -> list[tuple[int, int, tuple[str, ...]]]:
    """Return the names within a run of capitalised words, cut where a word is none: "Facebook Ahmed Saleh"."""
    known = victim_words()
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


def _after(sentence: str, end: int) -> tuple[tuple[int | None, int | None], int]:
    """Return the age behind a name, with its upper end, and where the words about the name end."""
    nick = _NICK.match(sentence, end)
    for at in (end, nick.end() if nick else end):
        age = _AGE_AFTER.match(sentence, at)
        if age and (age["unit"] or "(" in age.group() or "," in age.group()):
            stop = age.end()
            close = re.compile(r"[^()]{0,40}\)").match(sentence, stop) if "(" in age.group() else None
            return _ages(age), close.end() if close else stop
    return (None, None), nick.end() if nick else end


def _ages(match: re.Match[str]) -> tuple[int | None, int | None]:
    """Return the age that a match tells, and the upper one where it tells two: "(17 or 18)"."""
    upper = _years(match["n2"], match["unit"]) if match["n2"] else None
    return _years(match["n"], match["unit"]), upper


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
            age, oldest = (other.age, other.oldest) if other.age is not None else (person.age, person.oldest)
            name = other.name if len(other.name) >= len(person.name) else person.name
            words = other.words | person.words
            mentions = other.mentions + person.mentions
            found[place] = Victim(name=name, age=age, oldest=oldest, words=words, mentions=mentions)
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
        if young.age is not None and young.age < ADULT and old.words & victim_words().elder:
            return False
    if len(one.name) == 1 or len(other.name) == 1:
        return True
    mine, theirs = ({_key(w) for w in person.name[1:] if w not in _PARTICLES} for person in (one, other))
    short = min((mine, theirs), key=len)
    if len(one.name) >= 3 and len(other.name) >= 3 and _key(one.name[1]) != _key(other.name[1]):
        return False
    return bool(short & (mine & theirs))
