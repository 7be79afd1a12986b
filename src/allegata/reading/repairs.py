"""Repairs of parses that go wrong in the same way time and again, so that no name of a party changes a reading."""

from collections.abc import Callable, Collection

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
        if behind and sent.pos[noun] == "VERB" and sent.dep[noun] in (*_NOMINAL, "pcomp"):
            if any(sent.dep[k] in ("amod", "det", "poss", "compound") for k in sent.kids[noun]):
                sent.pos[noun], sent.tag[noun], sent.lemma[noun] = "NOUN", "NN", sent.low[noun]
                sent.dep[noun] = "pobj" if sent.dep[noun] == "pcomp" else sent.dep[noun]
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


def repair_couples(sent: Sentence) -> None:
    """Make "a couple" before its verb the subject, where the parser takes it for a measure ("a couple further").

    In "a couple, their daughters and a neighbour were killed" it opens the list that the parser begins behind it.
    """
    for i in range(sent.n - 1):
        verb = sent.head[i]
        if sent.low[i] != "couple" or sent.dep[i] != "npadvmod" or verb < i or sent.pos[verb] != "VERB":
            continue
        subject = sent.kid(verb, "nsubj", "nsubjpass")
        if subject is None:
            passive = any(sent.dep[k] == "auxpass" for k in sent.kids[verb])
            sent.dep[i] = "nsubjpass" if passive else "nsubj"
        elif i < subject and sent.words[i + 1] == "," and any(sent.dep[k] == "conj" for k in sent.kids[subject]):
            sent.dep[i] = sent.dep[subject]
            hang(sent, subject, i, "conj")


_HEADLINE_VERBS = {
    "targets": "target",
    "shells": "shell",
    "strikes": "strike",
    "bombs": "bomb",
    "raids": "raid",
    "hits": "hit",
    "attacks": "attack",
    "bombards": "bombard",
    "pounds": "pound",
}
_PLURAL_VERBS = frozenset(("target", "shell", "strike", "bomb", "raid", "hit", "attack", "bombard", "pound"))


def repair_event_nouns(sent: Sentence, is_party: Callable[[str], bool]) -> None:
    """Make "shelling" behind a party the noun that it is: "killed in army shelling", "victims of army shelling"."""
    for i in range(2, sent.n):
        if sent.low[i] not in _EVENT_NOUNS or sent.pos[i] != "VERB" or sent.kid(i, "dobj", "nsubj", "aux") is not None:
            continue
        last = i - 1
        if sent.dep[last] not in ("pobj", "dobj", "nsubj", "npadvmod") or sent.pos[last] not in (
            "NOUN",
            "PROPN",
            "ADJ",
        ):
            continue
        first = last
        while first > 0 and sent.pos[first - 1] in ("NOUN", "PROPN", "ADJ") and sent.head[first - 1] in (last, i):
            first -= 1
        shorter = last - 1 if first < last else last
        if is_party(sent.words_of(first, last)) or is_party(sent.words_of(first, shorter)):
            _give_place(sent, last, i)
            sent.pos[i], sent.tag[i], sent.lemma[i], sent.dep[last] = "NOUN", "NN", sent.low[i], "compound"


def hang(sent: Sentence, i: int, above: int, dep: str) -> None:
    """Hang ``i`` under ``above`` with a label."""
    if sent.head[i] != i:
        sent.kids[sent.head[i]].remove(i)
    sent.head[i], sent.dep[i] = above, dep
    if above != i:
        sent.kids[above] = sorted({*sent.kids[above], i})


def repair_lead_ins(sent: Sentence, leads_in: Callable[[str], bool]) -> None:
    """Take a place or "Update" before a colon or dash for no subject: "Sudan: RSF drone strike kills seven"."""
    at = next((k for k in range(1, min(5, sent.n)) if sent.words[k] in (":", "|", "||", "—", "–")), None)
    if at is not None and leads_in(sent.words_of(0, at - 1)):
        set_apart(sent, at)


def set_apart(sent: Sentence, at: int) -> None:
    """Take what stands before the token ``at`` for no subject of what stands behind it."""
    for i in range(at):
        if sent.head[i] <= at or sent.dep[i] not in ("nsubj", "nsubjpass"):
            continue
        verb, dep = sent.head[i], sent.dep[i]
        real = next(
            (k for k in sent.kids[i] if k > at and sent.dep[k] in ("appos", "dep", "acl", "nmod", "dobj")), None
        )
        sent.dep[i] = "dep"
        if real is not None and sent.pos[real] in ("NOUN", "PROPN"):
            hang(sent, real, verb, dep)


