"""Who is accused and what was struck, for one event frame."""

from allegata.reading.attribution import Said
from allegata.reading.frames import Frame, nearest_hit
from allegata.reading.phrases import bare, conjuncts, phrase, trim
from allegata.reading.sentence import Sentence
from allegata.reading.triggers import Hit
from allegata.reading.voices import Cast
from allegata.records import PartyMention, Target

_FORCE_KINDS = frozenset(("military", "armed group", "police"))
_ACTORS = frozenset(
    (
        "settler",
        "mob",
        "herder",
        "herdsman",
        "bandit",
        "assailant",
        "attacker",
        "kidnapper",
        "vigilante",
        "smuggler",
        "guard",
        "raider",
        "bomber",
        "killer",
        "pirate",
    )
)
_UNNAMED = frozenset(("armed", "masked", "uniformed", "unidentified", "unknown"))
_PRONOUNS = frozenset(("it", "they", "we", "he", "she", "its", "their", "our", "them", "us"))
_OUTCOMES_ONLY = frozenset(("killed", "injured", "missing", "detained", "displaced"))
_STRUCK_BY = frozenset(("against", "on", "at", "in", "of"))
_GENERIC_FORCES = frozenset(
    (
        "forces",
        "force",
        "troops",
        "army",
        "military",
        "warplanes",
        "jets",
        "aircraft",
        "planes",
        "soldiers",
        "artillery",
        "drones",
        "navy",
    )
)


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
_AIMED = frozenset(("fire", "launch", "drop", "shoot", "attack", "rain"))
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
        "missile",
        "artillery",
        "airstrike",
        "rocket",
        "tank",
    )
)


def _party_like(sent: Sentence, i: int, cast: Cast) -> str | None:
    """Return why the phrase headed by ``i`` can be a party that acts, or ``None``."""
    if sent.pos[i] == "PRON" and sent.low[i] not in _PRONOUNS:
        return None
    first, last = trim(sent, *phrase(sent, i))
    words = sent.words_of(first, last)
    if cast.party_id(words) is not None:
        return "a registered party"
    lemma, low = sent.lemma[i], sent.low[i]
    person = cast.lex.people.get(lemma)
    if person is not None and person.status == "combatant":
        return "combatants"
    modifiers = {sent.low[k] for k in range(first, i)}
    if person is not None and modifiers & _UNNAMED:
        return "unnamed armed people"
    if lemma in _ACTORS and "suicide" not in modifiers:
        return "people who act"
    if any(cast.lex.speakers.get(word) == "armed group" for word in modifiers):
        return "a force"
    if person is not None and cast.lex.speakers.get(lemma) not in _FORCE_KINDS:
        return None
    if cast.lex.speakers.get(lemma) in _FORCE_KINDS or cast.lex.speakers.get(low) in _FORCE_KINDS:
        return "a force"
    if low in _GENERIC_FORCES or lemma in (
        "warplane",
        "jet",
        "aircraft",
        "helicopter",
        "gunship",
        "fighter",
        "bomber",
        "force",
        "attacker",
        "assailant",
    ):
        return "a force"
    if sent.pos[i] == "PROPN" and sent.ent[i] in ("ORG", "NORP") and lemma not in cast.lex.accident_words:
        return "a named body"
    if cast.is_short(sent, i) and cast.fuller(sent, i) is not None:
        return "a short form"
    return None


def _known_name(cast: Cast, party: str | None, name: str) -> str:
    known = cast.register.get(party) if party else None
    return known.name if known else name


_ACTING = frozenset(("government", "military", "armed group", "police", "other"))


def _self_reference(sent: Sentence, i: int, said: list[Said], why: str, cast: Cast) -> PartyMention | None:
    """Return the speaker as the one meant by "it", "its forces", "we", when a party speaks of its own act."""
    if any(sent.pos[k] in ("NOUN", "PROPN") for item in said[:1] for k in item.content if k < i):
        return None  # the pronoun may stand for another that is named before it
    for item in said[:1]:
        if item.voice.name and item.voice.kind in _ACTING and (item.voice.party or item.stance in ("denies", "admits")):
            voice = item.voice
            return PartyMention(
                words=sent.words[i],
                span=sent.between(i, i),
                party=voice.party,
                name=_known_name(cast, voice.party, voice.name),
                refers_to=voice.span,
                why=why,
            )
    return None


