"""How firmly a text tells of an event, word by word: certain, probable, possible or open, and whether it is denied.

The words are in ``data/standing.yaml``. `triggers.find_hits` decides for claims what is told as having happened; this
tells apart the rest, for any event word.
"""

from functools import cache
from typing import Any, Literal

import msgspec

from allegata.reading.numbers import load_words
from allegata.reading.sentence import SUBJECTS, Sentence

Certainty = Literal["certain", "probable", "possible", "open"]
Reason = tuple[Certainty, str]

_REACH = 3
"""How many heads above an event word are looked at."""
_VERBAL = ("VERB", "AUX")


class Standing(msgspec.Struct, frozen=True):
    """How an event is told. ``why``: the word that decides, empty where the event is simply stated."""

    certainty: Certainty
    negated: bool
    why: str = ""


@cache
def _words() -> dict[str, Any]:
    return load_words("standing.yaml")


def standing_at(sent: Sentence, token: int) -> Standing:
    """Return how the event word at index ``token`` of a sentence is told."""
    negated = _negated(sent, token)
    if sent.pos[token] in _VERBAL:
        found = [*_of_verb(sent, token, negated), *_over_verb(sent, token)]
    else:
        found = _of_noun(sent, token)
    order: list[Certainty] = _words()["order"]
    level, why = max(found, key=lambda item: order.index(item[0]), default=("certain", ""))
    return Standing(level, negated, why)


def _of_verb(sent: Sentence, verb: int, negated: bool) -> list[Reason]:
    """Return what stands beside a verb: "may", "probably", "if"."""
    words = _words()
    found: list[Reason] = []
    for kid in sent.kids[verb]:
        low = sent.low[kid]
        if sent.dep[kid] in ("aux", "auxpass") and low in words["auxiliaries"]:
            if low in ("can", "could", "ca") and negated:
                continue  # what could not be done was not done
            if low == "would" and _reported(sent, verb):
                continue
            found.append((words["auxiliaries"][low], low))
        elif sent.dep[kid] == "advmod" and low in words["adverbs"]:
            found.append((words["adverbs"][low], low))
        elif sent.dep[kid] == "mark" and low in words["conditions"]:
            found.append(("open", low))
    return found


def _reported(sent: Sentence, verb: int) -> bool:
    """Return whether a verb stands in what somebody said in the past ("announced that it would")."""
    above = sent.head[verb]
    return above != verb and sent.dep[verb] in ("ccomp", "relcl", "conj") and sent.tag[above] in ("VBD", "VBN")


def _over_verb(sent: Sentence, verb: int) -> list[Reason]:
    """Return what governs a verb: "wants to", "is likely to", "fears that", "could" shared with the verb before."""
    words = _words()
    found: list[Reason] = [("open", "was to")] if _was_to(sent, verb) else []
    below = verb
    for above in list(sent.up(verb))[:_REACH]:
        lemma, dep, pos = sent.lemma[above], sent.dep[below], sent.pos[above]
        if pos == "NOUN" and dep in ("acl", "ccomp", "pcomp", "prep"):
            if lemma in words["nouns"] and (dep != "acl" or sent.tag[below] == "VB"):  # not "the plan, called X"
                found.append((words["nouns"][lemma], sent.low[above]))
            if dep != "prep":
                break
        elif dep in ("xcomp", "ccomp", "pcomp", "prep") and lemma in words["predicates"]:
            found.append((words["predicates"][lemma], sent.low[above]))
        elif dep in ("xcomp", "ccomp", "pcomp") and lemma in words["verbs"] and pos == "VERB":
            if lemma in words["if_passive"] and sent.kid(above, "auxpass") is None:
                break  # "allows users to see": they can
            found.append((words["verbs"][lemma], sent.low[above]))
        elif dep == "conj" and pos in _VERBAL and sent.tag[below] == "VB" and not _has_auxiliary(sent, below):
            found.extend(_of_verb(sent, above, False))
        if dep not in ("xcomp", "prep", "conj", "pcomp"):
            break
        below = above
    return found


