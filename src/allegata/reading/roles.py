"""Who is accused and what was struck, for one event frame."""

from allegata.actors import COUNTRIES
from allegata.reading.acting import (
    BODIES,
    FORCE_KINDS,
    PRONOUNS,
    does_it,
    known_name,
    party_like,
    person_like,
    self_reference,
)
from allegata.reading.attackers import (
    accusations,
    agent_behind,
    exchanged,
    origin,
    partners,
    sharing,
    thought_to_be,
    words,
)
from allegata.reading.frames import Frame
from allegata.reading.phrases import bare, conjuncts, phrase, trim
from allegata.reading.said import Said
from allegata.reading.sentence import Sentence
from allegata.reading.triggers import Hit
from allegata.reading.voices import Cast
from allegata.records import PartyMention

_COUNTRY_NAMES = frozenset(name for country in COUNTRIES.values() for name in country.names if len(name) > 3)
_PLATFORMS = frozenset(
    (
        "warplane",
        "jet",
        "aircraft",
        "helicopter",
        "gunship",
        "bomber",
        "plane",
        "drone",
        "uav",
        "quadcopter",
        "missile",
        "artillery",
        "airstrike",
        "rocket",
        "tank",
    )
)


def _add(sent: Sentence, i: int, why: str, cast: Cast, said: list[Said], out: list[PartyMention]) -> None:
    if sent.low[i] in PRONOUNS:
        own = self_reference(sent, i, said, why, cast)
        if own is not None:
            out.append(own)
        return
    if (
        sent.pos[i] in ("ADJ", "PROPN")
        and cast.is_country(sent.words[i])
        and i + 1 < sent.n
        and sent.pos[i + 1] in ("NOUN", "VERB")
    ):
        party = cast.party_id(f"{sent.words[i]} forces")
        known = cast.register.get(party) if party and sent.pos[i] == "ADJ" else None
        if known is not None:  # "Ukrainian shelling killed", with the adjective parsed as the subject
            out.append(
                PartyMention(words=sent.words_of(i, i), span=sent.between(i, i), party=party, name=known.name, why=why)
            )
            return
    for k in conjuncts(sent, i):
        of = next((x for x in sent.kids[k] if sent.low[x] == "of"), None)
        owner = sent.kid(of, "pobj") if of is not None else None
        if owner is not None and cast.lex.people.get(sent.lemma[k]) is None and party_like(sent, k, cast) is None:
            if party_like(sent, owner, cast) == "a registered party":  # "an Antonov of the air force"
                out.append(cast.mention(sent, owner, f"{why}, of"))
            continue
        belongs = next((x for x in sent.kids[k] if sent.dep[x] == "acl" and sent.low[x] == "belonging"), None)
        to = sent.kid(belongs, "prep") if belongs is not None else None
        keeper = sent.kid(to, "pobj") if to is not None and sent.low[to] == "to" else None
        if keeper is not None and party_like(sent, keeper, cast) == "a registered party":
            out.append(cast.mention(sent, keeper, f"{why}, belonging to"))
            continue
        poss = sent.kid(k, "poss")
        able = party_like(sent, k, cast) is not None
        if poss is not None and sent.low[poss] in PRONOUNS and (able or sent.lemma[k] in BODIES):  # "its units"
            own = self_reference(sent, poss, said, why, cast)
            if own is not None:
                out.append(own)
                continue
        if not able and not (why == "agent" and person_like(sent, k, cast)):
            continue
        mention = cast.mention(sent, k, why)
        several = cast.parties(mention.words) if mention.words and " and " in mention.words else []
        if len(several) > 1:  # "Syrian and Russian warplanes"
            out.extend(
                PartyMention(words=mention.words, span=mention.span, party=party.id, name=party.name, why=why)
                for party in several
            )
            continue
        forces = {sent.lemma[x] for x in range(phrase(sent, k)[0], k)} | {
            sent.low[x] for x in range(phrase(sent, k)[0], k)
        }
        if mention.party is None and any(cast.lex.speakers.get(word) in FORCE_KINDS for word in forces):
            out.append(mention)
            continue
        left = max(phrase(sent, k)[0], 1)
        named = "suicide" in sent.low[left:k] and any(sent.words[x][:1].isupper() for x in range(left, k))
        platform = {sent.lemma[k], sent.low[k].removesuffix("s")} & _PLATFORMS and not named
        if mention.party is None and platform and not mention.refers_to:
            continue  # "a fighter jet": whose, is not said
        out.append(mention)
        out.extend(partners(sent, k, cast))


