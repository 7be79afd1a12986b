"""Event words: which words of a sentence say that something violent happened, was planned, or is general conduct."""

import msgspec

from allegata.reading.lexicon import Lexicon, Trigger
from allegata.reading.sentence import Sentence

_NAMED_AFTER = frozenset(
    ("strategy", "policy", "group", "unit", "squad", "expert", "investigator", "committee", "scene", "site")
)
_TOLL = frozenset(("dead", "deaths", "killed", "victims", "fatalities"))
_HURT = frozenset(("injured", "wounded", "injuries"))
INJURY_TOLL = "injury toll"
_INJURY_TOLL = Trigger(type="other", outcome="injured", rank=1)
_IMPLIES = frozenset(("continue", "begin", "start", "proceed", "manage", "come", "help", "use", "happen"))
_ANSWERED_BY = frozenset(("response", "retaliation", "reprisal", "revenge", "reaction", "answer"))
_CAUTIONS, _FEARED = frozenset(("warn", "caution", "alert")), frozenset(("of", "against"))
"""What they speak of is yet to come: "warned of an attack"; not "warned of the consequences of the attack"."""
_AFTERWARDS = frozenset(("later", "subsequently", "eventually", "ultimately"))
_NOTHING_OF = frozenset(("report", "indication", "evidence", "sign", "record", "word", "allegation"))
_BACKGROUND_VERBS = frozenset(("flee", "escape", "survive", "displace", "avoid"))
_ABUSE = frozenset(("abuse", "assault", "molest", "attack", "violate"))
_TAKEN = frozenset(("hostage", "captive"))
_WIELD = frozenset(("use", "employ", "deploy", "unleash", "turn"))
_OWN_DEED = frozenset(("deny", "admit"))
_ARMS = frozenset(("weapon", "munition", "ammunition", "gas", "phosphorus", "agent"))
_TAKE = frozenset(("capture", "seize", "retake", "recapture", "overrun"))
_PARTS = frozenset(("part", "control", "most", "all", "half", "some", "portion", "much", "number"))
_GROUND = frozenset(
    ("stronghold", "outpost", "position", "territory", "hill", "bridge", "ground", "barrack", "garrison")
)


CONDUCT = Trigger(type="other", rank=1, weak=True)
"""General accusations: always a pattern, and only where a party is accused."""


LAID = Trigger(type="other", rank=5)
"""A weapon thrown or laid; the weapon refines the type."""
_LAID = frozenset(("throw", "hurl", "lob", "plant", "toss"))


class Hit(msgspec.Struct, kw_only=True):
    """One event word, tokens ``first`` to ``token``. ``state``: event, pattern, hypothetical, background, negated."""

    token: int
    first: int
    trigger: Trigger
    lemma: str
    noun: bool
    state: str = "event"
    why: str = ""
    outcome: str | None = None
    """What it says became of people here, where the word by itself does not say it ("was shot dead")."""
    args: tuple[int, ...] = ()
    """Of whom it says so: heads of phrases; empty where the parse tells."""


def _noun_trigger(sent: Sentence, i: int, lex: Lexicon) -> tuple[int, str, Trigger] | None:
    lemma = sent.lemma[i]
    low = sent.low[i]
    if i > 0:
        before = i - 1
        if sent.words[before] == "-" and before > 0:
            before -= 1
        for name in (f"{sent.low[before]} {lemma}", f"{sent.low[before]} {low}", f"{sent.lemma[before]} {lemma}"):
            if name in lex.compound_nouns:
                return before, name, lex.nouns[name]
    if lemma in lex.nouns:
        return i, lemma, lex.nouns[lemma]
    if low in lex.nouns:
        return i, low, lex.nouns[low]
    if low.endswith("s") and low[:-1] in lex.nouns:
        return i, low[:-1], lex.nouns[low[:-1]]
    return None


