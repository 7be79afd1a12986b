"""Whose words a colon tells: "Health ministry: 12 killed in …", "@mod_russia: …", "12 killed in …: health ministry"."""

from typing import get_args

from allegata.reading.repairs import hang, set_apart
from allegata.reading.said import Said
from allegata.reading.sentence import Sentence
from allegata.reading.voices import Cast
from allegata.records import SourceKind

_LONGEST = 9
"""Tokens of the phrase for who speaks, at most."""
_SPEAKING = frozenset(get_args(SourceKind)) - {"expert", "other"}
_NAMES = frozenset(("NOUN", "PROPN", "ADJ", "DET", "PART", "ADP", "PUNCT", "X", "NUM"))
_OPENERS = frozenset(("rt", "breaking", "update", "just", "in", "-", "|", "||", ":"))
_LEAST = 3


def _speaker(sent: Sentence, first: int, last: int, cast: Cast) -> int | None:
    """Return the head of a phrase that names one who speaks and nothing else, or ``None``."""
    account = cast.account(sent, first, last)
    alone = account is not None or (first == last and cast.party_id(sent.words_of(first, last)) is not None)
    if not 0 <= last - first < _LONGEST:
        return None
    if not alone and any(sent.pos[k] not in _NAMES for k in range(first, last + 1)):
        return None
    if any(sent.words[k] in (",", ";", "(", "“", '"') or sent.low[k] in ("and", "or") for k in range(first, last + 1)):
        return None
    words = sent.words_of(first, last)
    heads = [k for k in range(first, last + 1) if alone or sent.pos[k] in ("NOUN", "PROPN", "X", "ADJ")]
    if not heads or (account is None and cast.is_country(words)):
        return None
    if any(sent.pos[k] == "ADP" and sent.low[k] not in ("of", "in", "for") for k in range(first, last + 1)):
        return None
    preps = [k for k in range(first, last + 1) if sent.pos[k] == "ADP"]
    before = [k for k in heads if not preps or k < preps[0]]
    if not before:
        return None
    head = before[-1]
    party = account or cast.party_id(words)
    known = sent.lemma[head] in cast.lex.speakers or sent.low[head] in cast.lex.speakers
    if party is None and not known:
        return None
    return head if cast.kind_of(words, sent.lemma[head], party) in _SPEAKING else None


def _leading(sent: Sentence, cast: Cast) -> tuple[int, int, int] | None:
    """Return where a speaker before a colon begins, its head, and the colon's token."""
    colon = next((k for k in range(1, min(_LONGEST + 3, sent.n)) if sent.words[k] == ":"), None)
    if colon is None or 0 < sent.n - colon - 1 < _LEAST:
        return None
    first = 0
    while first < colon and sent.low[first] in _OPENERS:
        first += 1
    head = _speaker(sent, first, colon - 1, cast) if first < colon else None
    return (first, head, colon) if head is not None else None


def repair_before_colon(sent: Sentence, cast: Cast) -> None:
    """Take a speaker before a colon for no subject of what is said: "SOHR: regime forces shelled …"."""
    found = _leading(sent, cast)
    if found is None:
        return
    first, _, colon = found
    set_apart(sent, colon)
    for k in range(first):  # "RT @…": no part of the name
        if sent.head[k] in range(first, colon):
            hang(sent, k, colon, "dep")


def before_colon(sent: Sentence, cast: Cast) -> Said | None:
    """Return the attribution that a colon makes, of what follows it or, at a sentence's end, of what stands before."""
    found = _leading(sent, cast)
    if found is not None and found[2] == sent.n - 1:
        return None
    if found is not None:
        first, head, colon = found
        content, report = set(range(colon + 1, sent.n)), set(range(first, colon + 1))
    else:
        last = sent.n - 1
        while last > 0 and sent.words[last] in (".", "!", "”", '"'):
            last -= 1
        colon = next((k for k in range(last, max(0, last - _LONGEST), -1) if sent.words[k] == ":"), 0)
        if colon < _LEAST or any(sent.words[k] == ":" for k in range(colon)):
            return None
        closing = _speaker(sent, colon + 1, last, cast) if colon < last else None
        if closing is None:
            return None
        head, content, report = closing, set(range(colon)), set(range(colon, sent.n))
    voice = cast.voice(sent, head)
    if voice is None:
        return None
    return Said(
        voice=voice,
        cue=None,
        cue_span=None,
        stance="alleges",
        content=content,
        verb=head,
        report=report,
    )


def opened_by_colon(before: Sentence, sent: Sentence, cast: Cast) -> Said | None:
    """Return the attribution of a sentence whose speaker and colon the parser has cut off as one of their own."""
    found = _leading(before, cast)
    if found is None or found[2] != before.n - 1 or before.paragraph != sent.paragraph:
        return None
    voice = cast.voice(before, found[1])
    if voice is None:
        return None
    content = set(range(sent.n))
    return Said(voice=voice, cue=None, cue_span=None, stance="alleges", content=content, verb=0, loose=True)