def _says_how(sent: Sentence, i: int, cast: Cast) -> bool:
    """Tell whether a word between a party and its attack says how it was made: "X artillery shelling"."""
    listed = sent.low[i] in words()["between"] or sent.low[i] in cast.lex.refine_words
    return listed or sent.lemma[i] in cast.lex.weapon_subjects or sent.words[i] == "-"


_QUOTES = frozenset('“”„«»"')


def _modifiers(sent: Sentence, hit: Hit, cast: Cast) -> PartyMention | None:
    """Return the party before an event noun: "Israeli airstrikes", "coalition strikes", "the army's shelling"."""
    i = hit.token
    if hit.trigger.outcome and sent.lemma[i] in words()["suffered"]:
        return None  # "US casualties": who suffered them
    owner = sent.kid(i, "poss")
    if owner is None and sent.dep[hit.first] == "poss":
        owner = hit.first
    if owner is not None and sent.pos[owner] != "PRON":
        if party_like(sent, owner, cast) or cast.party_id(bare(sent.words_of(*trim(sent, *phrase(sent, owner))))):
            return cast.mention(sent, owner, "possessive")
        return None
    first = hit.first
    k = first - 1
    while k >= 0 and (
        sent.pos[k] in ("ADJ", "PROPN", "NOUN", "PUNCT", "VERB", "NUM")
        and (sent.words[k] in ("-", "‑") or sent.words[k] in _QUOTES or sent.pos[k] != "PUNCT")
    ):
        if sent.pos[k] == "VERB" and sent.lemma[k] not in ("lead", "back", "alleged", "suspect", "allege"):
            break
        k -= 1
    there = {sent.low[x] for x in range(k + 1, first)} & words()["directions"]
    last = first - 1
    while last > k + 1 and (_says_how(sent, last, cast) or sent.words[last] in _QUOTES):
        last -= 1
    for start, end in [(x, first - 1) for x in range(k + 1, first)] + [(x, last) for x in range(k + 1, last + 1)]:
        told = sent.words_of(start, end)
        if sent.words[start] in ("-", "‑") or sent.low[start] in words()["directions"]:
            continue
        if sent.words[start] in _QUOTES or sent.words[end] in _QUOTES:
            continue  # the name stands between them
        if told.lower() == "military":
            continue  # "military incursions": whose, is not said
        if told in _COUNTRY_NAMES and (there or len(cast.countries) == 1):
            continue  # "the Northeast Nigeria bombing": where, not by whom
        nation = sent.ent[start] in ("NORP", "GPE") or sent.words[start][:1].isupper()
        if cast.is_town(told):
            continue  # "the Kabul bombing": where, not by whom
        forces = cast.party_id(f"{told} forces") if nation else None
        party = (forces if cast.is_country(told) else None) or cast.party_id(told) or forces
        if party is not None:
            known = cast.register.get(party)
            return PartyMention(
                words=told,
                span=sent.between(start, end),
                party=party,
                name=known.name if known else told,
                why="modifier of the event word",
            )
    if (
        first > 0
        and sent.pos[first - 1] in ("NOUN", "PROPN", "ADJ")
        and cast.lex.speakers.get(sent.lemma[first - 1], cast.lex.speakers.get(sent.low[first - 1]))
        in FORCE_KINDS | {"government"}
        and sent.low[first - 1] != "military"
    ):
        if cast.fuller(sent, first - 1) is None:
            told = sent.words_of(first - 1, first - 1)
            return PartyMention(
                words=told,
                span=sent.between(first - 1, first - 1),
                party=None,
                name=told,
                why="modifier of the event word",
            )
    for start in range(k + 1, first):
        mention_head = next((x for x in range(first - 1, start - 1, -1) if sent.pos[x] in ("NOUN", "PROPN")), None)
        if (
            mention_head is not None
            and sent.lemma[mention_head] in cast.mentions
            and cast.lex.speakers.get(sent.lemma[mention_head]) in FORCE_KINDS
        ):
            fuller = cast.fuller(sent, mention_head)
            if fuller is not None:
                known = cast.register.get(cast.party_id(fuller.words) or "")
                return PartyMention(
                    words=sent.words_of(mention_head, first - 1),
                    span=sent.between(mention_head, first - 1),
                    party=known.id if known else None,
                    name=known.name if known else bare(fuller.words),
                    refers_to=fuller.span,
                    why="modifier of the event word",
                )
    return None


