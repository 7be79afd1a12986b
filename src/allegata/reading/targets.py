"""What or whom the words of an event frame say was struck."""

from allegata.reading.frames import Frame, nearest_hit
from allegata.reading.outcomes import arguments
from allegata.reading.phrases import conjuncts, phrase, trim
from allegata.reading.sentence import Sentence
from allegata.reading.triggers import Hit
from allegata.reading.voices import Cast
from allegata.records import Target

_OUTCOMES_ONLY = frozenset(("killed", "injured", "missing", "detained", "displaced"))
_BLASTS = frozenset(
    (
        "explode",
        "detonate",
        "explosion",
        "blast",
        "bombing",
        "suicide bombing",
        "blow up",
        "attack",
        "shooting",
        "massacre",
        "kill",
    )
)
_NO_DEED = frozenset(
    (
        "die",
        "perish",
        "succumb",
        "death",
        "body",
        "corpse",
        "remains",
        "toll",
        "death toll",
        "fatality",
        "casualty",
        "victim",
    )
)
"""Outcome words without a deed: whom they speak of is a casualty, not who was struck."""
_FORCES = frozenset(("force", "army", "militia", "garrison", "patrol"))
"""Bodies of people, beside the people of the lexicon: "rockets targeted coalition forces"."""
_PARTS = frozenset(("basement", "front", "entrance", "vicinity", "door", "gate", "rear", "corner", "facade", "lobby"))
_AT = frozenset(("in", "at", "inside", "outside", "into", "onto", "on"))
_STAYING = frozenset(
    (
        "shelter",
        "hide",
        "sleep",
        "live",
        "stay",
        "gather",
        "pray",
        "wait",
        "queue",
        "attend",
        "work",
        "eat",
        "land",
        "fall",
    )
)
"""What people do where they are struck, and what strikes there."""
_DAMAGES = frozenset(("damage", "destroy", "wreck", "shatter", "demolish", "hit", "rock", "level", "flatten"))
_AIMED = frozenset(("fire", "launch", "drop", "shoot", "attack", "rain"))


def _person_like(sent: Sentence, i: int, cast: Cast) -> bool:
    """Tell whether the phrase headed by ``i`` is of people: by name, or by a word for people that is no force."""
    if sent.ent[i] == "PERSON":
        return True
    if sent.pos[i] == "PROPN" and sent.ent[i] in ("", "ORG", "FAC") and i and sent.pos[i - 1] == "PROPN":
        words = sent.words_of(*phrase(sent, i))
        return cast.party_id(words) is None and not cast.is_town(words) and not cast.is_country(words)
    person = cast.lex.people.get(sent.lemma[i]) or cast.lex.people.get(sent.low[i])
    return person is not None and sent.lemma[i] not in ("people", "person", "other", "member")


def _where(sent: Sentence, frame: Frame, hits: list[Hit], cast: Cast) -> list[int]:
    """Return the buildings and gatherings in or at which people were harmed: "shot 12 people at a market"."""
    lex, out = cast.lex, []
    dying = all(hit.lemma in _NO_DEED for hit in frame.hits)
    for i in range(sent.n):
        prep = sent.head[i]
        if sent.dep[i] != "pobj" or sent.low[prep] not in _AT or sent.pos[i] != "NOUN":
            continue
        kind = lex.target_kinds.get(sent.lemma[i])
        if kind is None or (kind == "health facility" and sent.low[prep] in ("in", "at")) or (dying and prep < 2):
            continue
        of = sent.head[prep]
        person = sent.lemma[of] in lex.people or sent.pos[of] == "NUM"
        fired = sent.lemma[of] in lex.weapon_subjects or any(k in frame.tokens for k in sent.kids[of])
        stays = sent.lemma[of] in _STAYING
        held = of in frame.tokens or ((person or fired or stays) and any(k in frame.tokens for k in sent.up(of)))
        held = held or (sent.lemma[of] == "open" and fired)
        near = nearest_hit(sent, prep, hits) if held else None
        if near is not None and (near in frame.hits or of in frame.tokens) and near.trigger.outcome != "detained":
            out.append(i)
    return out


