"""People in a sentence: phrases that count or name persons, and what they state about them."""

import re

import msgspec

from allegata.reading.lexicon import Lexicon, Person
from allegata.reading.quantities import QuantityMatch
from allegata.reading.sentence import Sentence
from allegata.reading.time_patterns import SMALL_NUMBERS
from allegata.records import Quantity, Whom

_FILL_WORDS = frozenset(
    (
        "-",
        "‑",
        "local",
        "of",
        "the",
        "other",
        "more",
        "additional",
        "innocent",
        "unarmed",
        "identified",
        "unidentified",
        "named",
        "unnamed",
        "were",
        "its",
        "their",
        "these",
    )
)
_AGENT_NOUN = re.compile(r"(?:[^e]er|or|ist|ian|man|men|woman|women|ee|ant)s?$")
_NO_ONE = frozenset(
    ("crew", "staff", "dead", "wounded", "injured", "toll", "number", "rest", "other", "life", "casualty")
)
_HEADLINE_PEOPLE = frozenset(("man", "woman", "boy", "girl", "teen", "child", "toddler", "baby", "infant"))
_POSSESSIVE = frozenset(("his", "her", "their", "my", "our", "its"))
_NOT_PERSON_OF = frozenset(("member", "number", "body", "resident", "group", "life", "crew"))


_QUOTES = frozenset(('"', "”", "“", "’", "''", "``"))
_HOUSEHOLDS = frozenset(("family", "household", "generation", "clan"))
_WHENCE = frozenset(("from", "to", "across", "within"))


class Chunk(msgspec.Struct, kw_only=True):
    """A phrase for people: tokens ``first``..``last``, its head noun, the count and what it states."""

    first: int
    last: int
    head: int
    quantity: Quantity
    whom: Whom
    person: Person
    counted: str | None = None
    explicit: bool = False
    superseded: bool = False
    refers: bool = False
    """It takes up somebody told before: "he", "the boy", a surname."""


def _person(sent: Sentence, i: int, lex: Lexicon) -> Person | None:
    if sent.dep[i] == "amod" and sent.low[i] in ("suspected", "wanted"):
        return None  # what follows is the person
    if sent.low[i] == "other" and i + 1 < sent.n and sent.pos[i + 1] in ("ADJ", "NOUN", "PROPN", "VERB"):
        if sent.dep[i] == "amod" and sent.head[i] > i:
            return None
    if sent.lemma[i] == "bomber" and i and sent.low[i - 1] == "suicide":
        return Person(status="combatant")
    found = lex.people.get(sent.lemma[i]) or lex.people.get(sent.low[i])
    if found is None and sent.low[i].endswith("s"):
        found = lex.people.get(sent.low[i][:-1])
    if found is None and sent.pos[i] in ("NOUN", "PROPN"):
        plural = sent.tag[i] in ("NNS", "NNPS") or sent.low[i].endswith("s")
        if sent.ent[i] == "NORP" and plural:
            return Person()  # "12 Palestinians"
        if sent.pos[i] == "NOUN" and _AGENT_NOUN.search(sent.low[i]) and sent.lemma[i] not in lex.not_people:
            return Person()  # "three deminers", "a pensioner"
    return found


