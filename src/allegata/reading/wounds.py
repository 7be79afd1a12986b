"""What news of shootings says of people in other words: who was hit, taken to hospital, in critical condition, or dead
by the own hand.

Wounds are told by roundabout words: "was struck in the leg", "suffered a gunshot wound", "was airlifted to a hospital",
"turned the gun on himself". Those that peaceful texts hold as well (hospitals, conditions, recovery) count only where
the document has told an event, or the sentence tells one.
"""

from functools import cache

import msgspec

from allegata.reading.lexicon import Lexicon, Trigger, load_yaml
from allegata.reading.sentence import Sentence
from allegata.reading.triggers import Hit

_SHOOT = frozenset(("shoot", "gun", "snipe", "machine-gun"))
_STRIKE = frozenset(("hit", "strike"))
_SELF = frozenset(("himself", "herself", "themselves", "self", "themself"))
_AIMLESS = frozenset(("at", "into", "toward", "towards", "up", "through", "off", "out", "back", "down"))
_DIE_OF = frozenset(("choke", "suffocate", "bleed", "crush", "trample", "asphyxiate", "starve"))
_TO_DEATH = frozenset(("stab", "hack", "beat", "bludgeon", "burn", "club", "stone", "torture", "knife", "batter"))
_FLEE = frozenset(("flee", "evacuate"))
_LIMBS = frozenset(("leg", "arm", "hand", "foot", "eye", "finger", "toe", "limb", "eyesight", "sight", "hearing"))
_DEADLY = frozenset(("fatally", "mortally"))
_FATAL = frozenset(("fatal", "deadly"))
_CARE = "hospital"
"""Stands as the lemma of words that only tell what became of people later."""


class Words(msgspec.Struct, frozen=True, kw_only=True):
    """The word lists of ``wounds.yaml``."""

    bullets: frozenset[str]
    body: frozenset[str]
    grazes: frozenset[str]
    wounds: frozenset[str]
    suffer: frozenset[str]
    treat: frozenset[str]
    carry: frozenset[str]
    hospitals: frozenset[str]
    of_care: frozenset[str]
    care: frozenset[str]
    conditions: frozenset[str]
    recover: frozenset[str]
    multiples: dict[str, int]
    multiplied: dict[str, str]
    between: frozenset[str]
    """What may stand in a headline between a person and the state word."""

    @property
    def openers(self) -> frozenset[str]:
        """Lemmas without one of which a sentence holds nothing for this module."""
        verbs = self.grazes | self.suffer | self.treat | self.carry | self.recover | _SHOOT | _STRIKE
        return (
            verbs
            | {
                "shooting",
                "condition",
                "wound",
                "suicide",
                "turn",
                "kill",
                "make",
                "shot",
                "burn",
                "wipe",
                "lose",
                "admit",
                "receive",
                "force",
            }
            | _TO_DEATH
            | _DIE_OF
        )


@cache
def wound_words() -> Words:
    """Return the word lists."""
    return msgspec.convert(load_yaml("wounds.yaml"), Words)


@cache
def _openers() -> frozenset[str]:
    return wound_words().openers


def _later(outcome: str) -> Trigger:
    return Trigger(type="killing" if outcome == "killed" else "other", outcome=outcome, rank=0, weak=True)