def find_hits(sent: Sentence, lex: Lexicon) -> list[Hit]:
    """Return the event words of a sentence with how they are meant."""
    hits: list[Hit] = []
    for i in range(sent.n):
        pos, lemma = sent.pos[i], sent.lemma[i]
        if pos == "ADJ" and sent.dep[i] in ("ROOT", "dep", "advcl", "nsubj") and lemma in lex.nouns:
            pos = "NOUN"  # "Airstrike by …", which is no sentence
        if lemma == "blow" and pos == "VERB" and any(sent.low[k] == "up" for k in range(i + 1, min(sent.n, i + 4))):
            hits.append(Hit(token=i, first=i, trigger=lex.verbs["detonate"], lemma="blow up", noun=False))
            continue
        if pos == "VERB" and lemma in _ABUSE and any(sent.low[k] == "sexually" for k in sent.kids[i]):
            hits.append(Hit(token=i, first=i, trigger=lex.verbs["rape"], lemma="rape", noun=False))
            continue
        if pos == "VERB" and lemma in _TAKE and _takes_ground(sent, i, lex):
            hits.append(Hit(token=i, first=i, trigger=lex.nouns["offensive"], lemma=lemma, noun=False))
            continue
        if pos == "VERB" and lemma in _LAID and _weapon_object(sent, i, lex):
            hits.append(Hit(token=i, first=i, trigger=LAID, lemma=lemma, noun=False))
            continue
        if pos == "VERB" and lemma == "set" and _weapon_object(sent, i, lex) and "off" in sent.low[i + 1 : i + 8]:
            hits.append(Hit(token=i, first=i, trigger=lex.verbs["detonate"], lemma="explode", noun=False))
            continue
        if pos == "VERB" and lemma == "set" and _sets_fire(sent, i):
            hits.append(Hit(token=i, first=i, trigger=lex.verbs["torch"], lemma="set fire", noun=False))
            continue
        if lemma in ("take", "hold") and pos == "VERB" and any(sent.lemma[k] in _TAKEN for k in sent.kids[i]):
            hits.append(Hit(token=i, first=i, trigger=lex.verbs["kidnap"], lemma="kidnap", noun=False))
            continue
        if pos == "VERB" and lemma in _WIELD and _wields(sent, i, lex):
            hits.append(Hit(token=i, first=i, trigger=lex.verbs["target"], lemma=lemma, noun=False))
            continue
        if sent.low[i] in ("wounded", "injured") and sent.dep[i] == "amod" and _counted_noun(sent, sent.head[i]):
            hits.append(Hit(token=i, first=i, trigger=lex.verbs["wound"], lemma="wound", noun=False))
            continue
        if pos in ("VERB", "AUX") and _takes_in(sent, i):
            hits.append(Hit(token=i, first=i, trigger=lex.verbs["detain"], lemma="detain", noun=False))
            continue
        if lemma == "number" and sent.low[i + 1 : i + 2] == ["of"]:
            counted = set(sent.low[i + 2 : i + 5])
            if counted & _TOLL:
                hits.append(Hit(token=i, first=i, trigger=lex.nouns["death toll"], lemma="death toll", noun=True))
                continue
            if counted & _HURT:
                hits.append(Hit(token=i, first=i, trigger=_INJURY_TOLL, lemma=INJURY_TOLL, noun=True))
                continue
        if lemma in ("body", "corpse", "remains") and pos == "NOUN" and any(sent.low[k] == "of" for k in sent.kids[i]):
            hits.append(Hit(token=i, first=i, trigger=lex.nouns["death"], lemma=lemma, noun=True))
            continue
        if pos in ("VERB", "AUX", "ADJ") and lemma in lex.verbs:
            if pos == "ADJ" and sent.low[i] not in lex.states:
                continue
            if sent.dep[i] in ("amod", "compound", "poss") and sent.tag[i] == "VBG":
                found = _noun_trigger(sent, i, lex)  # "the coalition's shelling" parsed as a modifier
                if found is not None:
                    hits.append(Hit(token=i, first=found[0], trigger=found[2], lemma=found[1], noun=True))
                continue
            if sent.dep[i] in ("amod", "compound") and sent.low[i] in lex.states:
                continue  # "the wounded man": a person, read by casualties
            trigger = lex.verbs[lemma]
            if lemma == "damage" and not _of_something_built(sent, i, lex):
                continue  # "damaged ties"
            if not trigger.never:
                hits.append(Hit(token=i, first=i, trigger=trigger, lemma=lemma, noun=False))
            if _takes_lives(sent, i):
                hits.append(Hit(token=i, first=i, trigger=lex.verbs["kill"], lemma="kill", noun=False))
        elif (
            pos == "ADJ" and lemma in ("dead", "wounded", "injured") and sent.dep[i] not in ("amod", "compound", "attr")
        ):
            word = "kill" if lemma == "dead" else "wound"
            hits.append(Hit(token=i, first=i, trigger=lex.verbs[word], lemma=word, noun=False))
        elif pos in ("NOUN", "PROPN") and _conduct(sent, i, lex):
            hits.append(
                Hit(
                    token=i,
                    first=i,
                    trigger=CONDUCT,
                    lemma=lemma,
                    noun=True,
                    state="pattern",
                    why="a general accusation",
                )
            )
        elif pos in ("VERB", "AUX") and _takes_lives(sent, i):
            hits.append(Hit(token=i, first=i, trigger=lex.verbs["kill"], lemma="kill", noun=False))
        elif pos in ("NOUN", "PROPN") or (sent.tag[i] == "VBG" and sent.low[i] in lex.nouns):
            found = _noun_trigger(sent, i, lex)
            if found is None:
                continue
            if i > 0 and sent.low[i - 1] in lex.not_events.get(found[1], ()):
                continue
            if sent.dep[i] == "compound" and sent.lemma[sent.head[i]] in lex.nouns:
                continue  # "bomb attack": the head is the event
            if sent.dep[i] == "compound" and sent.lemma[sent.head[i]] in _NAMED_AFTER:
                continue
            if sent.pos[i] == "PROPN" and sent.ent[i] in ("ORG", "PERSON", "GPE") and sent.words[i][:1].isupper():
                if sent.words[i] != sent.words[i].upper() and i > 0:
                    continue
            trigger = found[2]
            if trigger.type == "armed clash" and trigger.weak and any(sent.low[k] == "between" for k in sent.kids[i]):
                trigger = lex.nouns["clash"]
            hits.append(Hit(token=i, first=found[0], trigger=trigger, lemma=found[1], noun=True))
    for hit in hits:
        if hit.state == "event":
            _judge(sent, hit, lex)
    return [hit for hit in hits if not _covered(hit, hits)]