def repair_supported(sent: Sentence, supporting: Collection[str]) -> None:
    """Make "A, enabled by B, did it" the doing of A, where the parser takes "enabled" for the verb of the sentence.

    ``supporting``: the lemmas of such verbs.
    """
    for i in range(1, sent.n - 1):
        if sent.lemma[i] not in supporting or sent.tag[i] not in ("VBN", "VBD") or sent.pos[i] != "VERB":
            continue
        subject, agent = sent.kid(i, "nsubj", "nsubjpass"), sent.kid(i, "agent")
        if (
            subject is None
            or agent is None
            or agent < i
            or subject > i
            or any(sent.pos[k] == "AUX" for k in sent.kids[i])
        ):
            continue
        if sent.dep[i] == "csubj" and sent.head[i] > i:
            verb = sent.head[i]
        else:
            verb = next((k for k in sent.kids[i] if k > agent and sent.dep[k] == "conj" and sent.pos[k] == "VERB"), i)
            if verb == i or sent.kid(verb, "nsubj", "nsubjpass") is not None:
                continue
            above, dep = sent.head[i], sent.dep[i]
            others = [k for k in sent.kids[i] if k not in (subject, agent, verb)]
            hang(sent, verb, verb if above == i else above, dep)
            for k in others:
                hang(sent, k, verb, sent.dep[k])
        hang(sent, subject, verb, "nsubj")
        hang(sent, i, subject, "acl")


def repair_headline_verbs(sent: Sentence, is_party: Callable[[str], bool]) -> None:
    """Make a noun a verb where a party stands before it and its object behind: "Army artillery targets Ariha market".

    The parser takes such words for nouns in plural ("Turkish-backed faction shells village").
    """
    for i in range(1, sent.n - 1):
        plural = sent.low[i] in _PLURAL_VERBS and (sent.low[i - 1].endswith("s") or sent.low[i - 1] == "militia")
        if sent.low[i] not in _HEADLINE_VERBS and not plural:
            continue
        if sent.pos[i] == "VERB" and sent.dep[i - 1] == "compound" and sent.head[i - 1] == i:
            sent.dep[i - 1] = "nsubj"  # "faction shells village"
            continue
        hung = sent.pos[i] == "VERB" and sent.dep[i] in ("compound", "amod", "nmod")
        if not (hung or sent.pos[i] in ("NOUN", "PROPN", "ADJ")) or sent.dep[sent.head[i]] in ("nsubj", "nsubjpass"):
            continue
        behind = i + 1
        if sent.pos[behind] not in ("PROPN", "NOUN", "DET", "NUM", "ADJ") or sent.low[behind] in ("and", "or"):
            continue
        first = i
        while first > 0 and sent.pos[first - 1] in ("NOUN", "PROPN", "ADJ", "VERB", "PUNCT"):
            if sent.pos[first - 1] == "PUNCT" and sent.words[first - 1] != "-":
                break
            first -= 1
        if first == i or not is_party(sent.words_of(first, i - 1)):
            continue
        if any(sent.pos[k] in ("VERB", "AUX") and sent.head[k] == i and sent.dep[k] == "relcl" for k in range(sent.n)):
            continue
        above = sent.head[i]
        if above > i and sent.dep[i] in ("compound", "nmod", "amod") and sent.pos[above] in ("NOUN", "PROPN"):
            _give_place(sent, above, i)
            sent.dep[above] = "dobj"
        for kid in sent.kids[i]:
            if kid > i and sent.dep[kid] in ("appos", "dep", "nummod"):
                sent.dep[kid] = "dobj"
        subject = i - 1
        if sent.head[subject] != i and subject in sent.kids[sent.head[subject]]:
            sent.kids[sent.head[subject]].remove(subject)
        sent.head[subject], sent.dep[subject] = i, "nsubj"
        sent.kids[i] = sorted({*sent.kids[i], subject})
        for k in range(first, subject):
            if sent.head[k] in (i, above):
                sent.kids[sent.head[k]].remove(k)
                sent.head[k] = subject
                sent.kids[subject] = sorted({*sent.kids[subject], k})
        sent.pos[i], sent.tag[i], sent.lemma[i] = "VERB", "VBZ", _HEADLINE_VERBS.get(sent.low[i], sent.low[i])
        return


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