def _whom(sent: Sentence, first: int, last: int, head: int | None, person: Person, lex: Lexicon) -> Whom:
    status, group, role = person.status, person.group, person.role
    nationality: str | None = None
    family: str | None = None
    names: tuple[str, ...] = ()
    for k in range(first, last + 1):
        low, lemma = sent.low[k], sent.lemma[k]
        if sent.ent[k] == "NORP" and sent.words[k][:1].isupper() and nationality is None:
            nationality = sent.words_of(k, k)
        if k == head:
            continue
        if low in ("civilian", "civilians", "unarmed", "non-combatant"):
            status = "civilian" if status == "not stated" else status
        other = lex.people.get(lemma)
        if other is not None and (other.family or lemma == "family"):
            left = k
            while left > first and sent.pos[left - 1] in ("ADJ", "PROPN", "NOUN") and sent.low[left - 1] != "of":
                left -= 1
            family = sent.words_of(left, k)
        if other is not None and role is None and other.role and sent.dep[k] in ("compound", "amod"):
            role = other.role
        if other is not None and group is None and other.group and sent.dep[k] in ("compound", "amod", "pobj"):
            group = other.group if sent.dep[k] != "pobj" else group
    if head is not None and person.family:
        family = sent.words_of(
            max(first, head - 1) if sent.pos[max(first, head - 1)] in ("ADJ", "PROPN") else head, head
        )
    if head is not None and sent.pos[head] == "PROPN" and sent.ent[head] == "PERSON":
        names = (sent.words_of(first, last),)
    words = (first, last) if head is not None else None
    ages = ages_told(sent, first, last) if head is not None else []
    if head is not None and ages:
        group = _group_by_ages(sent.lemma[head], group, ages)
    return Whom(
        status=status,  # type: ignore[arg-type]
        words=sent.words_of(*words) if words else None,
        span=sent.between(*words) if words else None,
        group=group,  # type: ignore[arg-type]
        role=role,
        nationality=nationality,
        family=family,
        names=names,
    )


ADULT = 18
"""Years of age from which nobody is a child (Convention on the Rights of the Child, article 1)."""
_YOUNG_UNITS = frozenset(("month", "months", "week", "weeks", "day", "days"))
_UNITS = _YOUNG_UNITS | {"year", "years"}
_GROWN = {"son": "men", "boy": "men", "daughter": "women", "girl": "women"}


def ages_told(sent: Sentence, first: int, last: int) -> list[int]:
    """Return the ages that the words give of people: "a 9-year-old boy", "Ivan Koval (9)", "two sisters, 6 and 11,"."""
    for k in range(first, last):
        if sent.low[k] in _UNITS and "old" in sent.low[k + 1 : k + 3] and k:
            at = k - 2 if sent.words[k - 1] == "-" else k - 1
            number = sent.low[at] if at >= 0 else ""
            if sent.low[k] in _YOUNG_UNITS:
                return [0]
            years = int(number) if number.isdecimal() else SMALL_NUMBERS.get(number)
            return [years] if years is not None else []
    if sent.words[last + 1 : last + 2] == [","] and last + 4 < sent.n and _ages_of_several(sent, last + 2):
        ages = []
        for n in range(last + 2, sent.n, 2):
            if not sent.words[n].isdecimal():
                break
            ages.append(int(sent.words[n]))
        return ages
    opened = sent.words[last + 1 : last + 2]
    k = last + 2 + (sent.low[last + 2 : last + 3] == ["aged"])
    if opened in ([","], ["("]) and sent.words[k : k + 1] and sent.words[k].isdecimal() and len(sent.words[k]) <= 2:
        closed = sent.low[k + 1 : k + 2]
        if closed == [")"] if opened == ["("] else closed in ([","], ["."], ["and"], ["was"], ["were"], [";"], []):
            return [int(sent.words[k])]
    return []


def _group_by_ages(noun: str, group: str | None, ages: list[int]) -> str | None:
    """Return the group of those whose ages are told: under 18 children, a grown son a man; none where they differ."""
    if max(ages) < ADULT:
        return "children"
    if min(ages) < ADULT:
        return None
    return _GROWN.get(noun) if group == "children" else group


