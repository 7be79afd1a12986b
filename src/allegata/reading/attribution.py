"""Who says what: reporting words, the voice behind them, and the words that are said.

Forms read: "S said that C", "C, S said", "C, said S", "according to S", "S told R that C", "S, citing T, said C",
"S accused X of C", "blamed X for C", "S denied C", "S admitted C", "claimed responsibility for C", letters and
statements about C, "S's statement that C", "S: C", "C: S", and quotations that run over several sentences.
"""

import msgspec

from allegata.reading.colon_voices import before_colon
from allegata.reading.cue_verbs import appeal_of, cue_above, owner_of, verb_cue
from allegata.reading.said import Said
from allegata.reading.said_content import BOTH, CLOSE, OPEN
from allegata.reading.sentence import Sentence
from allegata.reading.voices import Cast


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
        owner = owner_of(sent, obj) if sent.lemma[obj] in cast.lex.cue_nouns else None
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
        owner = owner_of(sent, i)
        if clause is None or owner is None or sent.pos[clause] not in ("VERB", "AUX"):
            continue
        if not any(sent.low[k] == "that" and sent.dep[k] == "mark" for k in sent.kids[clause]):
            continue
        voice = cast.voice(sent, owner)
        if voice is not None:
            found.append(
                Said(
                    voice=voice,
                    cue=sent.words_of(i, i),
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
            said = verb_cue(sent, i, cast)
            if said is not None:
                if cue_above(sent, i, cast) is not None:
                    for other in found:
                        other.content -= sent.subtree(i)
                found.append(said)
                if said.voice.span is not None:
                    cast.heard(said.voice)
                continue
        if sent.pos[i] == "VERB":
            appeal = appeal_of(sent, i, cast)
            if appeal is not None and appeal.content:
                found.append(appeal)
    according = _according_to(sent, cast)
    for item in according:
        for other in found:  # "S said, according to T, that C": T is reported by S
            if item.verb in other.content and not item.content <= other.content:
                item.content &= other.content | item.content
    found += according
    before = before_colon(sent, cast)
    if before is not None:
        found.append(before)
        cast.heard(before.voice)
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
    starts_quoted = sent.words[0] in OPEN | BOTH or sent.words[0] == "``"
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
        if word in OPEN or word == "``":
            state = True
        elif word in CLOSE or word == "''":
            state = False
        elif word in BOTH:
            state = not state
    return state