def read_wounds(sent: Sentence, hits: list[Hit], lex: Lexicon, *, told: bool) -> list[Hit]:
    """Note on event words what they say became of whom, and return further ones, in order of the text.

    ``told``: whether the document has told an event before this sentence.
    """
    if _openers().isdisjoint(sent.lemma) and not (sent.headline and not _STATES.keys().isdisjoint(sent.low)):
        return hits
    words = wound_words()
    at = {hit.token: hit for hit in hits}
    further: list[Hit] = []
    for i in range(sent.n):
        lemma = sent.lemma[i]
        if lemma not in _openers():
            continue
        found: Hit | None = None
        hit = at.get(i)
        if lemma in _SHOOT or (lemma == "shot" and sent.low[i] == "shot"):
            found = _shot(sent, i, hit, lex)
        elif lemma in _STRIKE or lemma in words.grazes:
            found = _struck(sent, i, hit, lex, words)
        elif lemma == "shooting":
            _shooting_of(sent, hit)
        elif lemma in _DIE_OF and sent.low[i + 1 : i + 3] == ["to", "death"] and hit is None:
            people = _patients(sent, i) or _doers(sent, i)
            found = _care_hit(i, "killed", people) if sent.pos[i] == "VERB" and (told or hits) else None
        elif lemma == "burn" and "alive" in sent.low[i + 1 : i + 6] and hit is not None and hit.state == "event":
            people = _patients(sent, i)
            hit.outcome, hit.args = ("killed", tuple(people)) if people else (None, ())
        elif lemma in _TO_DEATH and sent.low[i + 1 : i + 3] == ["to", "death"] and sent.pos[i] == "VERB":
            found = _put_to_death(sent, i, hit)
        elif lemma == "force" and hit is None and (told or hits):
            found = _driven_out(sent, i)
        elif lemma == "wipe" and sent.low[i + 1 : i + 2] == ["out"]:
            found = _wiped_out(sent, i, hit, lex)
        elif sent.pos[i] in ("VERB", "AUX") or lemma == "condition":
            found = _own_hand(sent, i, hit)
            if found is None and hit is None and (told or hits or "gunshot" in sent.low):
                found = _later_told(sent, i, words)
        if found is not None and found is not hit:
            further.append(found)
    if sent.headline:
        _headline(sent, hits, further, lex)
    return sorted([*hits, *further], key=lambda hit: hit.token) if further else hits


def _put_to_death(sent: Sentence, verb: int, hit: Hit | None) -> Hit | None:
    """Read "were stabbed to death", "the family burned to death"."""
    people = _patients(sent, verb) or (_doers(sent, verb) if sent.lemma[verb] == "burn" else [])
    if not people or (hit is not None and hit.state != "event"):
        return None
    if hit is None:
        return _care_hit(verb, "killed", people)
    hit.outcome, hit.args = "killed", tuple(people)
    return hit


def _driven_out(sent: Sentence, verb: int) -> Hit | None:
    """Read "forcing 1,200 people to flee" as displaced."""
    fled = next((k for k in sent.kids[verb] if sent.lemma[k] in _FLEE and sent.dep[k] in ("xcomp", "ccomp")), None)
    if fled is None or sent.pos[verb] != "VERB":
        return None
    people = [k for k in (*sent.kids[verb], *sent.kids[fled]) if sent.dep[k] in ("dobj", "nsubj") and verb < k < fled]
    return _care_hit(verb, "displaced", people)


def _wiped_out(sent: Sentence, verb: int, hit: Hit | None, lex: Lexicon) -> Hit | None:
    """Read "the family was wiped out" as killed; savings and villages are wiped out as well."""
    people = [k for k in _patients(sent, verb) if sent.lemma[k] in lex.people or sent.low[k] in lex.people]
    return _care_hit(verb, "killed", people) if hit is None and people and sent.pos[verb] == "VERB" else None


_STATES = {
    "dead": "killed",
    "killed": "killed",
    "dies": "killed",
    "slain": "killed",
    "shot": "killed_or_injured",
    "hurt": "injured",
    "injured": "injured",
    "wounded": "injured",
    "hospitalized": "injured",
    "struck": "killed_or_injured",
}


def _headline(sent: Sentence, hits: list[Hit], further: list[Hit], lex: Lexicon) -> None:
    """Read "One dead, four wounded", "Boy, 10, shot": headlines leave out the words that a parse leans on."""
    at = {hit.token: hit for hit in [*hits, *further]}
    for i in range(1, sent.n):
        outcome = _STATES.get(sent.low[i])
        if outcome is None or (sent.low[i + 1 : i + 2] == ["at"] and sent.low[i + 2 : i + 3] == ["by"]):
            continue
        heads = _headline_heads(sent, i, lex)
        if not heads:
            continue
        hit = at.get(i)
        if hit is None:
            if i + 1 < sent.n and sent.pos[i + 1] in ("NOUN", "PROPN"):
                continue
            word = "shoot" if outcome == "killed_or_injured" else "kill" if outcome == "killed" else "wound"
            hit = Hit(token=i, first=i, trigger=lex.verbs[word], lemma=word, noun=False)
            further.append(hit)
        if hit.state != "event" or (hit.args and hit.outcome == "killed") or sent.kid(i, "dobj") in range(i, i + 4):
            continue
        if outcome == "killed_or_injured" and (_fatal(sent, i) or sent.low[i + 1 : i + 3] == ["and", "killed"]):
            outcome = "killed"
        hit.outcome, hit.args = outcome, tuple(heads)