def _reach(sent: Sentence, last: int, lex: Lexicon) -> tuple[int, int | None]:
    """From the last token of a count, return the last token and the head noun of the people it counts."""
    i = last + 1
    steps = 0
    head: int | None = None
    end = last
    while i < sent.n and steps < 7:
        low = sent.low[i]
        aged = _age_words(sent, i)
        if i == last + 1 and sent.words[i] in _QUOTES:
            i += 1  # "“at least 16” vigilantes"
            continue
        if head is None and aged > i:
            i = aged  # "two 10-year-old girls"
            continue
        person = _person(sent, i, lex) or (Person() if sent.lemma[i] in lex.counted else None)
        if person is not None and sent.pos[i] in ("NOUN", "PROPN", "ADJ", "VERB"):
            state = low in lex.states and sent.pos[i] in ("ADJ", "VERB")
            if state and head is None:
                nxt = i + 1
                if nxt < sent.n and _person(sent, nxt, lex) is not None and sent.pos[nxt] == "NOUN":
                    i += 1
                    continue  # "12 wounded civilians"
                break
            if state:
                break
            head, end = i, i
            # "6 members of an Iraqi family", "bodies of 12 people", "civilian employees"
            if (
                i + 1 < sent.n
                and _person(sent, i + 1, lex) is not None
                and sent.pos[i + 1] == "NOUN"
                and sent.low[i + 1] not in lex.states
            ):
                i += 1
                continue
            if i + 1 < sent.n and sent.low[i + 1] == "of" and sent.lemma[i] in _NOT_PERSON_OF:
                for k in range(i + 2, min(sent.n, i + 8)):
                    if sent.pos[k] == "NOUN" and sent.pos[min(k + 1, sent.n - 1)] != "NOUN":
                        end = k
                        break
                    if sent.pos[k] in ("VERB", "AUX", "PUNCT") and sent.words[k] != "-":
                        break
            break
        if sent.pos[i] in ("ADJ", "PROPN", "NOUN", "ADV") or low in _FILL_WORDS or sent.tag[i] in ("VBN", "VBG"):
            if sent.pos[i] == "NOUN" and sent.pos[min(i + 1, sent.n - 1)] not in ("NOUN", "PROPN", "PUNCT", "ADJ"):
                break  # "12 houses": not people
            if low in ("were", "and") or (
                low in lex.states and not (i + 1 < sent.n and _person(sent, i + 1, lex) is not None)
            ):
                break
            i += 1
            steps += 1
            continue
        break
    return end, head


_TOTALLING = frozenset(("totalling", "totaling", "numbering", "comprising", "total"))
_BEFORE_TOTAL = _TOTALLING | {",", "(", "–", "—", "with", "a", "of"}


def _of_groups(sent: Sentence, head: int, quantity: Quantity, quantities: list[QuantityMatch]) -> Quantity:
    """Return how many people a number of families or couples are.

    "Three families" are three people or more, and nobody says how many: the number is of families, and a counting
    profile decides. "Six families, totalling 31 people" are 31. "Two couples" are four.
    """
    if sent.lemma[head] == "couple" and quantity.low is not None:
        high = None if quantity.high is None else 2 * quantity.high
        return msgspec.structs.replace(quantity, low=2 * quantity.low, high=high)
    if sent.lemma[head] not in _HOUSEHOLDS or sent.tag[head] not in ("NNS", "NNPS") or quantity.high == 0:
        return quantity
    for other in quantities:
        first = sent.token_at(other.quantity.span[0])
        if first is None or first <= head + 1 or other.unit is not None or other.ordinal:
            continue
        between = set(sent.low[head + 1 : first])
        last = sent.token_at(other.quantity.span[1] - 1)
        of_people = last is not None and sent.low[last + 1 : last + 2] in (["people"], ["persons"], ["members"])
        told = between <= _BEFORE_TOTAL and (between & _TOTALLING or (of_people and between in ({","}, {"("})))
        return other.quantity if told else msgspec.structs.replace(quantity, kind="vague", high=None)
    return msgspec.structs.replace(quantity, kind="vague", high=None)


def _age_words(sent: Sentence, i: int) -> int:
    """Return the token behind an age that stands before a noun, "10-year-old"; ``i`` where none does."""
    k = i + 1
    if not (sent.words[i].isdecimal() or sent.pos[i] == "NUM"):
        return i
    k += k < sent.n and sent.words[k] == "-"
    if k >= sent.n or sent.low[k] not in ("year", "years", "month", "months", "week", "weeks"):
        return i
    k += 1
    k += k < sent.n and sent.words[k] == "-"
    return k + 1 if k + 1 < sent.n and sent.low[k] == "old" else i


