"""Outcome words: what became of people, and which phrases the words say it of."""

import itertools

from allegata.reading.lexicon import Lexicon
from allegata.reading.sentence import Sentence
from allegata.reading.triggers import Hit

_MADE_DEAD = frozenset(("shoot", "stab", "hack", "beat", "burn", "gun", "strike", "bludgeon"))
_JOIN = frozenset(("and", "or", "/", "and/or", "&"))
_STATED_BY = frozenset(
    ("leave", "see", "find", "report", "have", "confirm", "presume", "believe", "pronounce", "declare")
)
_LIFE = frozenset(("claim", "cost", "take", "lose"))


def outcome_tokens(sent: Sentence, hits: list[Hit], lex: Lexicon) -> dict[int, str]:
    """Return token -> outcome for every word that says what became of people."""
    found: dict[int, str] = {
        hit.token: hit.outcome or hit.trigger.outcome or ""
        for hit in hits
        if (hit.outcome or hit.trigger.outcome)
        and (not hit.trigger.weak or not hit.noun or hit.lemma == "injury" or _of_people(sent, hit))
        and not (hit.token >= 2 and sent.low[hit.token - 2] == "among")
    }
    for i in range(sent.n):
        if i in found:
            continue
        low = sent.low[i]
        if i >= 2 and sent.low[i - 2] == "among" and sent.low[i - 1] in ("the", "those"):
            continue
        if low in lex.states and sent.dep[i] not in ("amod", "compound", "det"):
            if not (i + 1 < sent.n and sent.pos[i + 1] == "NOUN" and sent.dep[i] != "acl" and sent.head[i] == i + 1):
                found[i] = lex.states[low]
        elif sent.lemma[i] in _LIFE and sent.pos[i] == "VERB":
            obj = sent.kid(i, "dobj")
            if obj is not None and sent.lemma[obj] == "life":
                found[i] = "killed"
    return found


def _of_people(sent: Sentence, hit: Hit) -> bool:
    """Return whether a noun for a capture says whose: "the arrest of two suspects"."""
    return hit.trigger.outcome == "detained" and any(
        sent.low[k] == "of" and sent.dep[k] == "prep" for k in sent.kids[hit.token]
    )


def joint_outcomes(sent: Sentence, outcomes: dict[int, str]) -> dict[int, str]:
    """Return the outcomes with "killed and injured" made one: *killed or injured*, whose split is unknown."""
    joined = dict(outcomes)
    tokens = sorted(outcomes)
    for a, b in itertools.pairwise(tokens):
        between = [sent.low[k] for k in range(a + 1, b)]
        if {outcomes[a], outcomes[b]} == {"killed", "injured"} and between and set(between) <= _JOIN | {"either"}:
            joined[a] = joined[b] = "killed_or_injured"
    return joined


def arguments(sent: Sentence, token: int, depth: int = 0) -> list[int]:
    """Return the heads of the phrases that an outcome word says something of."""
    dep, pos = sent.dep[token], sent.pos[token]
    kids = sent.kids[token]
    found = [k for k in kids if sent.dep[k] in ("nsubjpass", "dative")]
    lemma = sent.lemma[token]
    if lemma == "lose":
        return [k for k in kids if sent.dep[k] == "nsubj"] or ([sent.head[token]] if dep == "relcl" else [])
    if lemma in _LIFE:
        life = sent.kid(token, "dobj")
        if life is not None:
            found = [life]
            for kid in sent.kids[life]:
                if sent.low[kid] == "of":
                    found += [k for k in sent.kids[kid] if sent.dep[k] == "pobj"]
        return found
    passive = bool(found) or any(sent.dep[k] == "auxpass" for k in kids)
    perfect = any((sent.lemma[k] == "have" and sent.dep[k] == "aux") or sent.dep[k] == "dobj" for k in kids)
    if (
        lemma in ("die", "perish", "succumb")
        or pos in ("ADJ", "ADV")
        or (sent.tag[token] == "VBN" and not passive and not perfect)
    ):
        found += [k for k in kids if sent.dep[k] == "nsubj"]
    if not passive:
        objects = [k for k in kids if sent.dep[k] == "dobj"]
        if not objects and pos == "VERB":  # "killed 40 people sheltering in a school", parsed as a clause
            clauses = [
                k for k in kids if k > token and sent.tag[k] == "VBG" and sent.dep[k] in ("advcl", "ccomp", "xcomp")
            ]
            objects = [s for k in clauses if (s := sent.kid(k, "nsubj")) is not None and s > token]
        found += objects
        if found and pos == "VERB":  # "captured a leader, and two other men", hung on the verb
            found += [k for k in kids if sent.dep[k] == "conj" and sent.pos[k] == "NOUN" and k > token]
    if (dep in ("acl", "relcl", "amod") and not found) or (
        dep == "relcl" and any(sent.low[k] in ("who", "that", "which") for k in found)
    ):
        found.append(sent.head[token])
    if pos in ("NOUN", "PROPN"):
        for kid in kids:
            if sent.low[kid] in (("of", "to") if lemma in ("injury", "wound") else ("of",)) and sent.dep[kid] == "prep":
                found += [k for k in sent.kids[kid] if sent.dep[k] == "pobj"]
            if sent.dep[kid] in ("poss", "nummod"):
                found.append(kid)
    if pos == "VERB":
        found += _along_with(sent, [token, *found])
    above = sent.head[token]
    if sent.lemma[above] in _MADE_DEAD and sent.low[token] == "dead" and above != token:
        own = [k for k in sent.kids[above] if sent.dep[k] in ("dobj", "nsubjpass")]
        if own:
            return own
        return [k for k in kids if sent.dep[k] in ("dobj", "nsubj", "pobj") and k > token] or (
            arguments(sent, above, depth + 1) if depth < 8 else []
        )
    if dep in ("xcomp", "oprd", "ccomp", "acomp", "conj") and not any(k for k in found):
        if sent.lemma[above] in _STATED_BY:
            found += [k for k in sent.kids[above] if sent.dep[k] in ("dobj", "nsubjpass") and k < token]
        elif dep == "acomp":
            found += [k for k in sent.kids[above] if sent.dep[k] == "nsubj"]
        elif dep == "conj" and sent.pos[above] == sent.pos[token]:
            if any(sent.dep[k] == "auxpass" for k in kids):  # "charged the post and was killed"
                found += [k for k in sent.kids[above] if sent.dep[k] in ("nsubj", "nsubjpass")]
            elif not any(sent.dep[k] in ("dobj", "nsubj") for k in kids):
                found += [k for k in sent.kids[above] if sent.dep[k] == "nsubjpass"]
                if not found and sent.tag[token] in ("VBN", "VBD") and sent.tag[above] == "VBN":
                    found += arguments(sent, above, depth + 1) if depth < 8 else []
    return found


