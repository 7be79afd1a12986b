"""What a reporting verb reports: by the parse, and by punctuation where the parse gives nothing."""

from allegata.reading.lexicon import Cue
from allegata.reading.sentence import Sentence

OPEN = frozenset("“«")
CLOSE = frozenset("”»")
BOTH = frozenset('"')


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
        if word in OPEN or word == "``":
            depth += 1
        elif word in CLOSE or word == "''":
            depth = max(0, depth - 1)
        elif word in BOTH:
            straight += 1
    return depth > 0 or straight % 2 == 1


def content_of(sent: Sentence, verb: int, subject: int | None, cue: Cue) -> tuple[set[int], bool]:
    """Return the tokens of what a reporting verb reports, and whether that was read from punctuation only."""
    heads = [
        k
        for k in sent.kids[verb]
        if sent.dep[k] in ("ccomp", "pcomp") or (sent.dep[k] == "xcomp" and sent.lemma[verb] not in ("go",))
    ]
    if sent.lemma[verb] == "make":  # "made it clear that …": the clause hangs under "clear"
        heads = [k for h in sent.kids[verb] for k in sent.kids[h] if sent.dep[k] in ("ccomp", "advcl")] + [
            h for h in heads if sent.low[h] != "clear"
        ]
    if sent.lemma[verb] == "go" and not heads:
        heads = []
    if cue.about:
        heads += [
            k
            for k in sent.kids[verb]
            if sent.dep[k] in ("dobj", "prep", "nsubjpass") and k != subject and not dated(sent, k)
        ]
    content: set[int] = set()
    for head in heads:
        content |= sent.subtree(head)
    content.discard(verb)
    if subject is not None:
        content -= sent.subtree(subject) if verb not in sent.subtree(subject) else {subject}
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


def dated(sent: Sentence, k: int) -> bool:
    """Return whether a word under a verb is a date ("on Friday")."""
    obj = sent.kid(k, "pobj") if sent.dep[k] == "prep" else k
    return obj is not None and sent.ent[obj] in ("DATE", "TIME")
