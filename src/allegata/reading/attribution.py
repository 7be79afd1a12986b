"""Who says what: reporting words, the voice behind them, and the words that are said.

Forms read: "S said that C", "C, S said", "C, said S", "according to S", "S told R that C", "S, citing T, said C",
"S accused X of C", "blamed X for C", "S denied C", "S admitted C", "claimed responsibility for C", letters and
statements about C, "S's statement that C", and quotations that run over several sentences.
"""

import msgspec

from allegata.reading.lexicon import Cue, Lexicon
from allegata.reading.phrases import phrase
from allegata.reading.sentence import SUBJECTS, Sentence
from allegata.reading.voices import Cast, Voice
from allegata.records import Span

_OPEN, _CLOSE, _BOTH = frozenset("“«"), frozenset("”»"), frozenset('"')
_ABOUT = frozenset(("about", "over", "on", "regarding", "concerning", "with", "of", "following", "that"))
_NO_SPEAKER = frozenset(
    ("airstrike", "attack", "strike", "blast", "explosion", "war", "toll", "number", "video", "footage")
)


class Said(msgspec.Struct, kw_only=True):
    """One attribution in one sentence. ``content``: indexes of the tokens that are said."""

    voice: Voice
    cue: str | None
    cue_span: Span | None
    stance: str
    content: set[int]
    verb: int
    accused: list[int] = []
    inner: list[Voice] = []
    outer: list[Voice] = []
    report: set[int] = set()
    loose: bool = False


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


def _segment(sent: Sentence, verb: int, subject: int | None, content_heads: list[int]) -> set[int]:
    """Return the reporting part of a sentence: verb, its subject and adjuncts, without what is said."""
    out = {verb}
    for kid in sent.kids[verb]:
        if kid in content_heads:
            continue
        if sent.dep[kid] in ("conj", "cc", "punct", "dep", "nsubj") and kid != subject:
            continue
        out |= sent.subtree(kid)
    return out


def _quoted(sent: Sentence, i: int) -> bool:
    """Return whether token ``i`` stands inside quotation marks of its sentence."""
    depth, straight = 0, 0
    for k in range(i):
        word = sent.words[k]
        if word in _OPEN or word == "``":
            depth += 1
        elif word in _CLOSE or word == "''":
            depth = max(0, depth - 1)
        elif word in _BOTH:
            straight += 1
    return depth > 0 or straight % 2 == 1


def _content(sent: Sentence, verb: int, subject: int | None, cue: Cue) -> tuple[set[int], bool]:
    """Return the tokens of what a reporting verb reports, and whether that was read from punctuation only."""
    heads = [
        k
        for k in sent.kids[verb]
        if sent.dep[k] in ("ccomp", "pcomp") or (sent.dep[k] == "xcomp" and sent.lemma[verb] not in ("go",))
    ]
    if sent.lemma[verb] == "make":  # "made it clear that …": the clause hangs under "clear"
        heads = [k for h in sent.kids[verb] for k in sent.kids[h] if sent.dep[k] in ("ccomp", "advcl")] + [
            h for h in heads if not sent.low[h] == "clear"
        ]
    if sent.lemma[verb] == "go" and not heads:
        heads = []
    if cue.about:
        heads += [
            k
            for k in sent.kids[verb]
            if sent.dep[k] in ("dobj", "prep", "nsubjpass") and k != subject and not _dated(sent, k)
        ]
    content: set[int] = set()
    for head in heads:
        content |= sent.subtree(head)
    content.discard(verb)
    if subject is not None:
        content -= sent.subtree(subject)
    segment = _segment(sent, verb, subject, heads)
    if any(sent.pos[k] in ("VERB", "AUX", "NOUN") for k in content):
        edge = min(segment)
        closing = max(segment) >= sent.n - 3 and edge > 0 and sent.words[edge - 1] in (",", "”", '"', "''")
        if not cue.accuses and max(content) < edge and (sent.dep[verb] == "ROOT" or closing):
            # what the parser hung beside the clause, before a final "…, the ministry said"
            content |= {k for k in range(edge) if k not in segment}
        return content, False
    if sent.dep[verb] in ("parataxis", "advcl", "ROOT", "ccomp", "conj", "relcl", "acl"):
        edge = min(segment)
        before = {k for k in range(edge) if k not in segment}
        after = {k for k in range(max(segment) + 1, sent.n) if k not in segment}
        if before and any(sent.words[k] in (",", "”", '"', "''") for k in range(max(0, edge - 2), edge)):
            return before | ({k for k in after if _quoted(sent, k)} if after else set()), True
        if after and (sent.low[min(after)] == "that" or any(sent.words[k] in (":", "“", '"', "``") for k in after)):
            return after, True
    return content, True


