"""Reporting verbs: the voice behind each, and what it accuses, denies, admits or demands."""

from allegata.reading.lexicon import Cue, Lexicon
from allegata.reading.phrases import phrase
from allegata.reading.said import Said
from allegata.reading.said_content import content_of, dated
from allegata.reading.sentence import SUBJECTS, Sentence
from allegata.reading.voices import Cast, Voice
from allegata.records import Span

_ABOUT = frozenset(("about", "over", "on", "regarding", "concerning", "with", "of", "following", "that"))
_NO_SPEAKER = frozenset(
    ("airstrike", "attack", "strike", "blast", "explosion", "war", "toll", "number", "video", "footage")
)


def _phrase_cue(sent: Sentence, verb: int, lex: Lexicon) -> tuple[Cue, list[int]] | None:
    for item in lex.cue_phrases.get(sent.lemma[verb], ()):
        below = [
            k
            for k in range(verb + 1, min(sent.n, verb + 7))
            if sent.lemma[k] in item.words or sent.low[k] in item.words
        ]
        if len({sent.lemma[k] if sent.lemma[k] in item.words else sent.low[k] for k in below}) >= len(item.words):
            return Cue(stance=item.stance, about=True, accuses=item.accuses), below[: len(item.words)]
    return None


def _subject_of_passive(sent: Sentence, verb: int) -> int | None:
    agent = sent.kid(verb, "agent")
    return sent.kid(agent, "pobj") if agent is not None else None


