"""Repairs of parses that go wrong in the same way time and again, so that no name of a party changes a reading."""

from collections.abc import Callable

from allegata.actors import COUNTRIES
from allegata.reading.sentence import Sentence
from allegata.records import Span

_NOMINAL = frozenset(("nsubj", "nsubjpass", "dobj", "pobj", "attr", "appos"))
_ADJECTIVES = frozenset(word for country in COUNTRIES.values() for word in country.adjectives if " " not in word)
_BEFORE_NAME = frozenset(("by", "of", "from", "against", "with", "to", "for"))
_EVENT_NOUNS = frozenset(("shelling", "bombing", "strafing"))


def repair_adjectives(sent: Sentence) -> None:
    """Make a people's adjective the modifier of the noun behind it: "in Iraqi shelling", "accused Iraqi troops".

    The parser knows some of these adjectives and takes others for nouns of their own.
    """
    for i in range(sent.n - 1):
        noun = i + 1
        behind = sent.low[noun] in _EVENT_NOUNS
        if behind and sent.pos[noun] == "VERB" and sent.dep[noun] in _NOMINAL:
            if any(sent.dep[k] in ("amod", "det", "poss", "compound") for k in sent.kids[noun]):
                sent.pos[noun], sent.tag[noun], sent.lemma[noun] = "NOUN", "NN", sent.low[noun]
            continue
        if sent.words[i] == "IS" and sent.pos[i] == "AUX" and i and sent.low[i - 1] in _BEFORE_NAME:
            _name_the_group(sent, i)
            continue
        if sent.words[i] not in _ADJECTIVES or sent.dep[i] not in _NOMINAL:
            continue
        plain = sent.tag[noun] in ("NN", "NNS") and sent.words[noun][:1].islower()
        if not (plain or (behind and sent.pos[noun] == "VERB")) or sent.head[i] == noun:
            continue
        if plain and sent.dep[noun] in ("compound", "npadvmod", "nmod") and sent.head[noun] != i:
            continue
        _give_place(sent, i, noun)
        sent.dep[i], sent.pos[i], sent.ent[i] = "amod", "ADJ", "NORP"
        sent.pos[noun], sent.tag[noun] = "NOUN", "NN" if behind else sent.tag[noun]
        if behind:
            sent.lemma[noun] = sent.low[noun]


def repair_subjects(sent: Sentence, is_country: Callable[[str], bool]) -> None:
    """Make a country's name right before a verb that has no subject its subject: "Azerbaijan used cluster bombs"."""
    for i in range(sent.n - 1):
        verb = i + 1
        if (
            sent.dep[i] == "npadvmod"
            and sent.head[i] == verb
            and sent.pos[i] == "PROPN"
            and sent.tag[verb] in ("VBD", "VBN")
        ):
            if sent.kid(verb, "nsubj", "nsubjpass") is None and is_country(sent.words[i]):
                sent.dep[i], sent.ent[i] = "nsubj", "GPE"


def _name_the_group(sent: Sentence, i: int) -> None:
    """Take "IS" in capitals behind a preposition for the group, not for a verb."""
    verb = sent.head[i]
    if verb != i:
        sent.kids[verb].remove(i)
    sent.pos[i], sent.tag[i], sent.dep[i], sent.ent[i], sent.head[i] = "PROPN", "NNP", "pobj", "ORG", i - 1
    sent.kids[i - 1] = sorted({*sent.kids[i - 1], i})
    if not any(sent.dep[k] == "auxpass" for k in sent.kids[verb]):
        for k in sent.kids[verb]:
            if sent.dep[k] == "nsubjpass":
                sent.dep[k] = "nsubj"


def repair_names(sent: Sentence, names: list[Span]) -> None:
    """Take no word of a registered name for a verb: "Shining Path guerrillas attacked …". ``names``: their spans."""
    for start, end in names:
        inside = [k for k in range(sent.n) if start <= sent.start[k] < end]
        if len(inside) < 2:
            continue
        verb = next((k for k in inside[:-1] if sent.pos[k] == "VERB" and sent.words[k][:1].isupper()), None)
        if verb is None or sent.head[verb] == verb:
            continue
        if sent.head[verb] in inside:
            sent.dep[verb], sent.pos[verb], sent.tag[verb] = "compound", "PROPN", "NNP"
            continue
        top = inside[-1]
        while sent.head[top] not in (verb, top):
            top = sent.head[top]
        if top == verb or sent.head[top] != verb or top < verb:
            continue
        if sent.dep[verb] == "csubj":
            sent.dep[verb] = "nsubj"
        _give_place(sent, verb, top)
        sent.dep[verb], sent.pos[verb], sent.tag[verb] = "compound", "PROPN", "NNP"


def _give_place(sent: Sentence, i: int, heir: int) -> None:
    """Let ``heir`` stand where ``i`` stood, with what hung under ``i``, and ``i`` under it."""
    above = sent.head[i]
    if heir in sent.up(i):  # it stands above already: taking the place of what hangs under it would close a circle
        sent.kids[above].remove(i)
        for kid in sent.kids[i]:
            sent.head[kid] = heir
        sent.kids[heir] = sorted({*sent.kids[heir], *sent.kids[i], i})
        sent.kids[i] = []
        sent.head[i] = heir
        return
    for token in (i, heir):
        if sent.head[token] != token:
            sent.kids[sent.head[token]].remove(token)
    moved = list(sent.kids[i])
    for kid in moved:
        sent.head[kid] = heir
    sent.kids[heir] = sorted({*sent.kids[heir], *moved, i} - {heir})
    sent.kids[i] = []
    sent.head[heir] = above if above not in (i, heir) else heir
    sent.dep[heir] = sent.dep[i]
    sent.head[i] = heir
    if sent.head[heir] != heir:
        sent.kids[above] = sorted({*sent.kids[above], heir})