def _of_something_built(sent: Sentence, i: int, lex: Lexicon) -> bool:
    """Return whether a verb has a building, vehicle or the like for its object."""
    obj = sent.kid(i, "dobj", "nsubjpass")
    return obj is not None and sent.lemma[obj] in lex.target_kinds


def _takes_ground(sent: Sentence, i: int, lex: Lexicon) -> bool:
    """Return whether a verb of taking takes a position or a place ("captured part of a rebel base"), and nobody."""
    obj = sent.kid(i, "dobj", "nsubjpass")
    while obj is not None and sent.lemma[obj] in _PARTS:
        of = next((k for k in sent.kids[obj] if sent.low[k] == "of"), None)
        obj = sent.kid(of, "pobj") if of is not None else None
    if obj is None or sent.lemma[obj] in lex.people:
        return False
    return sent.lemma[obj] in lex.place_kinds or sent.lemma[obj] in _GROUND or sent.ent[obj] in ("GPE", "LOC", "FAC")


def _weapon_object(sent: Sentence, i: int, lex: Lexicon) -> bool:
    """Return whether a verb has a weapon for its object ("threw two grenades", "bombs were planted")."""
    obj = sent.kid(i, "dobj", "nsubjpass")
    words = {"bomb", "grenade", "explosive", "dynamite", "molotov", "mine", "landmine"}
    return obj is not None and any(
        sent.lemma[k] in words for k in (obj, *(k for k in sent.kids[obj] if sent.dep[k] in ("compound", "amod")))
    )