def targets(sent: Sentence, frame: Frame, hits: list[Hit], cast: Cast, taken: set[int]) -> list[Target]:
    """Return what or whom the words of a frame say was struck. ``taken``: heads of counted casualties."""
    heads: list[int] = []
    harmed: set[int] = set()
    lex = cast.lex
    for hit in frame.hits:
        if hit.trigger.outcome in ("killed", "injured", "missing", "detained") and hit.lemma not in _NO_DEED:
            own = [k for k in arguments(sent, hit.token) if sent.pos[k] in ("NOUN", "PROPN")]
            heads += own
            harmed |= {i for head in own for i in conjuncts(sent, head)}
        if not hit.noun and hit.trigger.outcome not in _OUTCOMES_ONLY:
            heads += [k for k in sent.kids[hit.token] if sent.dep[k] in ("dobj", "nsubjpass")]
            if sent.dep[hit.token] == "acl" and sent.tag[hit.token] == "VBN" and not heads:
                heads.append(sent.head[hit.token])
        if sent.dep[hit.token] in ("dobj", "nsubjpass"):
            pass
        taking = ("against", "on", "at") if hit.noun or hit.lemma in _AIMED else ("against",)
        if hit.lemma in ("slam", "fall", "crash", "land"):
            taking = ("into", "on", "onto")
        preps = [k for k in sent.kids[hit.token] if sent.dep[k] == "prep" and sent.low[k] in taking]
        near = ("in", "at", "inside", "outside", "near") if hit.lemma in _BLASTS else ()
        if hit.noun and not hit.trigger.outcome and hit.trigger.rank >= 6:
            near = (*near, "of")
        for k in sent.kids[hit.token]:
            obj = sent.kid(k, "pobj") if sent.dep[k] == "prep" and sent.low[k] in near else None
            if obj is not None and sent.lemma[obj] in _PARTS:  # "in the basement of the mill"
                of = next((x for x in sent.kids[obj] if sent.low[x] == "of"), None)
                obj = (sent.kid(of, "pobj") if of is not None else None) or obj
            if obj is not None and sent.lemma[obj] in lex.target_kinds:
                heads.append(obj)
        if hit.lemma == "set fire":
            fire = sent.kid(hit.token, "dobj")
            over = [k for n in (hit.token, fire) if n is not None for k in sent.kids[n] if sent.low[k] == "to"]
            heads += [obj for k in over if (obj := sent.kid(k, "pobj")) is not None]
        behind = hit.token + 1
        if hit.noun and behind < sent.n and sent.low[behind] in taking and sent.dep[behind] == "prep":
            preps.append(behind)  # "killed in a strike on a camp", with the preposition hung on the verb
        carrier = sent.head[hit.token]
        if hit.noun and sent.dep[hit.token] == "nsubj":  # "the explosion damaged the mill"
            if sent.lemma[carrier] in _DAMAGES:
                heads += [k for k in sent.kids[carrier] if sent.dep[k] == "dobj"]
            harm = sent.kid(carrier, "dobj")
            if harm is not None and sent.lemma[harm] in ("damage", "destruction"):
                tos = [k for n in (carrier, harm) for k in sent.kids[n] if sent.low[k] in ("to", "of")]
                heads += [obj for k in tos if (obj := sent.kid(k, "pobj")) is not None]
        if hit.noun and sent.lemma[carrier] in lex.light_verbs:
            preps += [k for k in sent.kids[carrier] if sent.dep[k] == "prep" and sent.low[k] in ("against", "on")]
        for kid in sent.kids[hit.token]:
            if sent.dep[kid] == "acl" and sent.lemma[kid] in lex.light_verbs:
                preps += [k for k in sent.kids[kid] if sent.low[k] in ("against", "on")]
        for prep in preps:
            obj = sent.kid(prep, "pobj")
            if obj is not None:
                heads.append(obj)
    for k in range(sent.n):
        if sent.low[k] == "against" and (obj := sent.kid(k, "pobj")) is not None and obj not in heads:
            belongs = nearest_hit(sent, k, hits)
            if (
                belongs is not None
                and belongs in frame.hits
                and belongs.token < k
                and cast.party_id(sent.words_of(*phrase(sent, obj))) is None
            ):
                heads.append(obj)
    found: list[Target] = []
    for head in dict.fromkeys(heads):
        for i in conjuncts(sent, head):
            lemma = sent.lemma[i]
            if lemma == "party" and (named := sent.kid(i, "compound")) is not None:
                lemma = sent.lemma[named]  # "a wedding party"
            if i in harmed and i not in taken and not _person_like(sent, i, cast):
                continue
            if (
                sent.pos[i] == "PRON"
                or i in taken
                or sent.ent[i] in ("DATE", "TIME")
                or lemma in lex.nouns
                or sent.low[i] in lex.nouns
            ):
                continue
            if (
                lemma in lex.weapon_subjects
                or lemma in lex.refine_words
                or sent.low[i] in lex.refine_words
                or lemma in ("fire", "life", "responsibility", "day", "week", "month")
            ):
                continue
            if (
                lemma not in lex.target_kinds
                and lemma not in lex.people
                and lemma not in lex.place_kinds
                and lemma not in _FORCES
                and sent.pos[i] != "PROPN"
                and lemma
                not in (
                    "infrastructure",
                    "territory",
                    "facility",
                    "site",
                    "property",
                    "land",
                    "crop",
                    "field",
                    "tent",
                    "facility",
                    "depot",
                    "compound",
                    "line",
                    "system",
                    "population",
                    "boat",
                    "ship",
                    "vessel",
                    "truck",
                    "store",
                    "shop",
                    "mall",
                    "museum",
                    "embassy",
                    "tower",
                    "tunnel",
                    "gathering",
                    "procession",
                    "line",
                    "queue",
                    "ward",
                    "room",
                    "road",
                )
            ):
                continue
            if (
                sent.pos[i] == "PROPN"
                and sent.ent[i] == "NORP"
                and lemma not in lex.target_kinds
                and not sent.low[i].endswith("s")
            ):
                continue
            first, last = trim(sent, *phrase(sent, i))
            kind = lex.target_kinds.get(lemma)
            if i in harmed or sent.ent[i] == "PERSON":
                kind = "people"
            if kind is None:
                kind = (
                    "people"
                    if lemma in lex.people or lemma in _FORCES or sent.ent[i] == "NORP"
                    else "place"
                    if sent.ent[i] in ("GPE", "LOC") or lemma in lex.place_kinds
                    else None
                )
            found.append(Target(words=sent.words_of(first, last), span=sent.between(first, last), kind=kind))
    if not found and (taken or any(hit.trigger.outcome for hit in frame.hits)):
        for i in _where(sent, frame, hits, cast):
            first, last = trim(sent, *phrase(sent, i))
            kind = lex.target_kinds.get(sent.lemma[i])
            found.append(Target(words=sent.words_of(first, last), span=sent.between(first, last), kind=kind))
    unique: dict[tuple[int, int], Target] = {}
    for target in found:
        unique.setdefault(target.span, target)
    return sorted(unique.values(), key=lambda target: target.span)