def _others(sent: Sentence, i: int) -> bool:
    return sent.low[i] == "others" or any(sent.low[k] in ("other", "another", "additional") for k in sent.kids[i])


def _along_with(sent: Sentence, heads: list[int]) -> list[int]:
    """Return who shares the lot of others: "detained the man along with two of his brothers"."""
    found = []
    for head in heads:
        for kid in sent.kids[head]:
            if sent.low[kid] == "with":  # "was captured with two others", "killed him together with his wife"
                shared = any(sent.low[k] in ("along", "together") for k in sent.kids[kid])
                found += [k for k in sent.kids[kid] if sent.dep[k] == "pobj" and (shared or _others(sent, k))]
                continue
            if sent.low[kid] not in ("along", "together", "alongside"):
                continue
            preps = [k for k in sent.kids[kid] if sent.low[k] == "with"] if sent.low[kid] != "alongside" else [kid]
            for prep in preps:
                for obj in (k for k in sent.kids[prep] if sent.dep[k] == "pobj"):
                    found.append(obj)
                    ofs = [k for k in sent.kids[obj] if sent.low[k] == "of"] if sent.pos[obj] in ("NUM", "ADJ") else []
                    found += [k for of in ofs for k in sent.kids[of] if sent.dep[k] == "pobj"]
    return found


def _lists(sent: Sentence, i: int, depth: int = 0) -> bool:
    """Return whether people are told one by one from an apposition on: "X, his wife Y and his children"."""
    kids = sent.kids[i]
    if any(sent.dep[k] == "conj" for k in kids):
        return True
    return depth < 8 and any(_lists(sent, k, depth + 1) for k in kids if sent.dep[k] == "appos")


def reach_down(sent: Sentence, heads: list[int]) -> set[int]:
    """Widen argument heads to coordinated nouns and to the noun that "number of" and "dozens of" count."""
    found: set[int] = set()
    stack = list(heads)
    while stack:
        i = stack.pop()
        if i in found:
            continue
        found.add(i)
        for kid in sent.kids[i]:
            if sent.dep[kid] == "conj" and sent.pos[kid] in ("NOUN", "PROPN", "NUM", "PRON", "ADJ"):
                stack.append(kid)
            if sent.dep[kid] == "appos" and _lists(sent, kid):
                apart = sent.words[max(0, min(sent.subtree(kid)) - 1)] in (",", "–", "—", "-", ":")
                if apart and not (sent.tag[i] == "NN" and sent.pos[kid] == "PROPN"):
                    stack.append(kid)  # "a father, a mother and four children"
                else:  # "her husband Andriy and their two sons": the name is the husband's
                    stack += [k for k in sent.kids[kid] if sent.dep[k] in ("conj", "appos")]
            if (
                sent.dep[kid] == "prep"
                and sent.low[kid] == "of"
                and sent.lemma[i]
                in (
                    "number",
                    "dozen",
                    "score",
                    "hundred",
                    "thousand",
                    "ten",
                    "ten",
                    "handful",
                    "couple",
                    "body",
                    "life",
                    "total",
                    "group",
                    "pair",
                    "many",
                    "most",
                    "minimum",
                    "maximum",
                    "estimate",
                )
            ):
                stack += [k for k in sent.kids[kid] if sent.dep[k] == "pobj"]
            if sent.dep[kid] in ("nummod", "quantmod"):
                found.add(kid)
    return found