def find_chunks(sent: Sentence, quantities: list[QuantityMatch], lex: Lexicon) -> list[Chunk]:
    """Return the phrases for people of a sentence, in order, without overlaps.

    Counted phrases ("6 members of an Iraqi family"), single persons ("a woman"), and bare plurals ("civilians"), which
    say no more than two or more.
    """
    chunks: list[Chunk] = []
    taken: set[int] = set()
    for match in quantities:
        if match.unit is not None or match.ordinal:
            continue
        first, last = sent.token_at(match.quantity.span[0]), sent.token_at(match.quantity.span[1] - 1)
        if first is None or last is None or first in taken:
            continue
        quantity = match.quantity
        if sent.lemma[last] == "couple" and (last + 1 >= sent.n or sent.low[last + 1] != "of"):
            quantity = Quantity(words=quantity.words, kind="exact", low=2, high=2, span=quantity.span)
        if _of_things(sent, last, lex) or (first == last and _age_of(sent, first)):
            continue
        end, head = _reach(sent, last, lex)
        if (
            first >= 2
            and sent.low[first - 1] == "of"
            and head is None
            and sent.lemma[first - 2] in ("family", "household")
        ):
            head = first - 2  # "a family of five"
        if head is not None and sent.lemma[head] in _HOUSEHOLDS and first and sent.low[first - 1] in _WHENCE:
            continue  # "eight civilians from two families": whence they were, no further count
        if head is not None and head > last:
            quantity = _of_groups(sent, head, quantity, quantities)
        counted = None
        person = Person()
        if head is not None:
            person = _person(sent, head, lex) or Person()
            counted = lex.counted.get(sent.lemma[head]) or lex.counted.get(sent.low[head])
        else:
            for k in range(first, last + 1):  # "others", "one": the count is its own noun
                if sent.lemma[k] in lex.counted:
                    counted = lex.counted[sent.lemma[k]]
            nxt = last + 1
            if nxt < sent.n and sent.pos[nxt] in ("NOUN", "PROPN") and sent.dep[nxt] not in ("nsubj", "nsubjpass"):
                if sent.low[nxt] not in lex.states and sent.low[nxt] != "shot":
                    continue  # counts something else
        # "a woman" words inside the quantity ("a 12-year-old girl")
        if head is not None and counted is None:
            counted = _counted_by_words(sent, first, last, end, lex)
        if (
            match.quantity.kind == "vague"
            and last + 2 < sent.n
            and sent.low[last + 1] == "of"
            and sent.low[last + 2] == "the"
        ):
            continue  # "some of the dead": a share, not a count
        start = last + 1
        if head is not None and head < first:
            start, end = head, last
        while start < end and sent.low[start] in ("of", "the", "its", "their"):
            start += 1
        whom = _whom(sent, start if head is not None else first, end, head, person, lex)
        if head is None and not set(sent.low[first : last + 1]) & {"of"}:
            whom = Whom(status="not stated", words=None, span=None)
        chunks.append(
            Chunk(
                first=min(first, head) if head is not None else first,
                last=end,
                head=head if head is not None else last,
                quantity=quantity,
                whom=whom,
                person=person,
                counted=counted,
                explicit=True,
                superseded=match.superseded,
            )
        )
        taken.update(range(min(first, head) if head is not None else first, end + 1))
    for i in range(sent.n):
        if i not in taken and sent.pos[i] in ("PRON", "DET") and _one_of_them(sent, i):
            one = Quantity(words=sent.words_of(i, i), kind="exact", low=1, high=1, span=sent.between(i, i))
            whom = Whom(status="not stated", words=None, span=None)
            chunks.append(Chunk(first=i, last=i, head=i, quantity=one, whom=whom, person=Person()))
        if i in taken:
            continue
        if sent.headline and sent.pos[i] in ("INTJ", "ADJ", "VERB") and sent.low[i] in _HEADLINE_PEOPLE:
            chunk = _uncounted(sent, i, taken, lex)  # "Boy, 10, dead": parsed as anything but a noun
            if chunk is not None:
                chunks.append(chunk)
                taken.add(i)
        found = _alone(sent, i)
        if found is not None:
            first, refers = found
            if first in taken:
                continue
            one = Quantity(words=sent.words_of(first, i), kind="exact", low=1, high=1, span=sent.between(first, i))
            whom = Whom(status="not stated", words=None, span=None)
            chunks.append(Chunk(first=first, last=i, head=i, quantity=one, whom=whom, person=Person(), refers=refers))
            taken.update(range(first, i + 1))
            continue
        if sent.low[i] in ("he", "she") and sent.dep[i] in ("nsubj", "conj"):
            one = Quantity(words=sent.words_of(i, i), kind="exact", low=1, high=1, span=sent.between(i, i))
            whom = Whom(status="not stated", words=None, span=None)
            chunks.append(Chunk(first=i, last=i, head=i, quantity=one, whom=whom, person=Person(), refers=True))
            taken.add(i)
        if sent.pos[i] not in ("NOUN", "PROPN"):
            continue
        if sent.dep[i] in ("compound", "amod", "poss") and not (sent.dep[i] == "poss" and sent.ent[i] == "PERSON"):
            continue
        chunk = _uncounted(sent, i, taken, lex)
        if chunk is not None:
            chunks.append(chunk)
            taken.update(range(chunk.first, chunk.last + 1))
    return sorted(chunks, key=lambda chunk: chunk.first)