def _actors_of_verb(sent: Sentence, verb: int, cast: Cast, said: list[Said], out: list[PartyMention]) -> None:
    passive = any(sent.dep[k] in ("nsubjpass", "auxpass") for k in sent.kids[verb]) or (
        sent.dep[verb] == "acl" and sent.tag[verb] == "VBN" and sent.kid(verb, "dobj") is None
    )
    named_agent = sent.kid(verb, "agent")
    if named_agent is not None and sent.kid(verb, "dobj") is None and named_agent > verb:
        passive = True  # "the explosions in X caused by Y", with the participle parsed as the verb
    passive = passive and sent.lemma[verb] != "engage"  # "were engaged in" is their own doing
    agent = sent.kid(verb, "agent")
    if agent is None:
        agent = next((k for k in sent.kids[verb] if sent.low[k] == "by" and sent.dep[k] == "prep"), None)
    if agent is not None:
        obj = sent.kid(agent, "pobj")
        if obj is not None:
            _add(sent, obj, "agent", cast, said, out)
            _weapon_owner(sent, obj, cast, out)
            _user_of(sent, obj, cast, said, out)
    if not passive:
        subject = sent.subject(verb)
        if subject is None and sent.dep[verb] in ("relcl", "acl"):
            subject = sent.head[verb]
        if subject is not None and sent.dep[verb] == "relcl" and sent.low[subject] in ("that", "who", "which"):
            subject = sent.head[verb]
        if subject is not None and subject == sent.head[verb] and _where(sent, subject):
            subject = None  # "the shelling in Syria, which killed three": the place kills nobody
        own = subject
        if subject is None and sent.dep[verb] in ("advcl", "pcomp") and sent.tag[verb] == "VBG":
            above = next((k for k in sent.up(verb) if sent.pos[k] in ("VERB", "AUX")), None)
            subject = sent.kid(above, "nsubj") if above is not None else None
            if above is not None and sent.lemma[above] in cast.lex.cues:
                subject = None
        if subject is not None:
            before = len(out)
            _add(sent, subject, "subject", cast, said, out)
            _weapon_owner(sent, subject, cast, out)
            _user_of(sent, subject, cast, said, out)
            if len(out) == before and own is not None and does_it(sent, verb, subject, cast):
                out.append(cast.mention(sent, subject, "subject"))


def _where(sent: Sentence, i: int) -> bool:
    """Tell whether a name says where: "in Syria"."""
    return (
        sent.dep[i] == "pobj" and sent.low[sent.head[i]] in ("in", "at", "near", "on") and sent.ent[i] in ("GPE", "LOC")
    )


def _user_of(sent: Sentence, i: int, cast: Cast, said: list[Said], out: list[PartyMention]) -> None:
    """Add who laid or fired the weapon that acts: "a landmine planted by the Houthis killed", "a rocket fired by X"."""
    if out:
        return
    for kid in sent.kids[i]:
        if sent.dep[kid] == "acl" and sent.tag[kid] == "VBN" and (agent := sent.kid(kid, "agent")) is not None:
            obj = sent.kid(agent, "pobj")
            if obj is not None:
                _add(sent, obj, f"{sent.words[kid]} by", cast, said, out)