def verb_cue(sent: Sentence, i: int, cast: Cast) -> Said | None:
    """Return the attribution that the reporting verb at ``i`` makes, or ``None`` when it makes none."""
    lex = cast.lex
    found = _phrase_cue(sent, i, lex)
    cue = found[0] if found else lex.cues.get(sent.lemma[i])
    if cue is None or cue.stance == "none" or sent.dep[i] in ("amod", "compound"):
        return None
    if any(sent.dep[k] == "neg" for k in sent.kids[i]) and cue.stance in ("alleges", "reports"):
        return None
    subject = sent.subject(i)
    if subject is not None and sent.low[subject] in ("who", "which", "that") and sent.dep[i] == "relcl":
        subject = sent.head[i]
    several = [k for k in sent.kids[i] if sent.dep[k] == "nsubj" and k < i]
    if len(several) > 1:  # "Airstrikes killed 12, the ministry said" with both as subjects
        subject = several[-1]
    above = cue_above(sent, i, cast)
    if above is not None:
        subject = above
    closing = _closing_speaker(sent, i, cast)
    if closing is not None:
        subject = closing
    passive = sent.kid(i, "nsubjpass") is not None or sent.kid(i, "auxpass") is not None
    if passive:
        agent = _subject_of_passive(sent, i)
        if agent is None and cue.accuses and sent.lemma[i] == "accuse":
            return _accused_by_nobody(sent, i, cast)
        if agent is None and not (sent.lemma[i] in ("quote", "cite") and subject is not None):
            return None
        if agent is not None:
            subject = agent
    if not passive and sent.lemma[i] == "accuse" and sent.kid(i, "nsubj") is not None and _of_an_act(sent, i):
        return _accused_by_nobody(sent, i, cast)  # a headline: "X accused of bombing a hospital"
    if subject is None and not passive and sent.tag[i] == "VBG":
        subject = _subject_above(sent, i, cast)
        if subject is not None and sent.lemma[i] in ("read", "quote", "cite"):
            return None
    if subject is None and not passive and sent.lemma[i] != "tell" and not cue.accuses:
        subject = _inverted(sent, i, cast)
    if subject is None and not passive and sent.tag[i] == "VBD":
        subject = _loose_subject(sent, i, cast)
    if subject is None and sent.dep[i] == "acl" and sent.pos[sent.head[i]] in ("NOUN", "PROPN"):
        return None
    if subject is None and sent.lemma[i] in ("read",):
        return None
    if subject is None:
        return None
    if sent.lemma[subject] in _NO_SPEAKER and sent.lemma[subject] not in lex.speakers:
        return None
    communication = lex.communications.get(sent.lemma[subject])
    voice = cast.last_voice if communication and cast.last_voice else cast.voice(sent, subject)
    if communication and (owner := owner_of(sent, subject)) is not None:
        voice = cast.voice(sent, owner) or voice
    if voice is None:
        return None
    unknown = voice.kind == "other" and voice.party is None and sent.pos[subject] == "NOUN"
    if unknown and cue.about and not cue.accuses and not _content_clause(sent, i):
        return None
    content, loose = content_of(sent, i, subject, cue)
    accused: list[int] = []
    bare = False
    if cue.accuses:
        target = sent.kid(i, "dobj", "nsubjpass")
        objects = [k for k in sent.kids[i] if sent.dep[k] == "dobj"]
        if len(objects) > 1 and sent.pos[objects[-1]] in ("NOUN", "PROPN"):
            target = objects[-1]
        event = target is not None and (sent.lemma[target] in lex.nouns or sent.low[target] in lex.nouns)
        if sent.lemma[i] == "blame" and event and (blamed := _blamed_on(sent, target or i, cast)) is not None:
            content = set(range(i + 1, sent.n)) - sent.subtree(blamed)
            accused = [blamed]
        elif sent.lemma[i] == "hold":
            word = next((k for k in range(i + 1, sent.n) if sent.low[k] == "responsible"), None)
            held = (sent.kid(word, "nsubj") if word is not None else None) or target
            if held is not None and word is not None:
                accused = [held]
                content = set(range(word + 1, sent.n))
        elif target is not None:
            accused = [target]
            content = set()
            for k in sent.kids[i]:
                if (
                    sent.dep[k] in ("prep", "dative", "pcomp", "ccomp", "oprd", "acomp")
                    and k != target
                    and not dated(sent, k)
                ):
                    content |= sent.subtree(k)
            for k in sent.kids[target]:
                if sent.dep[k] == "prep" and sent.low[k] in ("of", "for"):
                    content |= sent.subtree(k)
            if content and min(content) > i:
                for k in sent.kids[i]:
                    if k > min(content) and sent.dep[k] in ("advcl", "npadvmod", "prep") and k != target:
                        content |= sent.subtree(k)
        bare = bool(accused) and not content and sent.lemma[i] in ("blame", "accuse")
        if bare:
            content = {i}  # "…, who blamed Y": of what was told before
        if not accused or not content:
            return None
    inner, outer = _citing(sent, i, cast), _recipient(sent, i, cast)
    said = Said(
        voice=voice,
        cue=sent.words_of(i, i),
        cue_span=sent.between(i, i),
        stance=cue.stance,
        content=content,
        verb=i,
        accused=accused,
        inner=inner,
        outer=outer,
        loose=loose,
        bare=bare,
    )
    said.report = {i} | _subject_tokens(sent, i, subject)
    said.content |= _about_letters(sent, i, lex) - said.report
    return said if said.content else None


def cue_above(sent: Sentence, verb: int, cast: Cast) -> int | None:
    """Return the speaker of the outer reporting verb that a coordinated one goes back to.

    In "S denied that A had struck B, and accused C of …" the parser hangs "accused" under "struck".
    """
    if sent.dep[verb] != "conj" or sent.kid(verb, *SUBJECTS) is not None:
        return None
    first = sent.head[verb]
    if sent.lemma[first] in cast.lex.cues or sent.lemma[first] in cast.lex.cue_phrases:
        return None
    but = any(sent.low[k] in ("but", ",") for k in range(max(0, verb - 4), verb))
    for outer in sent.up(first):
        if but and sent.lemma[outer] in cast.lex.cues and sent.pos[outer] == "VERB":
            return sent.subject(outer)
    return None


def _closing_speaker(sent: Sentence, verb: int, cast: Cast) -> int | None:
    """Return the named speaker right before a closing verb: "Shells hit a bus, Ana Koval, a mayor, said".

    The parser hangs such a verb under the first one, whose subject is then no speaker.
    """
    if sent.dep[verb] not in ("conj", "ROOT") or sent.kid(verb, *SUBJECTS) is not None:
        return None
    if sent.tag[verb] != "VBD" or sent.words[verb - 1 : verb] != [","]:
        return None
    for k in range(verb - 3, max(0, verb - 16), -1):
        if sent.ent[k] != "PERSON" or sent.pos[k] != "PROPN" or sent.words[k + 1] != ",":
            continue
        first = k
        while first > 0 and sent.ent[first - 1] == "PERSON" and sent.pos[first - 1] == "PROPN":
            first -= 1
        roles = [n for n in sent.kids[k] if sent.dep[n] == "appos" and k < n < verb]
        named = first > 0 and sent.words[first - 1] == "," and any(sent.lemma[n] in cast.lex.speakers for n in roles)
        return k if named else None
    return None