_OF_VERBS = ("nsubj", "nsubjpass", "dobj", "conj", "pobj")


def _alone(sent: Sentence, i: int) -> tuple[int, bool] | None:
    """Return where a person without a noun begins, and whether it was told before.

    "Another was wounded", "a 12-year-old was hit", "killed three, then himself".
    """
    low = sent.low[i]
    if (
        low == "another"
        and sent.dep[i] in ("nsubj", "nsubjpass")
        and not any(sent.low[k] == "of" for k in sent.kids[i])
    ):
        return i, False
    if low in ("himself", "herself") and sent.dep[i] in ("conj", "appos"):
        return i, False
    if low == "old" and i >= 3 and sent.words[i - 1] == "-" and sent.low[i - 2] in ("year", "month", "week"):
        if sent.dep[i] in _OF_VERBS and (i + 1 >= sent.n or sent.pos[i + 1] not in ("NOUN", "PROPN")):
            first = i - 4
            if first > 0 and sent.low[first - 1] in ("the", "a", "an"):
                return first - 1, sent.low[first - 1] == "the"
    return None


def _one_of_them(sent: Sentence, i: int) -> bool:
    """Return whether a pronoun is one person whom something was done to: "killed him", "he was arrested"."""
    if sent.dep[i] == "dobj":
        return sent.low[i] in ("him", "her", "me", "another")
    return sent.dep[i] == "nsubjpass" and sent.low[i] in ("he", "she")


def _age_of(sent: Sentence, i: int) -> bool:
    """Return whether a bare figure is an age after a name: "Bob Stone, 31", "ages 20 and 31"."""
    if not sent.words[i].isdecimal() or len(sent.words[i]) > 2 or i == 0:
        return False
    if sent.low[i - 1] in ("age", "ages", "aged") or _ages_of_several(sent, i):
        return True
    if sent.words[i - 1] == "(" and sent.words[i + 1 : i + 2] == [")"]:
        return i >= 2 and sent.pos[i - 2] == "PROPN"  # "Ivan Koval (9)"
    if sent.words[i - 1] in (",", "and") and i >= 2 and sent.low[i - 2] in ("age", "ages", "aged"):
        return True
    if (
        i >= 3
        and sent.words[i - 1] == "and"
        and sent.words[i - 2].isdecimal()
        and sent.low[i - 3] in (",", "age", "ages")
    ):
        return sent.low[i - 3] != "," or (i >= 4 and sent.low[i - 4] in ("age", "ages", "aged"))
    return sent.words[i - 1] == "," and i >= 3 and sent.ent[i - 2] == "PERSON" and sent.pos[i - 2] == "PROPN"