def _sets_fire(sent: Sentence, i: int) -> bool:
    """Return whether "set" is "set fire to" or "set on fire"."""
    for kid in sent.kids[i]:
        if sent.dep[kid] == "dobj" and sent.lemma[kid] == "fire":
            return True
        if sent.low[kid] == "on" and (obj := sent.kid(kid, "pobj")) is not None and sent.lemma[obj] == "fire":
            return True
    return False


def _wields(sent: Sentence, i: int, lex: Lexicon) -> bool:
    """Return whether a weapon is used on somebody ("used cluster bombs against the town")."""
    obj = sent.kid(i, "dobj", "nsubjpass")
    if obj is None or not (sent.lemma[obj] in lex.weapon_subjects or sent.lemma[obj] in _ARMS):
        return False
    if sent.tag[i] == "VBG" and sent.lemma[sent.head[i] if sent.dep[i] == "xcomp" else i] in _OWN_DEED:
        return True  # "denied using cluster bombs": on whom was told before
    return any(sent.low[k] in ("against", "on") and sent.dep[k] == "prep" for k in (*sent.kids[i], *sent.kids[obj]))


def _counted_noun(sent: Sentence, i: int) -> bool:
    return sent.pos[i] == "NOUN" and any(sent.dep[k] == "nummod" for k in sent.kids[i])


def _takes_lives(sent: Sentence, i: int) -> bool:
    """Return whether a verb with "lives" says that people died ("claimed the lives of", "cost 12 lives")."""
    obj = sent.kid(i, "dobj") if sent.lemma[i] in ("claim", "cost", "take", "lose") else None
    return obj is not None and sent.lemma[obj] == "life"


def _takes_in(sent: Sentence, i: int) -> bool:
    """Return whether a verb with its particle or object says that people were detained ("took three into custody")."""
    after = sent.low[i + 1 : i + 12]
    if sent.lemma[i] == "take":
        return any(
            (word == "custody" and "into" in after[max(0, n - 2) : n]) or word in ("prisoner", "captive")
            for n, word in enumerate(after)
        )
    return sent.lemma[i] == "round" and after[:1] == ["up"]


def _conduct(sent: Sentence, i: int, lex: Lexicon) -> bool:
    """Return whether a noun names conduct in general ("gross violations", "support for terrorism")."""
    if sent.lemma[i] in lex.conduct and sent.lemma[i] not in lex.nouns:
        return True
    if sent.lemma[i] == "support" and sent.dep[i] != "compound":
        prep = next((k for k in sent.kids[i] if sent.low[k] in ("for", "of", "to")), None)
        obj = sent.kid(prep, "pobj") if prep is not None else None
        return obj is not None and sent.lemma[obj] in ("terrorism", "terrorist", "militia", "mercenary")
    return False


def _covered(hit: Hit, hits: list[Hit]) -> bool:
    return any(other is not hit and other.first <= hit.token < other.token for other in hits)


def _carrier(sent: Sentence, i: int, lex: Lexicon) -> int | None:
    """Return the verb that carries an event noun: "would carry out a raid", "an attack could be launched".

    Not its infinitive: "went on to launch a strike, killing 40" tells of a strike.
    """
    above = sent.head[i]
    carried = (
        sent.dep[i] in ("dobj", "nsubjpass") and sent.pos[above] == "VERB" and sent.lemma[above] in lex.light_verbs
    )
    return above if carried else None


