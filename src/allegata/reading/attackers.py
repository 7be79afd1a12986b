"""Whose an attack was, where no verb has the party for its subject or agent.

Read from the order of the words, since the parser hangs them anywhere: whence it was fired ("rockets fired from areas
held by X"), what nationality it is thought to be ("a drone, believed to be Turkish"), and an agent behind the weapon
("was hit with mortars by X"). Words: ``data/attackers.yaml``. Only parties of the register are named so.
"""

from collections.abc import Iterator
from functools import lru_cache

from allegata.reading.acting import FORCE_KINDS
from allegata.reading.frames import Frame
from allegata.reading.lexicon import load_yaml
from allegata.reading.phrases import phrase, trim
from allegata.reading.sentence import Sentence
from allegata.reading.voices import Cast
from allegata.records import PartyMention

_LONGEST = 6  # words of a party's name
_TAKING_PART = FORCE_KINDS | {"private military company", "alliance"}
_NEAR = 14  # words between an event word and whence it came
_TO_BE = frozenset(("to", "be", "have", "been", "a", "an", "of", "the", "is", "was", "were"))


@lru_cache(maxsize=1)
def words() -> dict[str, frozenset[str]]:
    """Return the lists of ``attackers.yaml``."""
    return {name: frozenset(str(word) for word in listed) for name, listed in load_yaml("attackers.yaml").items()}


def named(sent: Sentence, first: int, last: int, why: str, cast: Cast) -> PartyMention | None:
    """Return the party of the register that words name, or whose forces an adjective means ("Turkish")."""
    while first < last and (sent.pos[first] in ("DET", "PUNCT") or sent.words[first] in "-–#"):
        first += 1
    while last > first and (sent.pos[last] == "PUNCT" or sent.words[last] in "-–"):
        last -= 1
    told = sent.words_of(first, last)
    party = cast.party_id(told)
    if party is None and first == last and sent.words[first][:1].isupper():
        party = cast.party_id(f"{told} forces")
    known = cast.register.get(party) if party else None
    if known is None:
        return None
    return PartyMention(words=told, span=sent.between(first, last), party=known.id, name=known.name, why=why)


def origin(sent: Sentence, frame: Frame, cast: Cast) -> list[PartyMention]:
    """Return the parties from whose ground or posts it was fired: "launched from Houthi positions"."""
    lists, tokens = words(), frame.tokens
    for i in range(1, sent.n - 1):
        if sent.low[i] != "from" or all(abs(i - token) > _NEAR for token in tokens):
            continue
        before = range(max(0, i - 4), i)
        carrier = next((k for k in reversed(before) if sent.lemma[k] in lists["sent"]), None)
        if carrier is None and not any(k in tokens or _weapon(sent, k, cast) for k in before[-2:]):
            continue
        if carrier is not None and sent.lemma[carrier] in lists["sent_itself"]:
            left = range(max(0, carrier - 8), carrier)
            if not any(k in tokens or _weapon(sent, k, cast) for k in left):
                continue
        found = list(_holders(sent, i + 1, f"from where it was fired: {sent.words[i]} …", cast))
        if found:
            return found
    return []


def _holders(sent: Sentence, first: int, why: str, cast: Cast) -> Iterator[PartyMention]:
    """Yield the parties that hold the ground that the words from ``first`` on name."""
    lists = words()
    start, end = first, min(sent.n, first + 2 * _LONGEST)
    for k in range(first, end):
        low = sent.low[k]
        if low in ("and", "or") or sent.words[k] == ",":
            start = k + 1
            continue
        if sent.pos[k] == "VERB" and low not in lists["held"] and k > first:
            return
        behind = sent.low[k + 1 : k + 3]
        if (low in lists["held"] and any(word in lists["grounds"] for word in behind)) or low in lists["posts"]:
            mention = named(sent, start, k - 1, why, cast) if start < k else None
            if mention is not None:
                yield mention
        if low in lists["grounds"]:
            found = list(_behind(sent, k + 1, why, cast))
            if found:
                yield from found
                return