def _ages_of_several(sent: Sentence, i: int) -> bool:
    """Return whether a figure is one of the ages behind people: "two sisters, 6 and 11, …"."""
    first = i
    while first >= 2 and sent.words[first - 1] in (",", "and") and sent.words[first - 2].isdecimal():
        first -= 2
    if first >= 3 and sent.words[first - 1] == "and" and sent.words[first - 2] == ",":
        return False
    last = i
    while last + 2 < sent.n and sent.words[last + 1] in (",", "and") and sent.words[last + 2].isdecimal():
        last += 2
    return (
        first >= 2
        and last > first
        and sent.words[first - 1] == ","
        and sent.tag[first - 2] == "NNS"
        and sent.low[last + 1 : last + 2] in ([","], ["."], [], [")"])
    )


def _of_things(sent: Sentence, last: int, lex: Lexicon) -> bool:
    """Return whether a count is of things by an "of" phrase: "two of his goats"."""
    if last + 2 >= sent.n or sent.low[last + 1] != "of":
        return False
    noun = next(
        (
            k
            for k in range(last + 2, min(sent.n, last + 6))
            if sent.pos[k] in ("NOUN", "PROPN", "PRON") and sent.low[k] not in _POSSESSIVE
        ),
        None,
    )
    return (
        noun is not None
        and sent.pos[noun] == "NOUN"
        and _person(sent, noun, lex) is None
        and sent.lemma[noun] not in lex.counted
    )


def _counted_by_words(sent: Sentence, first: int, last: int, end: int, lex: Lexicon) -> str | None:
    """Return the outcome that stands in or before a count: "48 wounded people", "the bodies of 29 children"."""
    for k in range(last + 1, end):
        if sent.low[k] in ("wounded", "injured", "dead", "missing", "displaced", "killed"):
            return lex.states[sent.low[k]]
    if first >= 2 and sent.low[first - 1] == "of" and sent.lemma[first - 2] in ("body", "corpse", "remains"):
        return "killed"
    if first >= 3 and sent.low[first - 2] == "of" and sent.lemma[first - 3] in ("body", "corpse", "remains"):
        return "killed"
    return None


def _of_an_outcome(sent: Sentence, i: int, lex: Lexicon) -> bool:
    """Return whether a name stands after a noun for what became of its bearer: "the arrest of …"."""
    above = sent.head[i]
    if sent.dep[i] != "pobj" or sent.low[above] != "of":
        return False
    noun = lex.nouns.get(sent.lemma[sent.head[above]])
    return noun is not None and noun.outcome is not None


def _one_harmed(sent: Sentence, i: int) -> bool:
    """Return whether a definite singular stands where somebody harmed or seized stands: "detained the man"."""
    if sent.lemma[i] in _NO_ONE or sent.low[i] in _NO_ONE:
        return False
    return sent.dep[i] in ("dobj", "nsubjpass") or (sent.dep[i] == "pobj" and sent.low[sent.head[i]] == "of")


def _shared_opener(sent: Sentence, i: int, first: int, person: Person | None) -> str:
    """Return the article that kin in a list share: "the father, mother and sister of a reporter" are three."""
    if person is None or person.group is None or sent.tag[i] != "NN" or sent.dep[i] != "conj" or first != i:
        return ""
    above = sent.head[i]
    while sent.dep[above] == "conj" and sent.pos[above] in ("NOUN", "PROPN"):
        above = sent.head[above]
    openers = [sent.low[k] for k in sent.kids[above] if k < above and (sent.pos[k] == "DET" or sent.dep[k] == "poss")]
    if sent.tag[above] not in ("NN", "NNP") or not openers:
        return ""
    if openers[0] == "the" and _one_harmed(sent, above):
        return "their"  # counts like a person of somebody's
    return openers[0] if openers[0] in ("the", "a", "an", *_POSSESSIVE) else ""


_OF_A_NAME = ("nsubj", "nsubjpass", "dobj", "pobj", "appos", "conj")
_THEIR = frozenset(("his", "her", "their"))
_KIN = frozenset(
    ("grandchild", "grandson", "granddaughter", "parent", "grandparent", "sibling", "cousin", "nephew", "niece")
)


