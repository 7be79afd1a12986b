"""Shares of a toll: people among the dead, what the dead included, and what some of them were."""

import msgspec

from allegata.reading.lexicon import Lexicon
from allegata.reading.outcomes import reach_down
from allegata.reading.people import Chunk
from allegata.reading.sentence import Sentence
from allegata.reading.tolls import Draft, draft_of

_AMONG = {
    "dead": "killed",
    "killed": "killed",
    "victims": "killed_or_injured",
    "wounded": "injured",
    "injured": "injured",
    "casualties": "killed_or_injured",
    "slain": "killed",
    "fatalities": "killed",
    "missing": "missing",
}


def among(sent: Sentence, chunks: list[Chunk], drafts: list[Draft]) -> None:
    """Read "two women were among the dead" and "among the dead were two women": some of the dead, not all."""
    _among_counted(sent, chunks, drafts)
    for k in range(sent.n - 2):
        if sent.low[k] != "among" or sent.low[k + 1] not in ("the", "those") or sent.low[k + 2] not in _AMONG:
            continue
        token, outcome = k + 2, _AMONG[sent.low[k + 2]]
        verb = next((a for a in (k, *sent.up(k)) if sent.pos[a] in ("AUX", "VERB")), None)
        subjects = [] if verb is None else [x for x in sent.kids[verb] if sent.dep[x] in ("nsubj", "nsubjpass", "attr")]
        clause = reach_down(sent, subjects)
        used = {draft.first for draft in drafts}
        for chunk in chunks:
            if chunk.first in used or chunk.head not in clause or chunk.first in range(k, k + 3):
                continue
            near = abs(chunk.first - k) < 25 and not (chunk.whom.words is None and not chunk.explicit)
            if near and (chunk.explicit or chunk.quantity.kind in ("exact", "vague")):
                drafts.append(draft_of(chunk, outcome, token, partial=True))


def _among_counted(sent: Sentence, chunks: list[Chunk], drafts: list[Draft]) -> None:
    """Read "two children were among five people killed": parts of the count after "among"."""
    for k in range(sent.n):
        if sent.low[k] != "among":
            continue
        whole = next((n for n, d in enumerate(drafts) if 0 < d.first - k <= 4 and d.part_of is None), None)
        verb = next((a for a in sent.up(k) if sent.pos[a] in ("AUX", "VERB")), None)
        if whole is None or verb is None:
            continue
        subjects = reach_down(sent, [x for x in sent.kids[verb] if sent.dep[x] in ("nsubj", "nsubjpass")])
        for chunk in chunks:
            if (
                chunk.last < k
                and chunk.first not in {d.first for d in drafts}
                and (chunk.head in subjects or subjects & set(range(chunk.first, chunk.last + 1)))
            ):
                drafts.append(draft_of(chunk, drafts[whole].outcome, drafts[whole].outcome_token, whole))


def included(sent: Sentence, chunks: list[Chunk], drafts: list[Draft]) -> None:
    """Read "the dead included two sisters" and "those killed include a nurse": some of the dead, not all."""
    for verb in range(sent.n):
        if sent.lemma[verb] != "include" or sent.pos[verb] != "VERB":
            continue
        subject = sent.kid(verb, "nsubj")
        objects = [k for k in sent.kids[verb] if sent.dep[k] == "dobj"]
        if subject is None or not objects:
            continue
        token = subject
        if sent.low[subject] in ("those", "people", "civilians"):
            token = next((k for k in sent.kids[subject] if sent.dep[k] == "acl"), subject)
        if sent.low[token] not in _AMONG:
            continue
        reached = reach_down(sent, objects)
        used = {draft.first for draft in drafts}
        for chunk in chunks:
            if chunk.first > verb and chunk.first not in used and chunk.head in reached:
                drafts.append(draft_of(chunk, _AMONG[sent.low[token]], token, partial=True))


def predicates(sent: Sentence, chunks: list[Chunk], drafts: list[Draft], lex: Lexicon) -> None:
    """Say who counted people were: "two of the dead were children", "of the 12 killed, seven were women"."""
    for verb in range(sent.n):
        if sent.lemma[verb] != "be":
            continue
        subject, noun = sent.kid(verb, "nsubj"), sent.kid(verb, "attr")
        if subject is None or noun is None or noun < verb or sent.dep[noun] != "attr":
            continue
        person = lex.people.get(sent.lemma[noun])
        if person is None or person.group is None or any(sent.dep[k] in ("nummod", "poss") for k in sent.kids[noun]):
            continue
        chunk = next((c for c in chunks if c.explicit and subject in range(c.first, c.last + 1)), None)
        if chunk is None or chunk.whom.group is not None or chunk.quantity.high == 0:
            continue
        whom = msgspec.structs.replace(
            chunk.whom,
            group=person.group,
            status=person.status if person.status != "not stated" else chunk.whom.status,
            words=sent.words_of(noun, noun),
            span=sent.between(noun, noun),
        )
        told = next((draft for draft in drafts if draft.first == chunk.first), None)
        if told is not None:
            told.whom = whom
            told.partial = told.partial or (
                told.part_of is None and sent.low[chunk.last + 1 : chunk.last + 2] == ["of"]
            )
            continue
        whole = next((n for n, d in enumerate(drafts) if _of_whom(sent, verb, subject, d)), None)
        if whole is not None:
            chunk.whom = whom
            drafts.append(draft_of(chunk, drafts[whole].outcome, drafts[whole].outcome_token, whole))


def _of_whom(sent: Sentence, verb: int, subject: int, draft: Draft) -> bool:
    """Return whether a count stands in an "of" phrase: "of the 12 killed, seven were women", "seven of the 12 were"."""
    return draft.part_of is None and any(
        sent.low[k] == "of"
        and (k < draft.head < subject or subject < k < draft.head < verb)
        and draft.head in sent.subtree(k)
        for k in (*sent.kids[verb], *sent.kids[subject])
    )