def _inverted(sent: Sentence, verb: int, cast: Cast) -> int | None:
    """Return the subject that stands after its verb and was parsed as an object: "…, added the ministry"."""
    if sent.kid(verb, "ccomp") is None and not (verb > 0 and sent.words[verb - 1] in (",", "”", '"', "''")):
        return None
    after = next(
        (k for k in sent.kids[verb] if k > verb and sent.dep[k] in ("dobj", "attr", "npadvmod", "oprd", "dep")), None
    )
    if after is None or after - verb > 6:
        return None
    known = sent.lemma[after] in cast.lex.speakers or sent.ent[after] in ("PERSON", "ORG", "GPE")
    return after if known or cast.party_id(sent.words_of(*phrase(sent, after))) else None


def _subject_tokens(sent: Sentence, verb: int, subject: int) -> set[int]:
    """Return the tokens of a verb's subject; where the verb was parsed under it, only its phrase."""
    if verb in sent.subtree(subject):
        first, last = phrase(sent, subject)
        return set(range(first, last + 1))
    return sent.subtree(subject)


def _loose_subject(sent: Sentence, verb: int, cast: Cast) -> int | None:
    """Return the speaker right before a closing reporting verb that the parse left without a subject."""
    for k in range(verb - 1, max(-1, verb - 14), -1):
        if sent.pos[k] == "VERB" and sent.dep[k] not in ("amod", "acl"):
            return None
        if sent.pos[k] in ("NOUN", "PROPN") and sent.dep[k] not in ("compound", "pobj", "poss", "dobj"):
            of = next((n for n in sent.kids[k] if sent.low[n] == "of" and n < verb), None)
            whose = sent.kid(of, "pobj") if of is not None else None  # "a member of the local administration"
            if sent.lemma[k] in cast.lex.speakers or (whose is not None and sent.lemma[whose] in cast.lex.speakers):
                return k
    return None


def appeal_of(sent: Sentence, i: int, cast: Cast) -> Said | None:
    """Who urges, demands or writes letters also says what the appeal is about ("urges X to stop its crimes")."""
    lex = cast.lex
    letters = sent.lemma[i] in ("address", "send", "issue", "write", "submit", "release") and any(
        sent.lemma[k] in lex.communications for k in sent.kids[i]
    )
    if not letters and sent.lemma[i] not in lex.demand_verbs:
        return None
    subject = sent.subject(i)
    if subject is None:
        return None
    voice = cast.voice(sent, subject)
    if voice is None or (voice.kind == "other" and voice.party is None):
        return None
    report = {i} | _subject_tokens(sent, i, subject)
    if letters:
        content = set()
        for k in sent.subtree(i):
            if (
                sent.dep[k] == "prep"
                and sent.low[k] in _ABOUT
                and sent.ent[sent.kid(k, "pobj") or k] not in ("DATE", "TIME")
            ):
                content |= sent.subtree(k)
        content -= report
    else:
        content = sent.subtree(i) - report
    return Said(
        voice=voice,
        cue=sent.words_of(i, i),
        cue_span=sent.between(i, i),
        stance="alleges",
        content=content,
        verb=i,
        report=report,
    )


def _of_an_act(sent: Sentence, i: int) -> bool:
    """Tell whether "accused" has no object and goes on with "of": the one before it is who is accused."""
    return sent.kid(i, "dobj", "ccomp") is None and sent.low[i + 1 : i + 2] == ["of"] and sent.tag[i] in ("VBD", "VBN")