def _headline_heads(sent: Sentence, at: int, lex: Lexicon) -> list[int]:
    """Return who stands before a state word of a headline: "a boy, 10,", "two adults, six children"."""
    between = wound_words().between
    heads: list[int] = []
    counted = False
    for k in range(at - 1, max(-1, at - 14), -1):
        low = sent.low[k]
        number = sent.pos[k] == "NUM" or sent.words[k].isdecimal()
        if number and k > 1 and sent.words[k - 1] == "," and sent.words[k].isdecimal() and not counted:
            if sent.words[k + 1] in (",", "and") or k + 1 == at:
                continue  # an age
        if number:
            if not heads or counted:
                heads.append(k)
            counted = True
            continue
        person = low in lex.people and low not in lex.states and low not in ("others", "other", "people")
        name = sent.ent[k] == "PERSON" and sent.pos[k] == "PROPN" and (not heads or heads[-1] != k + 1)
        if person or name:
            if heads and not counted and sent.words[k + 1] not in (",", "and"):
                break
            heads.append(k)
            counted = False
            continue
        if low == "shot" and sent.low[k + 1] != "and":
            break
        if low not in between or (heads and low not in (",", "and", "-")):
            if sent.ent[k] == "PERSON" and heads and heads[-1] == k + 1:
                continue
            break
    return heads


def _patients(sent: Sentence, verb: int) -> list[int]:
    """Return the heads of those whom a verb says to be acted on."""
    kids = sent.kids[verb]
    found = [k for k in kids if sent.dep[k] in ("nsubjpass", "dobj")]
    if found:
        if any(sent.low[k] in _SELF for k in found):
            return _doers(sent, verb)
        if sent.dep[verb] == "relcl" and any(sent.low[k] in ("who", "that", "whom") for k in found):
            return [sent.head[verb]]
        return found
    if sent.dep[verb] in ("acl", "relcl") and sent.tag[verb] == "VBN":
        return [sent.head[verb]]
    if sent.dep[verb] in ("pcomp", "advcl") and any(sent.low[k] == "being" for k in kids):
        return _doers(sent, verb)
    if sent.tag[verb] == "VBN" and any(sent.low[k] in ("was", "were", "been", "got", "get", "being") for k in kids):
        return [k for k in kids if sent.dep[k] == "nsubj"]
    above = sent.head[verb]
    if sent.dep[verb] in ("conj", "xcomp", "oprd", "ccomp") and sent.tag[verb] in ("VBN", "VBD") and above != verb:
        if sent.dep[verb] == "conj" and any(sent.dep[k] in ("nsubj", "nsubjpass") for k in kids):
            return []
        if any(sent.dep[k] == "nsubjpass" for k in sent.kids[above]) or sent.lemma[above] in ("get", "find"):
            return [k for k in sent.kids[above] if sent.dep[k] in ("nsubjpass", "dobj", "nsubj")][-1:]
    return []


def _doers(sent: Sentence, verb: int) -> list[int]:
    """Return the subject of a verb, or of the clause that it hangs under ("before turning the gun on himself")."""
    for above in (verb, *sent.up(verb)):
        subject = sent.subject(above) if sent.pos[above] in ("VERB", "AUX") else None
        if subject is not None:
            if sent.low[subject] in ("who", "that") and sent.dep[above] == "relcl":
                return [sent.head[above]]
            return [subject]
        if sent.dep[above] in ("acl", "relcl"):
            return [sent.head[above]]
    return []


def _fatal(sent: Sentence, verb: int) -> bool:
    kids = sent.kids[verb]
    if any(sent.low[k] in _DEADLY or (sent.low[k] == "dead" and k > verb) for k in kids):
        return True
    if sent.low[max(0, verb - 1)] in _DEADLY:
        return True
    return sent.low[verb + 1 : verb + 3] == ["to", "death"] or sent.low[verb + 1 : verb + 2] == ["dead"]