def _has_auxiliary(sent: Sentence, verb: int) -> bool:
    return any(sent.dep[kid] in ("aux", "auxpass", "nsubj", "nsubjpass") for kid in sent.kids[verb])


def _was_to(sent: Sentence, verb: int) -> bool:
    """Return whether something was only about to be: "was set to land", "were to take part"."""
    to = next((kid for kid in sent.kids[verb] if sent.low[kid] == "to" and kid < verb), 0)
    before = to - 1 if to and sent.low[to - 1] in _words()["once_ahead"] else to
    return before > 0 and sent.low[before - 1] in ("was", "were")


def _of_noun(sent: Sentence, noun: int) -> list[Reason]:
    """Return what makes an event noun less than certain: "possible", "hopes of", "considering", "is likely"."""
    words = _words()
    found: list[Reason] = [
        (words["adjectives"][sent.low[kid]], sent.low[kid])
        for kid in sent.kids[noun]
        if sent.dep[kid] in ("amod", "compound") and sent.low[kid] in words["adjectives"]
    ]
    below = noun
    for above in list(sent.up(noun))[:_REACH]:
        lemma, dep, pos = sent.lemma[above], sent.dep[below], sent.pos[above]
        if pos == "ADP":
            below = above
            continue
        if pos == "NOUN" and dep in ("prep", "compound") and lemma in words["nouns"] and lemma != "plan":
            found.append((words["nouns"][lemma], sent.low[above]))
        elif dep == "prep" and lemma in words["predicates"]:
            found.append((words["predicates"][lemma], sent.low[above]))
        elif dep == "dobj" and lemma in words["of_things"]:
            found.append((words["verbs"][lemma], sent.low[above]))
        elif dep in ("acomp", "attr") and pos in _VERBAL:
            found.extend(_of_verb(sent, above, _negated(sent, above)))
            found.extend(_over_verb(sent, above))
        elif dep in SUBJECTS:
            found.extend(
                (words["predicates"][sent.lemma[kid]], sent.low[kid])
                for kid in sent.kids[above]
                if sent.dep[kid] == "acomp" and sent.lemma[kid] in words["predicates"]
            )
        break
    return found


def _negated(sent: Sentence, token: int) -> bool:
    """Return whether the text says that it was or is not so: "did not", "failed to", "no one was", "nearly hit"."""
    words = _words()
    verb = sent.pos[token] in _VERBAL
    for kid in sent.kids[token]:
        low, dep = sent.low[kid], sent.dep[kid]
        if (low in words["negations"] and dep != "cc") or (dep == "det" and low == "no"):
            return not (low == "not" and kid + 1 < sent.n and sent.low[kid + 1] == "only")
        if dep == "amod" and low in words["undone_words"]:
            return True
        if (
            verb
            and dep in SUBJECTS
            and (low in words["nobody"] or any(sent.dep[k] == "det" and sent.low[k] == "no" for k in sent.kids[kid]))
        ):
            return True
        if verb and dep == "advmod" and low in words["nearly"] and sent.lemma[token] not in words["measured"]:
            if sent.tag[token] in ("VBD", "VBN") and kid == token - 1:
                return True
    above = sent.head[token]
    if above == token:
        return False
    lemma, dep = sent.lemma[above], sent.dep[token]
    if dep == "xcomp" and lemma in words["undone"]:
        return True
    if not verb and lemma in words["undone_things"]:
        return dep == "nsubjpass" or (dep == "dobj" and not _planned(sent, above))
    if sent.low[above] == "without" and dep in ("pobj", "pcomp"):
        return True
    return dep in ("attr", "acomp") and any(sent.dep[kid] == "neg" for kid in sent.kids[above])


def _planned(sent: Sentence, verb: int) -> bool:
    return any(sent.low[kid] in ("to", "will", "would", "may", "might", "could") for kid in sent.kids[verb])
