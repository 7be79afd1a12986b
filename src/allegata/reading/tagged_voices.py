"""What the attribution tagger adds to the rules: a speaker for a sentence in which the rules hear none.

The tagger was trained on a wide notion of attribution (plans, beliefs, wishes). Only what is stated counts here: the
content must be a clause of its own, with a verb and its subject, or stand in quotation marks; and the source must be a
named or described speaker. Words are never made up: voice, cue and content are tokens of the sentence.
"""

from collections.abc import Sequence

from allegata.reading.said import Said
from allegata.reading.said_content import BOTH, OPEN
from allegata.reading.sentence import SUBJECTS, Sentence
from allegata.reading.tagger import Tagged, Tagger
from allegata.reading.voices import Cast

_NOT_STATED = frozenset(
    (
        "agree",
        "ask",
        "attempt",
        "call",
        "challenge",
        "decide",
        "demand",
        "expect",
        "fear",
        "hope",
        "intend",
        "invite",
        "order",
        "plan",
        "pledge",
        "prepare",
        "promise",
        "refuse",
        "request",
        "seek",
        "support",
        "threaten",
        "try",
        "urge",
        "vow",
        "wait",
        "want",
        "wish",
    )
)
"""Cues of what is wished, planned or asked for: what they bring is not told as having happened."""


class Paragraphs:
    """The sentences of a document, whose paragraphs are tagged when one of their sentences is asked for."""

    def __init__(self, sentences: Sequence[Sentence], tagger: Tagger) -> None:
        self._tagger = tagger
        self._groups: dict[int, list[Sentence]] = {}
        self._found: dict[int, list[Tagged]] = {}
        for sent in sentences:
            self._groups.setdefault(sent.paragraph, []).append(sent)

    def tagged(self, sent: Sentence) -> list[Tagged]:
        """Return the tagged spans of a sentence, in its own tokens; its paragraph was tagged as a whole."""
        group = self._groups.pop(sent.paragraph, None)
        if group is not None:
            self._tag(group)
        return self._found.get(sent.index, [])

    def _tag(self, group: list[Sentence]) -> None:
        spans = self._tagger.tag_one([word for sent in group for word in sent.words])
        start = 0
        for sent in group:
            self._found[sent.index] = [
                Tagged(span.kind, max(span.start - start, 0), min(span.end - start, sent.n))
                for span in spans
                if span.start < start + sent.n and span.end > start
            ]
            start += sent.n


def tagged_said(sent: Sentence, spans: Sequence[Tagged], cast: Cast) -> list[Said]:
    """Return the attribution that the tagged spans of a sentence make up: one source, one cue, and what is said."""
    sources = [span for span in spans if span.kind == "source"]
    cues = [span for span in spans if span.kind == "cue"]
    content = {k for span in spans if span.kind == "content" for k in range(span.start, span.end)}
    if len(sources) != 1 or len(cues) != 1 or not _stated(sent, content):
        return []
    source, cue = sources[0], cues[0]
    verb = next((k for k in range(cue.start, cue.end) if sent.pos[k] in ("VERB", "NOUN", "ADP")), cue.end - 1)
    if any(sent.lemma[k] in _NOT_STATED for k in range(cue.start, cue.end)):
        return []
    head = next((k for k in range(source.start, source.end) if not source.start <= sent.head[k] < source.end), None)
    if head is None or sent.pos[head] not in ("NOUN", "PROPN"):
        return []
    voice = cast.voice(sent, head)
    if voice is None or voice.span is None:
        return []
    cast.heard(voice)
    report = set(range(source.start, source.end)) | set(range(cue.start, cue.end))
    return [
        Said(
            voice=voice,
            cue=sent.words_of(cue.start, cue.end - 1),
            cue_span=sent.between(cue.start, cue.end - 1),
            stance="alleges",
            content=content - report,
            verb=verb,
            report=report,
        )
    ]


def _stated(sent: Sentence, content: set[int]) -> bool:
    if any(sent.words[k] in OPEN | BOTH for k in content):
        return True
    return any(
        sent.pos[k] in ("VERB", "AUX") and any(sent.dep[kid] in SUBJECTS and kid in content for kid in sent.kids[k])
        for k in content
    )