def _shot(sent: Sentence, i: int, hit: Hit | None, lex: Lexicon) -> Hit | None:
    """Say who was shot: killed or injured, unless the sentence says more."""
    if hit is not None and (hit.noun or hit.state in ("hypothetical", "background", "negated")):
        return None
    trigger = lex.verbs["shoot"]
    if hit is None:
        if sent.low[i] != "shot" or sent.dep[i] in ("amod", "compound"):
            return None
        before = next((k for k in range(i - 1, max(-1, i - 5), -1) if sent.pos[k] == "NUM"), None)
        counted = before is not None and all(
            sent.pos[k] in ("NOUN", "ADJ", "PROPN", "NUM", "VERB") for k in range(before, i)
        )
        heads = sent.kid(i, "det") is None and counted  # "3 shot in Elmwood" with the verb parsed as a noun
        if not heads or (sent.low[i + 1 : i + 2] == ["at"] and sent.low[i + 2 : i + 3] == ["the"]):
            return None
        hit = Hit(token=i, first=i, trigger=trigger, lemma="shoot", noun=False)
        people = [k for k in range(before or 0, i) if sent.pos[k] == "NOUN" or k == before]
        hit.args = tuple(people)
    else:
        nxt = sent.low[i + 1] if i + 1 < sent.n else ""
        patients = _patients(sent, i)
        if not patients and nxt not in _AIMLESS and sent.tag[i] in ("VBD", "VBN"):
            subject = sent.kid(i, "nsubj")  # "Two men shot in Elmwood": a headline's passive
            air = sent.low[i + 1 : i + 4] == ["in", "the", "air"]
            person = lex.people.get(sent.lemma[subject]) if subject is not None else None
            armed = person is not None and person.status == "combatant"
            plain = sent.dep[i] in ("ROOT", "ccomp", "conj") and nxt in _STOPS
            if subject is not None and not air and not armed and plain and sent.lemma[subject] not in _OFFICERS:
                patients = [subject]
        if nxt in ("at", "toward", "towards", "into") and not any(sent.dep[k] == "nsubjpass" for k in sent.kids[i]):
            patients = [k for k in patients if sent.dep[k] == "dobj" and k < i]
        hit.args = tuple(patients)
    if hit.args:
        hit.outcome = "killed" if _fatal(sent, i) else "killed_or_injured"
    return hit


_STOPS = frozenset(
    ("in", "on", "near", "outside", "inside", "during", "after", "while", "by", "behind", "at", ",", ".", "")
)
_OFFICERS = frozenset(("police", "officer", "deputy", "cop", "trooper", "they", "he", "she", "i", "we", "shooter"))


def _bullet_words(sent: Sentence, verb: int, words: Words) -> bool:
    for k in sent.kids[verb]:
        if sent.dep[k] in ("agent", "prep") and sent.low[k] in ("by", "in", "with", "from", "during"):
            obj = sent.kid(k, "pobj")
            if obj is None:
                continue
            if sent.low[k] in ("in", "during"):
                if sent.lemma[obj] in words.body or sent.lemma[obj] in ("shooting", "gunfire", "crossfire", "shootout"):
                    return True
            elif sent.lemma[obj] in words.bullets:
                return True
    if sent.tag[verb] == "VBG" and not {"fire", "fired", "gunfire", "shots", "shot"}.isdisjoint(sent.low):
        obj = sent.kid(verb, "dobj")
        return (
            obj is not None and sent.dep[verb] == "advcl" and sent.low[sent.head[verb]] in ("opened", "fired", "shot")
        )
    subject = sent.subject(verb)
    return subject is not None and sent.lemma[subject] in words.bullets


def _struck(sent: Sentence, i: int, hit: Hit | None, lex: Lexicon, words: Words) -> Hit | None:
    """Say who was struck by a bullet or in the body."""
    if sent.pos[i] not in ("VERB", "AUX") or (hit is not None and (hit.noun or hit.state != "event")):
        return None
    if not _bullet_words(sent, i, words) and not _fatal(sent, i):
        return None
    patients = _patients(sent, i)
    if not patients:
        return None
    if hit is None:
        hit = Hit(token=i, first=i, trigger=lex.verbs["shoot"], lemma="shoot", noun=False)
    hit.args = tuple(patients)
    hit.outcome = "killed" if _fatal(sent, i) else "killed_or_injured"
    return hit


def _shooting_of(sent: Sentence, hit: Hit | None) -> None:
    """Say who was hit in "the (fatal) shooting of two men"."""
    if hit is None or not hit.noun or hit.state != "event":
        return
    for k in sent.kids[hit.token]:
        if sent.low[k] == "of" and (obj := sent.kid(k, "pobj")) is not None:
            fatal = any(sent.low[x] in _FATAL for x in sent.kids[hit.token])
            hit.outcome, hit.args = ("killed" if fatal else "killed_or_injured"), (obj,)