def _ahead(sent: Sentence, verb: int, lex: Lexicon) -> list[str]:
    """Return the auxiliaries of a verb of what may or will be done; none in "would later kill", which was done."""
    auxiliaries = sorted({sent.low[k] for k in sent.kids[verb] if sent.dep[k] in ("aux", "auxpass")})
    told = {sent.low[k] for k in sent.kids[verb] if sent.dep[k] == "advmod"} & _AFTERWARDS
    if told and auxiliaries == ["would"]:
        return []
    if "have" in auxiliaries and sent.lemma[verb] in lex.light_verbs:
        return []  # "may have carried out the strike that killed nine": whose it was is in doubt
    ahead = lex.hypothetical["auxiliaries"] | {"will", "'ll", "’ll"}
    return auxiliaries if ahead.intersection(auxiliaries) else []


def _judge(sent: Sentence, hit: Hit, lex: Lexicon) -> None:
    """Set ``state`` of a hit: whether its sentence says that it happened."""
    i = hit.token
    verb = i if not hit.noun else None
    carrier = _carrier(sent, i, lex) if hit.noun else verb
    if carrier is not None and (ahead := _ahead(sent, carrier, lex)):
        hit.state, hit.why = "hypothetical", ", ".join(ahead)
        return
    governors = [i, *sent.up(i)]
    for kid in sent.kids[i]:
        if sent.dep[kid] == "neg" or sent.low[kid] in ("never",):
            hit.state, hit.why = "negated", sent.words[kid]
        if hit.noun and sent.dep[kid] == "det" and sent.low[kid] == "no":
            hit.state, hit.why = "negated", sent.words[kid]
        if hit.noun and sent.dep[kid] == "amod" and sent.low[kid] in lex.hypothetical["adjectives"]:
            hit.state, hit.why = "hypothetical", sent.words[kid]
            return
        if hit.noun and hit.trigger.outcome and sent.low[kid] == "attempted":  # it happened, and failed
            hit.trigger = msgspec.structs.replace(hit.trigger, outcome=None)
    if verb is not None:
        auxiliaries = {sent.low[k] for k in sent.kids[verb] if sent.dep[k] in ("aux", "auxpass")}
        if sent.tag[verb] == "VB" and any(sent.low[k] == "to" and sent.dep[k] == "aux" for k in sent.kids[verb]):
            if sent.lemma[sent.head[verb]] not in _IMPLIES and not auxiliaries & {"have", "be"}:
                hit.state, hit.why = "hypothetical", "an aim"
                return
        if any(sent.dep[k] == "mark" and sent.low[k] in lex.hypothetical["marks"] for k in sent.kids[verb]):
            hit.state, hit.why = "hypothetical", "a condition"
            return
        if sent.tag[verb] in ("VB", "VBP") and sent.dep[verb] in ("ROOT", "conj") and not auxiliaries:
            if sent.subject(verb) is None:
                hit.state, hit.why = "hypothetical", "an order or wish"
                return
    below = i
    for above in sent.up(i):
        lemma = sent.lemma[above]
        dep = sent.dep[below]
        if lemma in lex.hypothetical["governors"] and sent.pos[above] == "VERB":
            to_verb = dep in ("xcomp", "ccomp") and (
                sent.tag[below] in ("VB", "VBG") or any(sent.low[k] == "to" for k in sent.kids[below])
            )
            if (
                to_verb
                or (
                    lemma in ("prevent", "avoid", "avert", "threaten", "fear", "risk")
                    and dep in ("dobj", "ccomp", "prep")
                )
                or (lemma in _CAUTIONS and hit.noun and sent.low[below] in _FEARED and sent.head[i] == below)
            ):
                if not (lemma in ("urge", "call", "demand", "stop", "halt") and hit.noun):
                    hit.state, hit.why = "hypothetical", sent.words[above]
                    return
        if (
            lemma in _NOTHING_OF
            and sent.head[sent.head[i]] == above
            and any(sent.low[k] == "no" for k in sent.kids[above])
        ):
            hit.state, hit.why = "negated", f"no {sent.words[above]}"
        if (
            lemma in lex.hypothetical["nouns"]
            and sent.pos[above] == "NOUN"
            and dep in ("prep", "acl")
            and hit.state == "event"
        ):
            if lemma not in ("call",) and sent.low[below] in ("of", "to"):
                hit.state, hit.why = "hypothetical", sent.words[above]
                return
        if lemma in _ANSWERED_BY and sent.pos[above] == "NOUN" and dep == "prep" and hit.noun:
            hit.state, hit.why = "background", sent.words[above]
            return
        if (
            lemma in _BACKGROUND_VERBS
            and dep in ("dobj", "prep", "pobj", "conj")
            and sent.pos[above] == "VERB"
            and hit.noun
        ):
            hit.state, hit.why = "background", sent.words[above]
            return
        if (
            any(sent.dep[k] == "mark" and sent.low[k] in lex.hypothetical["marks"] for k in sent.kids[above])
            and sent.pos[above] == "VERB"
        ):
            hit.state, hit.why = "hypothetical", "a condition"
            return
        if sent.dep[below] in ("ccomp", "relcl", "advcl") and sent.lemma[above] in lex.cues:
            break
        below = above
    if hit.state == "event" and hit.noun:
        _repetition(sent, hit, lex, governors)
    elif hit.state == "event" and sent.lemma[sent.head[i]] == "continue" and sent.tag[sent.head[i]] in ("VBP", "VBZ"):
        if sent.dep[i] == "xcomp":
            hit.state, hit.why = "pattern", "a continuing action"
    elif hit.state == "event":
        adverbs = [k for k in sent.kids[i] if sent.low[k] in lex.pattern["adverbs"] and sent.dep[k] == "advmod"]
        continuous = sent.tag[i] == "VBG" and any(sent.low[k] in ("is", "are", "been") for k in sent.kids[i])
        habitual = sent.tag[i] in ("VBZ", "VBP") and not any(sent.dep[k] == "aux" for k in sent.kids[i])
        if adverbs or continuous:
            hit.state, hit.why = "pattern", sent.words[adverbs[0]] if adverbs else "a continuing action"
        elif habitual and sent.dep[i] != "ROOT" and hit.trigger.outcome is None:
            hit.state, hit.why = "pattern", "the present tense"