def _accused_by_nobody(sent: Sentence, i: int, cast: Cast) -> Said | None:
    """ "X has been accused of C": nobody says who accuses; the publisher's is the only voice."""
    target = sent.kid(i, "nsubjpass", "nsubj")
    content: set[int] = set()
    for k in sent.kids[i]:
        if k > i and sent.dep[k] in ("prep", "pcomp") and not dated(sent, k):
            content |= sent.subtree(k)
    if target is None or not content:
        return None
    return Said(
        voice=cast.publisher(),
        cue=sent.words_of(i, i),
        cue_span=sent.between(i, i),
        stance="alleges",
        content=content,
        verb=i,
        accused=[target],
        report={i} | sent.subtree(target),
    )


def _blamed_on(sent: Sentence, start: int, cast: Cast) -> int | None:
    """Return whom a "blamed … on" names, wherever the parser hung the "on"."""
    for k in range(sent.n - 1, start, -1):
        if sent.low[k] == "on" and (obj := sent.kid(k, "pobj")) is not None:
            if cast.party_id(sent.words_of(*phrase(sent, obj))) or sent.lemma[obj] in cast.lex.speakers:
                return obj
    return None


def _content_clause(sent: Sentence, verb: int) -> bool:
    return any(sent.dep[k] == "ccomp" for k in sent.kids[verb])


def owner_of(sent: Sentence, noun: int) -> int | None:
    """Return whose statement it is: "the ministry's statement", "a statement by the ministry", "from …"."""
    owner = sent.kid(noun, "poss")
    if owner is not None and sent.pos[owner] != "PRON":
        return owner
    for kid in sent.kids[noun]:
        if sent.low[kid] in ("by", "from", "of") and (obj := sent.kid(kid, "pobj")) is not None:
            return obj
        if (
            sent.lemma[kid] in ("issue", "release", "publish", "send")
            and (obj := _subject_of_passive(sent, kid)) is not None
        ):
            return obj
    return None


def _subject_above(sent: Sentence, i: int, cast: Cast) -> int | None:
    """Return who speaks in "…, adding that C", "…, accusing X of C": the subject of the verb above."""
    if sent.dep[i] not in ("advcl", "xcomp", "conj", "acl", "ccomp"):
        return None
    for above in sent.up(i):
        if sent.pos[above] not in ("VERB", "AUX"):
            continue
        subject = sent.subject(above)
        if subject is None and sent.lemma[above] in cast.lex.cues:
            subject = _inverted(sent, above, cast)
        if subject is None:
            continue
        speaks = any(word in cast.lex.speakers for word in (sent.lemma[subject], sent.low[subject]))  # "media": medium
        return subject if sent.lemma[above] in cast.lex.cues or speaks else None
    return None


def _about_letters(sent: Sentence, verb: int, lex: Lexicon) -> set[int]:
    """What letters or statements under a reporting verb are about ("said in two letters … dealing with C")."""
    content: set[int] = set()
    for noun in sent.subtree(verb):
        if sent.lemma[noun] in lex.communications and noun > verb and verb in sent.up(noun):
            for kid in (*sent.kids[noun], *sent.kids[verb]):
                if kid > noun and sent.lemma[kid] in (
                    "deal",
                    "concern",
                    "about",
                    "over",
                    "regarding",
                    "follow",
                    "address",
                ):
                    content |= sent.subtree(kid)
    return content


def _citing(sent: Sentence, verb: int, cast: Cast) -> list[tuple[Voice, str, Span]]:
    voices: list[tuple[Voice, str, Span]] = []
    for kid in sent.kids[verb]:
        if sent.low[kid] in ("citing", "quoting") and (obj := sent.kid(kid, "dobj", "pobj")) is not None:
            voice = cast.voice(sent, obj)
            if voice is not None:
                voices.append((voice, sent.words_of(kid, kid), sent.between(kid, kid)))
    return voices


def _recipient(sent: Sentence, verb: int, cast: Cast) -> list[Voice]:
    """Return the news agency or outlet that somebody spoke to ("told AFP")."""
    if sent.lemma[verb] != "tell":
        return []
    target = sent.kid(verb, "dobj", "dative")
    voice = cast.voice(sent, target) if target is not None and sent.pos[target] in ("PROPN", "NOUN") else None
    if voice is None or voice.kind not in ("news agency", "media") or voice.party is None:
        return []
    return [voice]