def _weapon_owner(sent: Sentence, i: int, cast: Cast, out: list[PartyMention]) -> None:
    """Add the party whose weapon acts: "Armenian rockets killed", "government bombs hit", "the army's shells"."""
    if out or not (sent.lemma[i] in cast.lex.weapon_subjects or sent.low[i] in cast.lex.refine_words):
        return
    owner = sent.kid(i, "poss")
    if owner is not None and sent.pos[owner] != "PRON":
        if party_like(sent, owner, cast):
            out.append(cast.mention(sent, owner, "possessive of the weapon"))
        return
    first = phrase(sent, i)[0]
    for end in range(i - 1, first - 1, -1):
        for start in range(first, end + 1):
            told = sent.words_of(start, end)
            nation = sent.ent[start] in ("NORP", "GPE") or sent.words[start][:1].isupper()
            if sent.pos[start] == "DET":
                continue
            party = cast.party_id(told) or (cast.party_id(f"{told} forces") if nation else None)
            known = cast.register.get(party) if party else None
            if known is not None:
                out.append(
                    PartyMention(
                        words=told,
                        span=sent.between(start, end),
                        party=party,
                        name=known.name,
                        why="modifier of the weapon",
                    )
                )
                return


_KEEPING = frozenset(("custody", "detention", "captivity"))


def _keepers(sent: Sentence, hit: Hit, cast: Cast, said: list[Said], out: list[PartyMention]) -> None:
    """Add in whose hands people were harmed: "tortured in police custody", "died at the hands of X"."""
    for prep in range(sent.n):
        if sent.low[prep] not in ("in", "at") or (obj := sent.kid(prep, "pobj")) is None:
            continue
        custody = sent.low[prep] == "in" and sent.lemma[obj] in _KEEPING and hit.trigger.type in ("torture", "killing")
        hands = sent.low[prep] == "at" and sent.low[obj] == "hands"
        if not (custody or hands) or (custody and not _harmed_there(sent, hit)):
            continue
        if hit.token not in sent.up(prep) and not set(sent.up(hit.token)) & set(sent.up(prep)):
            continue
        of = next((k for k in sent.kids[obj] if sent.low[k] == "of"), None)
        owner = sent.kid(of, "pobj") if of is not None else sent.kid(obj, "poss")
        if owner is not None:
            _add(sent, owner, f"{sent.words[prep]} the {sent.words[obj]} of", cast, said, out)
            continue
        first, last = trim(sent, *phrase(sent, obj))
        told = sent.words_of(first, last - 1) if custody and first < last else ""
        if told and sent.words[first][:1].isupper():
            party = cast.party_id(told) or cast.party_id(f"{told} forces")
            name = known_name(cast, party, bare(told))
            out.append(
                PartyMention(
                    words=told, span=sent.between(first, last - 1), party=party, name=name, why="in custody of"
                )
            )


def _harmed_there(sent: Sentence, hit: Hit) -> bool:
    """Return whether people were tortured, beaten or killed, and did not only die, in custody."""
    return hit.trigger.type == "torture" or hit.lemma in ("kill", "beat", "execute", "murder", "torture")


def _sides(sent: Sentence, between: int, cast: Cast, out: list[PartyMention]) -> None:
    """Add both sides of a clash: "fighting between A and B" is the doing of either."""
    obj = sent.kid(between, "pobj")
    sides = conjuncts(sent, obj) if obj is not None else []
    if len(sides) > 1 and all(party_like(sent, k, cast) or sent.ent[k] == "NORP" for k in sides):
        out.extend(cast.mention(sent, k, "a side of the clash") for k in sides)