def _add(sent: Sentence, i: int, why: str, cast: Cast, said: list[Said], out: list[PartyMention]) -> None:
    if sent.low[i] in _PRONOUNS:
        own = _self_reference(sent, i, said, why, cast)
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
                PartyMention(words=sent.words[i], span=sent.between(i, i), party=party, name=known.name, why=why)
            )
            return
    for k in conjuncts(sent, i):
        of = next((x for x in sent.kids[k] if sent.low[x] == "of"), None)
        owner = sent.kid(of, "pobj") if of is not None else None
        if owner is not None and cast.lex.people.get(sent.lemma[k]) is None and _party_like(sent, k, cast) is None:
            if _party_like(sent, owner, cast) == "a registered party":  # "an Antonov of the air force"
                out.append(cast.mention(sent, owner, f"{why}, of"))
            continue
        if _party_like(sent, k, cast) is None:
            continue
        poss = sent.kid(k, "poss")
        if poss is not None and sent.low[poss] in _PRONOUNS:
            own = _self_reference(sent, poss, said, why, cast)
            if own is not None:
                out.append(own)
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
        if mention.party is None and any(cast.lex.speakers.get(word) in _FORCE_KINDS for word in forces):
            out.append(mention)
            continue
        if mention.party is None and sent.lemma[k] in _PLATFORMS and not mention.refers_to:
            continue  # "a fighter jet": whose, is not said
        out.append(mention)