def _behind(sent: Sentence, k: int, why: str, cast: Cast) -> Iterator[PartyMention]:
    """Yield who holds the ground: "areas held by X", "areas under the control of X and Y", "areas under X control"."""
    lists = words()
    after = sent.low[k : k + 2]
    if after[:1] and after[0] in lists["held"] and after[1:] == ["by"]:
        yield from _listed(sent, k + 2, why, cast)
    elif after[:1] == ["under"]:
        for at in range(k + 1, min(sent.n, k + 1 + _LONGEST)):
            if sent.low[at] == "control":
                if sent.low[at + 1 : at + 2] == ["of"]:
                    yield from _listed(sent, at + 2, why, cast)
                elif at > k + 1 and (found := named(sent, k + 1, at - 1, why, cast)) is not None:
                    yield found
                return
    elif after[:1] == ["where"]:
        found_all = list(_listed(sent, k + 1, why, cast))
        if any(sent.low[at] in lists["stationed"] for at in range(k + 2, min(sent.n, k + 2 + 2 * _LONGEST))):
            yield from found_all


def _listed(sent: Sentence, first: int, why: str, cast: Cast) -> Iterator[PartyMention]:
    """Yield the parties that a list of them names, from a word on: "the X army and Y militias"."""
    at = first
    while at < sent.n:
        found = _longest(sent, at, why, cast)
        if found is None:
            return
        mention, last = found
        yield mention
        at = last + 1
        if sent.low[at : at + 1] not in (["and"], ["or"], [","]):
            return
        at += 1


def _longest(sent: Sentence, first: int, why: str, cast: Cast) -> tuple[PartyMention, int] | None:
    """Return the longest party that begins at a word, and its last word."""
    while first < sent.n and sent.pos[first] == "DET":
        first += 1
    end = first
    while end < min(sent.n, first + _LONGEST) and (
        sent.pos[end] in ("NOUN", "PROPN", "ADJ", "DET", "PART")
        or sent.words[end] == "-"
        or sent.low[end] in ("of", "led")  # "the US-led coalition"
    ):
        end += 1
    for last in range(end - 1, first - 1, -1):
        if sent.pos[last] in ("NOUN", "PROPN", "ADJ") and (found := named(sent, first, last, why, cast)) is not None:
            return found, last
    return None


def _weapon(sent: Sentence, k: int, cast: Cast) -> bool:
    low = sent.low[k]
    return any(word in cast.lex.weapon_subjects or word in cast.lex.refine_words for word in (sent.lemma[k], low))


def thought_to_be(sent: Sentence, frame: Frame, cast: Cast) -> list[PartyMention]:
    """Return whose it is thought to be: "an air strike, likely Turkish", "a drone thought to belong to X"."""
    lists = words()
    for i in range(1, sent.n - 1):
        if sent.low[i] not in lists["thought"]:
            continue
        left = [k for k in range(max(0, i - 5), i) if sent.pos[k] in ("NOUN", "PROPN", "ADJ", "VERB")]
        if not left or not (left[-1] in frame.tokens or _weapon(sent, left[-1], cast)):
            continue
        at = i + 1
        while at < sent.n and sent.low[at] in _TO_BE:
            at += 1
        if at >= sent.n:
            continue
        why = f"{sent.words[i]} …"
        by = sent.low[at + 1 : at + 4].index("by") if "by" in sent.low[at + 1 : at + 4] else None
        if sent.lemma[at] == "belong" and sent.low[at + 1 : at + 2] == ["to"]:
            found = _longest(sent, at + 2, why, cast)
        elif sent.tag[at] == "VBN" and by is not None:  # "believed to have been carried out by X"
            found = _longest(sent, at + by + 2, why, cast)
        elif sent.words[at][:1].isupper():
            found = _longest(sent, at, why, cast)
        else:
            continue
        if found is not None:
            return [found[0]]
    return []