def _own_hand(sent: Sentence, i: int, hit: Hit | None) -> Hit | None:
    """Say that somebody took the own life: "turned the gun on himself", "before killing herself"."""
    lemma = sent.lemma[i]
    obj = sent.kid(i, "dobj")
    if obj is None:
        return None
    own = lemma == "kill" and sent.low[obj] in _SELF
    own = own or (lemma == "commit" and sent.lemma[obj] == "suicide")
    if lemma in ("turn", "take"):
        tail = sent.low[i + 1 : i + 8]
        own = own or (
            sent.lemma[obj] in ("gun", "weapon", "rifle", "pistol") and "on" in tail and bool(_SELF & set(tail))
        )
        own = own or (sent.lemma[obj] == "life" and "own" in tail)
    if not own:
        return None
    if hit is not None and hit.state != "event":
        return None
    doers = _doers(sent, i)
    if not doers:
        return None
    hit = hit or Hit(token=i, first=i, trigger=_later("killed"), lemma=_CARE, noun=False)
    hit.outcome, hit.args = "killed", tuple(doers)
    return hit


def _is_hospital(sent: Sentence, i: int, words: Words) -> bool:
    if sent.low[i] in words.hospitals:
        return True
    near = sent.low[max(0, i - 3) : i]
    return sent.low[i] in words.care and any(word in words.of_care for word in near)


def _later_told(sent: Sentence, i: int, words: Words) -> Hit | None:
    """Say who is in hospital, in what condition, or wounded, in words of what came after."""
    lemma = sent.lemma[i]
    if any(sent.dep[k] == "neg" for k in sent.kids[i]):
        return None
    if lemma == "condition":
        prep = sent.head[i]
        if sent.low[prep] != "in" or not any(sent.low[k] in words.conditions for k in sent.kids[i]):
            return None
        verb = sent.head[prep]
        if sent.lemma[verb] in ("be", "remain", "list", "report", "describe"):
            people = [k for k in sent.kids[verb] if sent.dep[k] in ("nsubj", "nsubjpass")]
            return _care_hit(i, "injured", people)
        return None
    if lemma in words.recover:
        above = sent.head[i]
        if sent.lemma[above] == "expect" and sent.dep[i] == "xcomp":
            return _care_hit(i, "injured", [k for k in sent.kids[above] if sent.dep[k] in ("nsubj", "nsubjpass")])
    if lemma in words.suffer:
        obj = sent.kid(i, "dobj")
        wound = obj is not None and sent.lemma[obj] in words.wounds
        wound = wound or any(
            sent.low[k] == "from" and any(sent.lemma[x] in words.wounds for x in sent.kids[k]) for k in sent.kids[i]
        )
        if wound:
            subject = sent.kid(i, "nsubj")
            if sent.dep[i] in ("acl", "relcl"):
                return _care_hit(i, "injured", [sent.head[i]])
            return _care_hit(i, "injured", [subject] if subject is not None else _doers(sent, i))
    if lemma == "lose":
        obj = sent.kid(i, "dobj")
        return _care_hit(i, "injured", _doers(sent, i)) if obj is not None and sent.lemma[obj] in _LIMBS else None
    if lemma in ("admit", "receive", "treat") and sent.kid(i, "dobj") is not None:
        people = [k for k in sent.kids[i] if sent.dep[k] == "dobj"]  # "admitted 84 people with gunshot wounds"
        for k in (*sent.kids[i], *(x for person in people for x in sent.kids[person])):
            obj = sent.kid(k, "pobj") if sent.low[k] == "with" else None
            if obj is not None and sent.lemma[obj] in words.wounds:
                return _care_hit(i, "injured", people)
    if lemma in words.treat or lemma in words.carry:
        wounded = False
        for k in sent.kids[i]:
            if sent.dep[k] != "prep" and sent.low[k] not in ("to", "at", "for", "with", "by"):
                continue
            for x in sent.kids[k]:
                if sent.dep[x] != "pobj":
                    continue
                wounded = wounded or (sent.low[k] in ("to", "at", "by") and _is_hospital(sent, x, words))
                wounded = wounded or (sent.low[k] in ("for", "with") and sent.lemma[x] in words.wounds)
        if wounded or (lemma in words.treat and "released" in sent.low[i : i + 4]):
            return _care_hit(i, "injured", _patients(sent, i))
    return None


def _care_hit(token: int, outcome: str, people: list[int]) -> Hit | None:
    if not people:
        return None
    hit = Hit(token=token, first=token, trigger=_later(outcome), lemma=_CARE, noun=False)
    hit.outcome, hit.args = outcome, tuple(people)
    return hit