def _modifiers(sent: Sentence, hit: Hit, cast: Cast) -> PartyMention | None:
    """Return the party that stands before an event noun: "Israeli airstrikes", "coalition strikes", "the army's shelling"."""
    i = hit.token
    owner = sent.kid(i, "poss")
    if owner is None and sent.dep[hit.first] == "poss":
        owner = hit.first
    if owner is not None and sent.pos[owner] != "PRON":
        if _party_like(sent, owner, cast) or cast.party_id(bare(sent.words_of(*trim(sent, *phrase(sent, owner))))):
            return cast.mention(sent, owner, "possessive")
        return None
    first = hit.first
    k = first - 1
    while k >= 0 and (
        sent.pos[k] in ("ADJ", "PROPN", "NOUN", "PUNCT", "VERB", "NUM")
        and (sent.words[k] in ("-", "‑") or sent.pos[k] != "PUNCT")
    ):
        if sent.pos[k] == "VERB" and sent.lemma[k] not in ("lead", "back", "alleged", "suspect", "allege"):
            break
        k -= 1
    for start in range(k + 1, first):
        words = sent.words_of(start, first - 1)
        if sent.words[start] in ("-", "‑"):
            continue
        nation = sent.ent[start] in ("NORP", "GPE") or sent.words[start][:1].isupper()
        if cast.is_town(words):
            continue  # "the Kabul bombing": where, not by whom
        forces = cast.party_id(f"{words} forces") if nation else None
        party = (forces if cast.is_country(words) else None) or cast.party_id(words) or forces
        if party is not None:
            known = cast.register.get(party)
            return PartyMention(
                words=words,
                span=sent.between(start, first - 1),
                party=party,
                name=known.name if known else words,
                why="modifier of the event word",
            )
    if (
        first > 0
        and sent.pos[first - 1] in ("NOUN", "PROPN", "ADJ")
        and cast.lex.speakers.get(sent.lemma[first - 1], cast.lex.speakers.get(sent.low[first - 1]))
        in _FORCE_KINDS | {"government"}
    ):
        if cast.fuller(sent, first - 1) is None:
            words = sent.words[first - 1]
            return PartyMention(
                words=words,
                span=sent.between(first - 1, first - 1),
                party=None,
                name=words,
                why="modifier of the event word",
            )
    for start in range(k + 1, first):
        mention_head = next((x for x in range(first - 1, start - 1, -1) if sent.pos[x] in ("NOUN", "PROPN")), None)
        if (
            mention_head is not None
            and sent.lemma[mention_head] in cast.mentions
            and cast.lex.speakers.get(sent.lemma[mention_head]) in _FORCE_KINDS
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
        if subject is None and sent.dep[verb] in ("advcl", "pcomp") and sent.tag[verb] == "VBG":
            above = next((k for k in sent.up(verb) if sent.pos[k] in ("VERB", "AUX")), None)
            subject = sent.kid(above, "nsubj") if above is not None else None
            if above is not None and sent.lemma[above] in cast.lex.cues:
                subject = None
        if subject is not None:
            _add(sent, subject, "subject", cast, said, out)
            _weapon_owner(sent, subject, cast, out)
            _user_of(sent, subject, cast, said, out)


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
    """Add the party whose weapon acts: "Armenian rockets killed", "government barrel bombs hit", "the army's shells"."""
    if out or not (sent.lemma[i] in cast.lex.weapon_subjects or sent.low[i] in cast.lex.refine_words):
        return
    owner = sent.kid(i, "poss")
    if owner is not None and sent.pos[owner] != "PRON":
        if _party_like(sent, owner, cast):
            out.append(cast.mention(sent, owner, "possessive of the weapon"))
        return
    first = phrase(sent, i)[0]
    for end in range(i - 1, first - 1, -1):
        for start in range(first, end + 1):
            words = sent.words_of(start, end)
            nation = sent.ent[start] in ("NORP", "GPE") or sent.words[start][:1].isupper()
            if sent.pos[start] == "DET":
                continue
            party = cast.party_id(words) or (cast.party_id(f"{words} forces") if nation else None)
            known = cast.register.get(party) if party else None
            if known is not None:
                out.append(
                    PartyMention(
                        words=words,
                        span=sent.between(start, end),
                        party=party,
                        name=known.name,
                        why="modifier of the weapon",
                    )
                )
                return


def accused(sent: Sentence, frame: Frame, cast: Cast) -> list[PartyMention]:
    """Return the parties that the words of a frame hold responsible, in order of the text."""
    out: list[PartyMention] = []
    for item in frame.said:
        for token in item.accused:
            if sent.low[token] not in _PRONOUNS:
                out.append(cast.mention(sent, token, f"{item.cue} …", of=False))
    for hit in sorted(frame.hits, key=lambda hit: hit is not frame.main):
        if not hit.noun:
            if hit.trigger.outcome and hit.lemma in ("die", "perish", "succumb"):
                continue
            _actors_of_verb(sent, hit.token, cast, frame.said, out)
            continue
        before = _modifiers(sent, hit, cast)
        if before is not None:
            out.append(before)
        else:
            owner = sent.kid(hit.token, "poss")
            if owner is not None and sent.low[owner] in _PRONOUNS:
                own = _self_reference(sent, owner, frame.said, "possessive", cast)
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
            elif sent.dep[kid] == "prep" and sent.low[kid] == "of" and not hit.trigger.outcome:
                obj = sent.kid(kid, "pobj")
                if (
                    obj is not None
                    and _party_like(sent, obj, cast) == "a registered party"
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
    return _distinct(sent, out)


def _distinct(sent: Sentence, mentions: list[PartyMention]) -> list[PartyMention]:
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


def targets(sent: Sentence, frame: Frame, hits: list[Hit], cast: Cast, taken: set[int]) -> list[Target]:
    """Return what or whom the words of a frame say was struck. ``taken``: heads of counted casualties."""
    heads: list[int] = []
    lex = cast.lex
    for hit in frame.hits:
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
            if obj is not None and sent.lemma[obj] in lex.target_kinds:
                heads.append(obj)
        carrier = sent.head[hit.token]
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
            near = nearest_hit(sent, k, hits)
            if (
                near is not None
                and near in frame.hits
                and near.token < k
                and cast.party_id(sent.words_of(*phrase(sent, obj))) is None
            ):
                heads.append(obj)
    found: list[Target] = []
    for head in dict.fromkeys(heads):
        for i in conjuncts(sent, head):
            lemma = sent.lemma[i]
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
            if kind is None:
                kind = (
                    "people"
                    if lemma in lex.people or sent.ent[i] == "NORP"
                    else "place"
                    if sent.ent[i] in ("GPE", "LOC") or lemma in lex.place_kinds
                    else None
                )
            found.append(Target(words=sent.words_of(first, last), span=sent.between(first, last), kind=kind))
    unique: dict[tuple[int, int], Target] = {}
    for target in found:
        unique.setdefault(target.span, target)
    return sorted(unique.values(), key=lambda target: target.span)
