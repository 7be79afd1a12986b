"""Noun phrases as they are quoted: where a phrase begins and ends, and which word it is about."""

from allegata.reading.sentence import Sentence

_LEFT = frozenset(
    ("det", "amod", "compound", "nummod", "poss", "nmod", "quantmod", "npadvmod", "advmod", "predet", "case")
)
_INNER_PREPOSITIONS = frozenset(("of", "for"))


def left_edge(sent: Sentence, i: int) -> int:
    """Return the first token of the noun phrase headed by ``i`` without coordinated or clausal material."""
    left = i
    stack = [i]
    while stack:
        for kid in sent.kids[stack.pop()]:
            if kid < i and (
                sent.dep[kid] in _LEFT or (sent.dep[kid] in ("punct", "nsubj") and sent.words[kid] in "-’'")
            ):
                left = min(left, kid)
                stack.append(kid)
    while (
        left > 0
        and sent.ent[left - 1] == "NORP"
        and sent.head[left - 1] == sent.head[i]
        and sent.pos[left - 1] in ("PROPN", "ADJ")
    ):
        left -= 1  # "Azerbaijani troops" parsed as two objects
    # hyphens and loose modifiers that the parser hung elsewhere
    while left > 0 and left - 1 >= 0 and sent.words[left - 1] == "-" and left >= 2:
        left -= 2
    return left


_DEEP = 12
"""How deep "of" phrases and names inside names are followed."""


def right_edge(sent: Sentence, i: int, *, of: bool = True, led_by: bool = True, depth: int = 0) -> int:
    """Return the last token of the phrase headed by ``i`` with its ``of`` complements (and "led by X"), no clauses."""
    right = i
    if depth > _DEEP:
        return right
    for kid in sent.kids[i]:
        if kid <= i:
            continue
        if of and sent.dep[kid] == "prep" and sent.low[kid] in _INNER_PREPOSITIONS and kid == right + 1:
            for obj in sent.kids[kid]:
                if sent.dep[obj] == "pobj":
                    right = max(right, conjunct_edge(sent, obj, depth + 1))
        elif led_by and sent.lemma[kid] in ("lead", "back") and sent.dep[kid] == "acl":
            agent = sent.kid(kid, "agent", "prep")
            if agent is not None and sent.low[agent] == "by":
                obj2 = sent.kid(agent, "pobj")
                if obj2 is not None:
                    right = max(right, right_edge(sent, obj2, depth=depth + 1))
    return right


def conjunct_edge(sent: Sentence, i: int, depth: int = 0) -> int:
    """Return the right edge of ``i`` with names coordinated inside one name ("Affairs and Expatriates")."""
    right = right_edge(sent, i, depth=depth)
    for kid in sent.kids[i]:
        if (
            sent.dep[kid] == "conj"
            and sent.pos[kid] == "PROPN"
            and sent.pos[i] == "PROPN"
            and kid == right + 2
            and sent.low[right + 1] in ("and", "&")
        ):
            right = conjunct_edge(sent, kid, depth + 1) if depth <= _DEEP else kid
    return right


def phrase(sent: Sentence, i: int, *, of: bool = True, led_by: bool = True) -> tuple[int, int]:
    """Return first and last token of the noun phrase headed by ``i``."""
    return (left_edge(sent, i), right_edge(sent, i, of=of, led_by=led_by))


def trim(sent: Sentence, first: int, last: int) -> tuple[int, int]:
    """Drop quotation marks, commas and possessive endings from the ends of a phrase."""
    while first < last and (sent.pos[first] == "PUNCT" or sent.low[first] in ("'s", "’s")) and sent.words[first] != "-":
        first += 1
    while last > first and (sent.pos[last] == "PUNCT" or sent.low[last] in ("'s", "’s", "'", "’")):
        last -= 1
    return (first, last)


def conjuncts(sent: Sentence, i: int) -> list[int]:
    """Return ``i`` and the nouns coordinated with it, in order."""
    found: list[int] = []
    stack = [i]
    while stack:
        at = stack.pop()
        found.append(at)
        stack += [
            kid
            for kid in sent.kids[at]
            if sent.dep[kid] == "conj" and sent.pos[kid] in ("NOUN", "PROPN", "NUM", "PRON", "ADJ")
        ]
    return sorted(found)


def bare(words: str) -> str:
    """Return a phrase without its article, "so-called" and quotation marks."""
    text = words.strip().strip("\"'“”‘’«»")
    for lead in ("the so-called ", "so-called ", "the ", "a ", "an ", "its ", "their ", "his ", "her "):
        if text.lower().startswith(lead):
            return text[len(lead) :].strip("\"'“”‘’«»")
    return text