def _dated(sent: Sentence, k: int) -> bool:
    """Return whether a word under a verb is a date ("on Friday")."""
    obj = sent.kid(k, "pobj") if sent.dep[k] == "prep" else k
    return obj is not None and sent.ent[obj] in ("DATE", "TIME")


def _subject_of_passive(sent: Sentence, verb: int) -> int | None:
    agent = sent.kid(verb, "agent")
    return sent.kid(agent, "pobj") if agent is not None else None


def _verb_cue(sent: Sentence, i: int, cast: Cast) -> Said | None:
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
    above = _cue_above(sent, i, cast)
    if above is not None:
        subject = above
    passive = sent.kid(i, "nsubjpass") is not None or sent.kid(i, "auxpass") is not None
    if passive:
        agent = _subject_of_passive(sent, i)
        if agent is None and cue.accuses and sent.lemma[i] == "accuse":
            return _accused_by_nobody(sent, i, cue, cast)
        if agent is None and not (sent.lemma[i] in ("quote", "cite") and subject is not None):
            return None
        if agent is not None:
            subject = agent
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
    if communication and (owner := _owner(sent, subject)) is not None:
        voice = cast.voice(sent, owner) or voice
    if voice is None:
        return None
    if voice.kind == "other" and voice.party is None and cue.about and not cue.accuses and not _content_clause(sent, i):
        return None
    content, loose = _content(sent, i, subject, cue)
    accused: list[int] = []
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
                    and not _dated(sent, k)
                ):
                    content |= sent.subtree(k)
            for k in sent.kids[target]:
                if sent.dep[k] == "prep" and sent.low[k] in ("of", "for"):
                    content |= sent.subtree(k)
            if content and min(content) > i:
                for k in sent.kids[i]:
                    if k > min(content) and sent.dep[k] in ("advcl", "npadvmod", "prep") and k != target:
                        content |= sent.subtree(k)
        if accused and not content and sent.lemma[i] in ("blame", "accuse"):
            content = set(range(sent.n)) - sent.subtree(i)  # "shells struck a market, said X, who blamed Y"
        if not accused or not content:
            return None
    inner, outer = _citing(sent, i, cast), _recipient(sent, i, cast)
    said = Said(
        voice=voice,
        cue=sent.words[i],
        cue_span=sent.between(i, i),
        stance=cue.stance,
        content=content,
        verb=i,
        accused=accused,
        inner=inner,
        outer=outer,
        loose=loose,
    )
    said.report = {i, subject} | (sent.subtree(subject) if sent.dep[i] != "relcl" else set())
    said.content |= _about_letters(sent, i, lex) - said.report
    return said if said.content else None


def _cue_above(sent: Sentence, verb: int, cast: Cast) -> int | None:
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


def _loose_subject(sent: Sentence, verb: int, cast: Cast) -> int | None:
    """Return the speaker right before a closing reporting verb that the parse left without a subject."""
    for k in range(verb - 1, max(-1, verb - 14), -1):
        if sent.pos[k] == "VERB" and sent.dep[k] not in ("amod", "acl"):
            return None
        if sent.pos[k] in ("NOUN", "PROPN") and sent.dep[k] not in ("compound", "pobj", "poss", "dobj"):
            if sent.lemma[k] in cast.lex.speakers:
                return k
    return None