def accused(sent: Sentence, frame: Frame, cast: Cast) -> list[PartyMention]:
    """Return the parties that the words of a frame hold responsible, in order of the text."""
    out: list[PartyMention] = []
    for item in frame.said:
        for token in item.accused:
            blames = sent.lemma[item.verb] == "blame"
            if sent.low[token] not in PRONOUNS and not (blames and party_like(sent, token, cast) is None):
                out.append(cast.mention(sent, token, f"{item.cue} …", of=False))
    for hit in sorted(frame.hits, key=lambda hit: hit is not frame.main):
        if not out:
            _keepers(sent, hit, cast, frame.said, out)
        if not hit.noun:
            if hit.trigger.outcome and hit.lemma in ("die", "perish", "succumb"):
                continue
            if sent.tag[hit.token] == "VBG" and sent.kid(hit.token, "dobj") is None:
                of = next((k for k in sent.kids[hit.token] if sent.low[k] == "of" and sent.dep[k] == "prep"), None)
                obj = sent.kid(of, "pobj") if of is not None else None
                if obj is not None and party_like(sent, obj, cast) == "a registered party":
                    _add(sent, obj, "of", cast, frame.said, out)  # "Shelling of the X army on the village …"
            _actors_of_verb(sent, hit.token, cast, frame.said, out)
            continue
        before = _modifiers(sent, hit, cast)
        if before is not None:
            out.append(before)
        else:
            owner = sent.kid(hit.token, "poss")
            if owner is not None and sent.low[owner] in PRONOUNS:
                own = self_reference(sent, owner, frame.said, "possessive", cast)
                if own is not None:
                    out.append(own)
        for kid in sent.kids[hit.token]:
            if (
                sent.dep[kid] == "prep"
                and sent.low[kid] in ("by", "from")
                and (obj := sent.kid(kid, "pobj")) is not None
            ):
                if sent.low[kid] == "by":
                    _add(sent, obj, "agent", cast, frame.said, out)
            elif sent.dep[kid] == "prep" and sent.low[kid] == "between" and hit.trigger.type == "armed clash":
                _sides(sent, kid, cast, out)
            elif sent.dep[kid] == "prep" and sent.low[kid] == "of" and not hit.trigger.outcome:
                obj = sent.kid(kid, "pobj")
                if (
                    obj is not None
                    and party_like(sent, obj, cast) == "a registered party"
                    and hit.trigger.type != "killing"
                ):
                    _add(sent, obj, "of", cast, frame.said, out)
            elif sent.dep[kid] in ("acl", "relcl") and sent.pos[kid] == "VERB":
                if sent.lemma[kid] in cast.lex.light_verbs | {"blame", "attribute", "claim"}:
                    agent = sent.kid(kid, "agent") or next(
                        (k for k in sent.kids[kid] if sent.low[k] in ("on", "to", "by")), None
                    )
                    obj = sent.kid(agent, "pobj") if agent is not None else None
                    if obj is not None:
                        _add(
                            sent,
                            obj,
                            f"{sent.words[kid]} {sent.low[agent] if agent is not None else ''}".strip(),
                            cast,
                            frame.said,
                            out,
                        )
                    if sent.dep[kid] == "relcl" and obj is None:
                        _actors_of_verb(sent, kid, cast, frame.said, out)
        if not out and frame.kind == "pattern":  # "violations of the law … repeatedly committed by X"
            for k in sorted(sent.subtree(hit.token)):
                agent = sent.kid(k, "agent") if sent.tag[k] == "VBN" and sent.lemma[k] in cast.lex.light_verbs else None
                obj = sent.kid(agent, "pobj") if agent is not None else None
                if obj is not None:
                    _add(sent, obj, f"{sent.words[k]} by", cast, frame.said, out)
        token = hit.token
        if sent.dep[token] == "pobj" and sent.lemma[sent.head[sent.head[token]]] in cast.lex.pattern["nouns"]:
            token = sent.head[sent.head[token]]  # "carried out a series of attacks"
        above = sent.head[token]
        if token != hit.token and sent.dep[token] == "dobj" and sent.lemma[above] in cast.lex.light_verbs:
            _actors_of_verb(sent, above, cast, frame.said, out)
        if sent.dep[hit.token] in ("dobj", "nsubjpass", "pobj") and above != hit.token and token == hit.token:
            carrier = sent.head[above] if sent.dep[hit.token] == "pobj" else above
            if sent.lemma[carrier] in cast.lex.light_verbs and sent.pos[carrier] == "VERB":
                _actors_of_verb(sent, carrier, cast, frame.said, out)
    if out:
        out += sharing(sent, frame, cast)
    if not out and not any(item.stance == "denies" for item in frame.said):
        for further in (accusations, exchanged, agent_behind, origin, thought_to_be):
            out = out or further(sent, frame, cast)
    return _distinct(out)


def _distinct(mentions: list[PartyMention]) -> list[PartyMention]:
    found: list[PartyMention] = []
    for mention in mentions:
        same = [
            other
            for other in found
            if other.name == mention.name
            or (other.party == mention.party if mention.party and other.party else other.span == mention.span)
        ]
        if not same:
            found.append(mention)
    return sorted(found, key=lambda mention: mention.span or (0, 0))
