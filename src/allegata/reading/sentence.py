"""Sentences as plain lists of token features, cut from a parsed paragraph.

Rules walk over these lists instead of parser objects: it is several times faster, and nothing of the parser leaks
into the rules. Indexes are within the sentence; ``start``/``end`` are offsets in ``Document.text``.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from allegata.records import Span

_ENDS = frozenset((".", "!", "?", "...", "…", '"', "”", "’", "'", ":", ",", ";"))
_CLAUSE = frozenset(("ROOT", "ccomp", "advcl", "acl", "relcl", "conj", "xcomp", "pcomp", "csubj", "parataxis"))
SUBJECTS = ("nsubj", "nsubjpass", "csubj", "csubjpass")


_LEMMAS = {"raped": "rape", "raping": "rape", "slain": "slay", "gassed": "gas", "airstrikes": "airstrike"}
"""Forms whose lemma the parser's tables get wrong."""


class Sentence:
    """One parsed sentence. ``head[i] == i`` for the root."""

    __slots__ = (
        "dep",
        "end",
        "ent",
        "head",
        "index",
        "kids",
        "lemma",
        "low",
        "n",
        "paragraph",
        "pos",
        "start",
        "tag",
        "text",
        "words",
    )

    def __init__(
        self,
        text: str,
        index: int,
        paragraph: int,
        words: list[str],
        lemma: list[str],
        pos: list[str],
        tag: list[str],
        dep: list[str],
        head: list[int],
        ent: list[str],
        start: list[int],
        end: list[int],
    ) -> None:
        self.text = text
        self.index = index
        self.paragraph = paragraph
        self.words = words
        self.low = [word.lower() for word in words]
        self.lemma = lemma
        self.pos = pos
        self.tag = tag
        self.dep = dep
        self.head = head
        self.ent = ent
        self.start = start
        self.end = end
        self.n = len(words)
        self.kids: list[list[int]] = [[] for _ in words]
        for i, h in enumerate(head):
            if h != i:
                self.kids[h].append(i)

    @property
    def headline(self) -> bool:
        """Whether it has the form of a headline: short, without a mark at its end."""
        return self.n <= 28 and self.words[-1] not in _ENDS

    @property
    def span(self) -> Span:
        """The sentence's span in the document, without white space at its ends."""
        return (self.start[0], self.end[-1])

    def subtree(self, i: int) -> set[int]:
        """Return the indexes of ``i`` and all that hangs under it."""
        found = {i}
        stack = [i]
        while stack:
            for kid in self.kids[stack.pop()]:
                if kid not in found:
                    found.add(kid)
                    stack.append(kid)
        return found

    def up(self, i: int) -> Iterator[int]:
        """Yield the heads above ``i``, nearest first."""
        while self.head[i] != i:
            i = self.head[i]
            yield i

    def kid(self, i: int, *deps: str) -> int | None:
        """Return the first child of ``i`` with one of the dependency labels."""
        for kid in self.kids[i]:
            if self.dep[kid] in deps:
                return kid
        return None

    def subject(self, verb: int) -> int | None:
        """Return the subject of a verb, also when it is shared with the verb that this one is coordinated with."""
        seen = 0
        while seen < 6:
            found = self.kid(verb, *SUBJECTS)
            if found is not None:
                return found
            if self.dep[verb] in ("conj", "xcomp") and self.head[verb] != verb:
                verb = self.head[verb]
                seen += 1
                continue
            break
        above = self.head[verb]
        if self.dep[verb] == "acl" and self.dep[above] == "ROOT" and self.pos[above] in ("NOUN", "PROPN"):
            # "The X-led coalition called on …" with the verb parsed as a modifier of its subject
            if self.tag[verb] in ("VBD", "VBN") and self.kid(verb, "dobj", "ccomp", "xcomp") is not None:
                return above if self.kid(verb, "agent") is None and above < verb else None
        return None

    def clause(self, i: int) -> int:
        """Return the head of the clause that ``i`` stands in."""
        while self.dep[i] not in _CLAUSE or self.pos[i] not in ("VERB", "AUX"):
            if self.head[i] == i:
                return i
            i = self.head[i]
        return i

    def between(self, first: int, last: int) -> Span:
        """Return the document span from token ``first`` to token ``last`` (both included)."""
        return (self.start[first], self.end[last])

    def words_of(self, first: int, last: int) -> str:
        """Return the text from token ``first`` to token ``last`` (both included)."""
        return self.text[self.start[first] : self.end[last]]

    def token_at(self, offset: int) -> int | None:
        """Return the token that holds the document offset, or the next one after it; ``None`` outside the sentence."""
        for i in range(self.n):
            if offset < self.end[i]:
                return i if offset >= self.start[0] else None
        return None


def cut_sentences(
    doc: Any, text: str, offset: int, paragraph: int, first: int, places: Sequence[int] | None = None
) -> list[Sentence]:
    """Cut a parsed paragraph (a spaCy Doc) into sentences.

    ``text``: the document's text; ``offset``: where the paragraph starts in it; ``first``: index of its first sentence;
    ``places``: where each character of what was parsed stands in the paragraph, if some were left out.
    """
    tokens = list(doc)  # one pass: making a token object costs more than reading it
    words = [token.text for token in tokens]
    if places is None:
        starts = [offset + token.idx for token in tokens]
        ends = [s + len(w) for s, w in zip(starts, words, strict=True)]
    else:
        starts = [offset + places[token.idx] for token in tokens]
        ends = [offset + places[token.idx + len(w) - 1] + 1 for token, w in zip(tokens, words, strict=True)]
    lemmas = [_LEMMAS.get(word.lower()) or token.lemma_.lower() for word, token in zip(words, tokens, strict=True)]
    pos = [token.pos_ for token in tokens]
    tags = [token.tag_ for token in tokens]
    deps = [token.dep_ for token in tokens]
    heads = [token.head.i for token in tokens]
    ents = [token.ent_type_ for token in tokens]
    sentences: list[Sentence] = []
    for sent in doc.sents:
        a, b = sent.start, sent.end
        while a < b and words[a].isspace():
            a += 1
        while b > a and words[b - 1].isspace():
            b -= 1
        if a == b:
            continue
        local = [h - a if a <= h < b else i - a for i, h in zip(range(a, b), heads[a:b], strict=True)]
        sentences.append(
            Sentence(
                text,
                first + len(sentences),
                paragraph,
                words[a:b],
                lemmas[a:b],
                pos[a:b],
                tags[a:b],
                deps[a:b],
                local,
                ents[a:b],
                starts[a:b],
                ends[a:b],
            )
        )
    return sentences