def _aged_before(sent: Sentence, i: int) -> bool:
    """Return whether an age stands before a name: "16-year-old Amani Rahal"."""
    first = i
    while first > 0 and sent.head[first - 1] == i and sent.dep[first - 1] == "compound":
        first -= 1
    return first >= 4 and sent.low[first - 1] == "old" and sent.low[first - 3] in _UNITS


def _kin(sent: Sentence, i: int, person: Person) -> bool:
    """Return whether a plural is of kin, who are people of their own: "he, his wife and his children"."""
    return person.group is not None or sent.lemma[i] in _KIN


def _uncounted(sent: Sentence, i: int, taken: set[int], lex: Lexicon) -> Chunk | None:
    person = _person(sent, i, lex)
    known = lex.people.get(sent.lemma[i]) is not None or lex.people.get(sent.low[i]) is not None
    named = (
        sent.pos[i] == "PROPN"
        and sent.ent[i] == "PERSON"
        and (sent.dep[i] in ("dobj", "nsubjpass", "appos", "conj") or _of_an_outcome(sent, i, lex))
    )
    refers = False
    if not named and sent.pos[i] == "PROPN" and sent.ent[i] == "PERSON" and sent.dep[i] in ("nsubj", "pobj"):
        named = refers = True
    if sent.pos[i] == "PROPN" and sent.dep[i] in _OF_A_NAME and _aged_before(sent, i):
        named, refers = True, False  # "16-year-old Amani Rahal": whatever sort of name the parser takes it for
    if person is None and not named:
        return None
    first = i
    while (
        first > 0
        and first - 1 not in taken
        and (
            sent.dep[first - 1] in ("amod", "compound", "nmod", "det", "poss", "npadvmod", "nummod", "advmod")
            or sent.words[first - 1] == "-"
            or sent.words[first] == "-"
        )
        and (sent.head[first - 1] in range(first - 1, i + 1) or "-" in (sent.words[first - 1], sent.words[first]))
    ):
        first -= 1
    if first >= 2 and sent.low[first - 1] == "of" and sent.lemma[first - 2] in ("number", "toll"):
        return None  # "the number of people killed": the figure comes elsewhere
    determiners = [k for k in range(first, i) if sent.pos[k] == "DET" or sent.low[k] in _POSSESSIVE]
    opener = sent.low[determiners[0]] if determiners else _shared_opener(sent, i, first, person)
    body = determiners[-1] + 1 if determiners else first
    plural = sent.tag[i] in ("NNS", "NNPS") or sent.low[i] == "people"
    person = person or Person()
    counted = lex.counted.get(sent.lemma[i])
    whom = _whom(sent, body, i, i, person, lex)
    span = sent.between(body, i)
    if person.family and not plural and opener in ("a", "an", "one", "the", "his", "her", "their"):
        quantity = Quantity(words=sent.words_of(first, i), kind="vague", low=2, high=None, span=sent.between(first, i))
    elif plural and (opener in ("", "some", "other") or (opener in _THEIR and _kin(sent, i, person))):
        quantity = Quantity(words=sent.text[span[0] : span[1]], kind="vague", low=2, high=None, span=span)
    elif not plural and not determiners and sent.headline and known and not (named and refers):
        quantity = Quantity(words=sent.words_of(i, i), kind="exact", low=1, high=1, span=sent.between(i, i))
    elif not plural and opener in ("a", "an", "another"):
        at = determiners[0] if determiners else i
        quantity = Quantity(words=sent.words_of(at, at), kind="exact", low=1, high=1, span=sent.between(at, at))
    elif not plural and (named or opener in _POSSESSIVE or (opener == "the" and _one_harmed(sent, i))):
        quantity = Quantity(words=sent.words_of(first, i), kind="exact", low=1, high=1, span=sent.between(first, i))
    elif not plural and counted != "killed" and opener in ("the", "that") and sent.lemma[i] not in _NO_ONE:
        refers = True  # "the boy died": somebody told before
        quantity = Quantity(words=sent.words_of(first, i), kind="exact", low=1, high=1, span=sent.between(first, i))
    else:
        return None
    return Chunk(
        first=first, last=i, head=i, quantity=quantity, whom=whom, person=person, counted=counted, refers=refers
    )