def agent_behind(sent: Sentence, frame: Frame, cast: Cast) -> list[PartyMention]:
    """Return an agent that the parser hung under the weapon or the place: "was hit with mortars by X"."""
    for hit in frame.hits:
        if hit.noun:
            continue
        for k in sorted(sent.subtree(hit.token)):
            if k <= hit.token or sent.low[k] != "by" or sent.pos[sent.head[k]] not in ("NOUN", "PROPN"):
                continue
            above, obj = sent.head[k], sent.kid(k, "pobj")
            if obj is None or not (_weapon(sent, above, cast) or sent.ent[above] in ("GPE", "LOC", "FAC")):
                continue
            found = named(sent, *trim(sent, *phrase(sent, obj)), "agent", cast)
            if found is not None:
                return [found]
    return []


def partners(sent: Sentence, i: int, cast: Cast) -> list[PartyMention]:
    """Return forces that took part beside the one headed by ``i``: "troops backed by Russian warplanes".

    A state that only stands behind somebody ("rebels backed by X") takes no part.
    """
    for kid in sent.kids[i]:
        if sent.lemma[kid] not in words()["with_support"] or sent.dep[kid] not in ("acl", "advcl"):
            continue
        agent = sent.kid(kid, "agent", "prep")
        obj = sent.kid(agent, "pobj") if agent is not None and sent.low[agent] == "by" else None
        found = named(sent, *trim(sent, *phrase(sent, obj)), f"{sent.words[kid]} by", cast) if obj is not None else None
        if found is not None and _takes_part(found, cast):
            return [found]
    return []


def sharing(sent: Sentence, frame: Frame, cast: Cast) -> list[PartyMention]:
    """Return forces with whose help it was done: "…, with the support of coalition helicopters".

    The help may stand with the verb that carries the event: "carried out an operation with the help of X, targeting …".
    """
    lists = words()
    carried = set(frame.tokens) | {
        sent.head[token]
        for token in frame.tokens
        if (sent.dep[token] == "advcl" and sent.tag[token] == "VBG")
        or (sent.dep[token] == "dobj" and sent.lemma[sent.head[token]] in cast.lex.light_verbs)
    }
    for i in range(sent.n - 3):
        if sent.low[i] != "with" or not carried & {sent.head[i], *sent.up(i)}:
            continue
        help_ = next((k for k in range(i + 1, min(sent.n - 2, i + 5)) if sent.low[k] in lists["help"]), None)
        if help_ is None or sent.low[help_ + 1] not in ("of", "from", "by"):
            continue
        found = _longest(sent, help_ + 2, f"with the {sent.words[help_]} of", cast)
        if found is not None and _takes_part(found[0], cast):
            return [found[0]]
    return []


def _takes_part(mention: PartyMention, cast: Cast) -> bool:
    known = cast.register.get(mention.party) if mention.party else None
    return known is not None and known.kind in _TAKING_PART


def exchanged(sent: Sentence, frame: Frame, cast: Cast) -> list[PartyMention]:
    """Return both sides of fire that was exchanged: "an exchange of shelling between A and B"."""
    lists = words()
    for hit in frame.hits:
        left = sent.low[max(0, hit.first - 3) : hit.first]
        if not any(word in lists["mutual"] for word in left):
            continue
        between = next(
            (k for k in range(hit.token + 1, min(sent.n, hit.token + 6)) if sent.low[k] in ("between", "by")), None
        )
        if between is not None:
            found = list(_listed(sent, between + 1, "exchanged", cast))
            if len(found) > 1:
                return found
    return []


def accusations(sent: Sentence, frame: Frame, cast: Cast) -> list[PartyMention]:
    """Return whom accusations without a speaker are made against: "accusations against X of shelling the village"."""
    for i in range(sent.n - 3):
        if sent.lemma[i] in words()["accusation"] and sent.low[i + 1] == "against" and any(i < t for t in frame.tokens):
            found = list(_listed(sent, i + 2, f"{sent.words[i]} against", cast))
            if found:
                return found
    return []