def _repetition(sent: Sentence, hit: Hit, lex: Lexicon, governors: list[int]) -> None:
    i = hit.token
    plural = sent.tag[i] in ("NNS", "NNPS")
    if plural and hit.lemma in lex.conduct:
        hit.state, hit.why = "pattern", "a general accusation"
    for kid in sent.kids[i]:
        if sent.dep[kid] in ("amod", "det", "nummod", "compound") and sent.low[kid] in lex.pattern["adjectives"]:
            if plural or sent.low[kid] in (
                "repeated",
                "systematic",
                "continued",
                "continuing",
                "ongoing",
                "daily",
                "relentless",
                "persistent",
            ):
                hit.state, hit.why = "pattern", sent.words[kid]
                return
        if sent.dep[kid] == "advmod" and sent.low[kid] in lex.pattern["adverbs"]:
            hit.state, hit.why = "pattern", sent.words[kid]
            return
        if sent.dep[kid] == "acl" and any(sent.low[k] == "being" for k in sent.kids[kid]) and plural:
            hit.state, hit.why = "pattern", f"being {sent.words[kid]}"
            return
        if sent.dep[kid] == "acl" and any(sent.low[k] in lex.pattern["adverbs"] for k in sent.kids[kid]):
            hit.state, hit.why = "pattern", sent.words[kid]
            return
    for above in governors[1:3]:
        if sent.lemma[above] in lex.pattern["nouns"] and sent.pos[above] == "NOUN" and plural:
            hit.state, hit.why = "pattern", sent.words[above]
            return