def _appeal(sent: Sentence, i: int, cast: Cast) -> Said | None:
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
    report = {i} | sent.subtree(subject)
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
        cue=sent.words[i],
        cue_span=sent.between(i, i),
        stance="alleges",
        content=content,
        verb=i,
        report=report,
    )


def _accused_by_nobody(sent: Sentence, i: int, cue: Cue, cast: Cast) -> Said | None:
    """ "X has been accused of C": nobody says who accuses; the publisher's is the only voice."""
    target = sent.kid(i, "nsubjpass")
    content: set[int] = set()
    for k in sent.kids[i]:
        if k > i and sent.dep[k] in ("prep", "pcomp") and not _dated(sent, k):
            content |= sent.subtree(k)
    if target is None or not content:
        return None
    return Said(
        voice=cast.publisher(),
        cue=sent.words[i],
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


def _owner(sent: Sentence, noun: int) -> int | None:
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
        return subject if sent.lemma[above] in cast.lex.cues or sent.lemma[subject] in cast.lex.speakers else None
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


def _citing(sent: Sentence, verb: int, cast: Cast) -> list[Voice]:
    voices: list[Voice] = []
    for kid in sent.kids[verb]:
        if sent.low[kid] in ("citing", "quoting") and (obj := sent.kid(kid, "dobj", "pobj")) is not None:
            voice = cast.voice(sent, obj)
            if voice is not None:
                voices.append(voice)
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


def _according_to(sent: Sentence, cast: Cast) -> list[Said]:
    found: list[Said] = []
    for i in range(sent.n - 2):
        if sent.low[i] == "according" and sent.low[i + 1] == "to":
            start, cue_end, obj = i, i + 1, sent.kid(i + 1, "pobj")
        elif sent.low[i] in ("citing", "quoting") and sent.lemma[sent.head[i]] not in cast.lex.cues:
            start, cue_end, obj = i, i, sent.kid(i, "dobj", "pobj")
        elif sent.low[i] == "as" and sent.low[i + 1] == "per":
            start, cue_end, obj = (
                i,
                i + 1,
                next((k for k in range(i + 2, min(sent.n, i + 7)) if sent.pos[k] in ("NOUN", "PROPN")), None),
            )
        else:
            continue
        if obj is None:
            obj = next(
                (k for k in range(cue_end + 1, min(sent.n, cue_end + 7)) if sent.pos[k] in ("NOUN", "PROPN")), None
            )
        if obj is None:
            continue
        owner = _owner(sent, obj) if sent.lemma[obj] in cast.lex.cue_nouns else None
        voice = cast.voice(sent, owner if owner is not None else obj)
        if voice is None:
            continue
        segment = set(range(start, max(cue_end, max(sent.subtree(obj))) + 1))
        head = sent.head[start]
        top = sent.clause(head)
        while (
            sent.dep[top] == "conj"
            and start > top
            and sent.words[start - 1] == ","
            and sent.pos[sent.head[top]] == "VERB"
        ):
            top = sent.head[top]  # a closing "according to" goes for all coordinated clauses
        content = sent.subtree(top) - segment
        for said in list(found):
            content -= said.report
        if sent.lemma[top] in cast.lex.cues and top in content and sent.kid(top, "ccomp") is not None:
            content = set().union(*(sent.subtree(k) for k in sent.kids[top] if sent.dep[k] == "ccomp")) - segment
        if len(content) < 3:
            content = set(range(sent.n)) - segment
        found.append(
            Said(
                voice=voice,
                cue=sent.words_of(start, cue_end),
                cue_span=sent.between(start, cue_end),
                stance="alleges",
                content=content,
                verb=start,
                report=segment,
            )
        )
    return found


def _noun_claims(sent: Sentence, cast: Cast) -> list[Said]:
    """ "claims by Ukraine that C", "the ministry's statement that C", "allegations that C"."""
    found: list[Said] = []
    for i in range(sent.n):
        if sent.pos[i] != "NOUN" or sent.lemma[i] not in cast.lex.cue_nouns:
            continue
        clause = sent.kid(i, "acl", "ccomp", "relcl")
        owner = _owner(sent, i)
        if clause is None or owner is None or sent.pos[clause] not in ("VERB", "AUX"):
            continue
        if not any(sent.low[k] == "that" and sent.dep[k] == "mark" for k in sent.kids[clause]):
            continue
        voice = cast.voice(sent, owner)
        if voice is not None:
            found.append(
                Said(
                    voice=voice,
                    cue=sent.words[i],
                    cue_span=sent.between(i, i),
                    stance="denies" if sent.lemma[i] == "denial" else "alleges",
                    content=sent.subtree(clause),
                    verb=i,
                    report={i} | sent.subtree(owner),
                )
            )
    return found


def attributions(sent: Sentence, cast: Cast) -> list[Said]:
    """Return the attributions of a sentence, and remember in ``cast`` who spoke last."""
    found: list[Said] = []
    for i in range(sent.n):
        if sent.pos[i] in ("VERB", "AUX") and (sent.lemma[i] in cast.lex.cues or sent.lemma[i] in cast.lex.cue_phrases):
            said = _verb_cue(sent, i, cast)
            if said is not None:
                if _cue_above(sent, i, cast) is not None:
                    for other in found:
                        other.content -= sent.subtree(i)
                found.append(said)
                if said.voice.span is not None:
                    cast.heard(said.voice)
                continue
        if sent.pos[i] == "VERB":
            appeal = _appeal(sent, i, cast)
            if appeal is not None and appeal.content:
                found.append(appeal)
    according = _according_to(sent, cast)
    for item in according:
        for other in found:  # "S said, according to T, that C": T is reported by S
            if item.verb in other.content and not item.content <= other.content:
                item.content &= other.content | item.content
    found += according
    if (according and not cast.last_voice) or (according and len(found) == len(according)):
        cast.heard(according[-1].voice)
    found += _noun_claims(sent, cast)
    return found


def closing_voice(ahead: list[Sentence], cast: Cast) -> Said | None:
    """Return the attribution that closes a quotation in a later sentence of the paragraph ("… . …," said the mayor)."""
    last, voices = cast.last_voice, len(cast.voices)
    found: Said | None = None
    for sent in ahead:
        said = attributions(sent, cast)
        if said:
            found = max(said, key=lambda item: len(item.content))
            break
        if not leaves_open(sent, True):
            break
    cast.last_voice = last
    del cast.voices[voices:]
    return found


def carried_quote(
    sent: Sentence, open_before: bool, said: list[Said], cast: Cast, closing: Said | None = None
) -> Said | None:
    """Return the attribution of a sentence that continues a quotation, or is one without its own reporting verb.

    ``closing``: the attribution that closes the quotation further on, which wins over who spoke before.
    """
    if said or (cast.last_voice is None and closing is None):
        return None
    starts_quoted = sent.words[0] in _OPEN | _BOTH or sent.words[0] == "``"
    if not (open_before or starts_quoted):
        return None
    last = closing.voice if closing is not None else cast.last_voice
    if last is None:
        return None
    return Said(
        voice=msgspec.structs.replace(last, refers_to=last.refers_to),
        cue=None,
        cue_span=None,
        stance="alleges",
        content=set(range(sent.n)),
        verb=0,
        loose=True,
    )


def leaves_open(sent: Sentence, open_before: bool) -> bool:
    """Return whether a quotation is still open after the sentence."""
    state = open_before
    for word in sent.words:
        if word in _OPEN or word == "``":
            state = True
        elif word in _CLOSE or word == "''":
            state = False
        elif word in _BOTH:
            state = not state
    return state


def chain(index: int, said: list[Said]) -> list[Said]:
    """Return the attributions whose content holds token ``index``, innermost (the ultimate speaker) first."""
    inside = [item for item in said if index in item.content]
    return sorted(inside, key=lambda item: (len(item.content), -item.verb))
