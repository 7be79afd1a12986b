"""Voices and parties: who a noun phrase speaks of, also when it is short for an earlier, fuller phrase."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence

import msgspec

from allegata.actors import Party, Register
from allegata.reading.lexicon import Lexicon
from allegata.reading.phrases import bare, phrase, trim
from allegata.reading.sentence import Sentence
from allegata.records import Attribution, Document, PartyMention, SourceKind, Span

_PERSONAL = frozenset(("he", "she"))
_IMPERSONAL = frozenset(("it", "they", "we", "who", "which", "that"))
_GENERAL_HEADS = frozenset(("organisation", "organization", "agency", "group", "charity", "committee", "observatory"))
_TAKEN_UP_AS = frozenset(
    (
        "gunman",
        "attacker",
        "militant",
        "paramilitary",
        "paramilitaries",
        "rebel",
        "fighter",
        "soldier",
        "troop",
        "assailant",
    )
)
_NAMED_GROUPS = frozenset(("group", "organisation", "organization", "militia", "movement", "faction"))
_SPEAKS_FOR = frozenset(("spokesman", "spokeswoman", "spokesperson", "lawyer", "representative", "negotiator"))
_KIND_OF_PARTY: dict[str, SourceKind] = {
    "government": "government",
    "ministry": "government",
    "separatist authority": "government",
    "military": "military",
    "alliance": "military",
    "armed group": "armed group",
    "private military company": "armed group",
    "police": "police",
    "international organisation": "international organisation",
    "NGO": "NGO",
    "news agency": "news agency",
    "media": "media",
    "rescue": "rescue",
    "health": "health",
}


class Voice(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who speaks: the words at this place, and the fullest name that the document gives."""

    words: str
    span: Span | None
    name: str
    kind: SourceKind
    anonymous: bool
    party: str | None = None
    refers_to: Span | None = None

    def attribution(self, cue: str | None, cue_span: Span | None) -> Attribution:
        """Return this voice as a link of a claim's chain."""
        return Attribution(
            words=self.words,
            span=self.span,
            name=self.name,
            kind=self.kind,
            anonymous=self.anonymous,
            cue=cue,
            cue_span=cue_span,
            party=self.party,
            refers_to=self.refers_to,
        )

    def mention(self) -> PartyMention:
        """Return this voice as a named party (for senders of letters)."""
        return PartyMention(
            words=self.words, span=self.span, party=self.party, name=self.name, refers_to=self.refers_to
        )


_NO_QUOTES = {ord(mark): " " for mark in '“”„«»"'}


class Mention(msgspec.Struct, frozen=True):
    """A noun phrase with a head that can be taken up again later."""

    head: str
    sentence: int
    token: int
    words: str
    span: Span
    content: int


class Cast:
    """The people and bodies of one document: finds parties in phrases, and what short phrases stand for."""

    def __init__(self, document: Document, register: Register, lex: Lexicon, countries: Sequence[str]) -> None:
        self.document = document
        self.register = register
        self.lex = lex
        self.countries = tuple(countries)
        self.named: list[str] = []
        self._all: list[str] = []
        self._matches: list[tuple[int, str]] = []
        self._names: list[Span] = []
        self.mentions: dict[str, list[Mention]] = {}
        self.last_voice: Voice | None = None
        self.voices: list[Voice] = []
        self.last_force: PartyMention | None = None
        self.is_town: Callable[[str], bool] = lambda words: False
        self.is_country: Callable[[str], bool] = lambda words: False
        self._lookup: dict[tuple[str, int], str | None] = {}
        for match in register.find(document.text, countries=self.countries):
            self._matches.append((match.start, match.party.id))
            self._names.append((match.start, match.end))
            if match.party.id not in self._all:
                self._all.append(match.party.id)
        self._upto = 0
        self._version = 0

    def advance(self, offset: int) -> None:
        """Take in the parties named before ``offset``, the latest last: short names go back to them."""
        while self._upto < len(self._matches) and self._matches[self._upto][0] < offset:
            party = self._matches[self._upto][1]
            if party in self.named:
                self.named.remove(party)
            self.named.append(party)
            self._upto += 1
            self._version += 1

    def bounds(self, sent: Sentence, i: int, *, of: bool = True, led_by: bool = True) -> tuple[int, int]:
        """Return the ends of the phrase headed by ``i``, with the whole of a registered name that it cuts."""
        first, last = trim(sent, *phrase(sent, i, of=of, led_by=led_by))
        at = bisect_right(self._names, (sent.start[i], sent.end[-1])) - 1
        behind = bisect_left(self._names, (sent.end[i], 0))
        if (
            sent.lemma[i] in _NAMED_GROUPS
            and i + 1 < sent.n
            and behind < len(self._names)
            and self._names[behind][0] == sent.start[i + 1]
            and self._names[behind][1] <= sent.end[-1]
        ):  # "the terror group X", "the militia Y": the name says which
            named = [k for k in range(i + 1, sent.n) if sent.end[k] <= self._names[behind][1]]
            return named[0], named[-1]
        if at >= 0 and self._names[at][0] <= sent.start[i] < self._names[at][1] <= sent.end[-1]:
            end = self._names[at][1]
            while last + 1 < sent.n and sent.end[last] < end:
                last += 1
        return first, last

    def names_in(self, sent: Sentence) -> list[Span]:
        """Return the spans of the registered names that begin within a sentence."""
        first, last = sent.span
        return self._names[bisect_left(self._names, (first, first)) : bisect_left(self._names, (last, last))]

    def account(self, sent: Sentence, first: int, last: int) -> str | None:
        """Return the id of the party whose account a phrase names with an @ before it, or ``None``."""
        start, end = sent.between(first, last)
        if start == 0 or sent.text[start - 1] != "@":
            return None
        party = self.register.account(sent.text[start:end])
        return party.id if party is not None else None

    def party_id(self, words: str) -> str | None:
        """Return the id of the registered party that a phrase names, or ``None``; quotation marks count for nothing."""
        words = " ".join(words.translate(_NO_QUOTES).split())
        key = (words, self._version)
        if key not in self._lookup:
            match = self.register.lookup(words, countries=self.countries, named=self.named)
            if match is None:  # a lead may use the short name first ("the coalition") and the full one later
                match = self.register.lookup(words, countries=self.countries, named=self._all)
            self._lookup[key] = match.party.id if match else None
        return self._lookup[key]

    def parties(self, words: str) -> list[Party]:
        """Return all parties that a coordinated phrase names ("Syrian and Russian warplanes")."""
        return [match.party for match in self.register.lookup_all(words, countries=self.countries, named=self.named)]

    def note(self, sent: Sentence) -> None:
        """Remember the phrases of a sentence that later short phrases may stand for."""
        for i in range(sent.n):
            if sent.pos[i] not in ("NOUN", "PROPN"):
                continue
            lemma = sent.lemma[i]
            if lemma not in self.lex.speakers and sent.low[i] not in self.lex.speakers:
                continue
            first, last = trim(sent, *phrase(sent, i))
            content = sum(
                1
                for k in range(first, last + 1)
                if k != i and sent.pos[k] in ("NOUN", "PROPN", "ADJ", "VERB", "NUM") and sent.low[k] != "so"
            )
            mention = Mention(lemma, sent.index, i, sent.words_of(first, last), sent.between(first, last), content)
            self.mentions.setdefault(lemma, []).append(mention)

    def fuller(self, sent: Sentence, i: int) -> Mention | None:
        """Return the latest earlier, fuller phrase with the same head noun as ``i``."""
        for mention in reversed(self.mentions.get(sent.lemma[i], ())):
            if mention.content and (mention.sentence, mention.token) < (sent.index, i):
                return mention
        return None

    def is_short(self, sent: Sentence, i: int) -> bool:
        """Return whether the phrase headed by ``i`` is a bare definite one ("the ministry", "the two letters")."""
        first, last = trim(sent, *phrase(sent, i))
        inner = [k for k in range(first, last + 1) if k != i and sent.pos[k] not in ("DET", "PUNCT", "NUM", "PART")]
        definite = sent.low[first] in ("the", "this", "that", "these", "those") or sent.pos[i] == "PROPN"
        return definite and not [k for k in inner if sent.low[k] != "same"]

    def kind_of(self, words: str, head: str, party: str | None) -> SourceKind:
        """Return the source kind of a phrase: by its party, by a known expression, by its head noun."""
        low = words.casefold()
        for expression, kind in self.lex.speaker_phrases.items():
            if expression in low:
                return kind
        known = self.register.get(party) if party else None
        if known is not None:
            return _KIND_OF_PARTY.get(known.kind, "other")
        if head in self.lex.speakers:
            return self.lex.speakers[head]
        for word in reversed(low.replace("-", " ").split()):
            if word in self.lex.speakers:
                return self.lex.speakers[word]
        return "other"

    def voice(self, sent: Sentence, i: int) -> Voice | None:
        """Return the voice that the phrase headed by ``i`` names; pronouns stand for the last voice."""
        low = sent.low[i]
        if sent.pos[i] == "PRON" or low in _PERSONAL | _IMPERSONAL:
            last = self.last_voice
            if last is None or low in ("there", "what", "this"):
                return None
            span = sent.between(i, i)
            refers = last.refers_to or last.span
            return msgspec.structs.replace(last, words=sent.words_of(i, i), span=span, refers_to=refers)
        first, last_token = self.bounds(sent, i)
        words, span = sent.words_of(first, last_token), sent.between(first, last_token)
        full, refers_to = words, None
        party = self.account(sent, first, last_token) or self.party_id(words)
        if self.is_short(sent, i):
            mention = self.fuller(sent, i)
            if mention is not None:
                full, refers_to = mention.words, mention.span
                party = self.party_id(full)
            else:
                earlier = self._same_kind(sent, i)
                if earlier is not None:
                    return msgspec.structs.replace(
                        earlier, words=words, span=span, refers_to=earlier.refers_to or earlier.span
                    )
        if party is None and sent.pos[i] == "NOUN":  # "a spokesman for X" speaks for X, whoever X is
            prep = next((k for k in sent.kids[i] if sent.low[k] == "for" and sent.dep[k] == "prep"), None)
            behind = sent.kid(prep, "pobj") if prep is not None else None
            if behind is not None and sent.lemma[i] in _SPEAKS_FOR:
                party = self.party_id(sent.words_of(*self.bounds(sent, behind)))
        head = sent.lemma[i] if sent.lemma[i] in self.lex.speakers else low
        kind = self.kind_of(full, head, party)
        person = sent.pos[i] == "PROPN" and sent.ent[i] == "PERSON"
        if kind == "other" and person:
            kind = "official" if party is None else self.kind_of(words, head, party)
        anonymous = party is None and not person and (low in self.lex.anonymous or head in self.lex.anonymous)
        if anonymous and any(sent.pos[k] == "PROPN" and sent.ent[k] == "PERSON" for k in range(first, last_token + 1)):
            anonymous = False
        return Voice(
            words=words,
            span=span,
            name=bare(full),
            kind=kind,
            anonymous=anonymous,
            party=party,
            refers_to=refers_to,
        )

    def _same_kind(self, sent: Sentence, i: int) -> Voice | None:
        """Return the latest voice of the sort that a general noun names ("the organisation", "the group")."""
        kind = self.lex.speakers.get(sent.lemma[i])
        kinds = {kind} if sent.lemma[i] != "group" else {"NGO", "armed group"}
        named_next = i + 1 < sent.n and sent.words[i + 1][:1].isupper()
        if sent.lemma[i] not in _GENERAL_HEADS or named_next:  # "the charity Save the Children" says its name
            return None
        return next((voice for voice in reversed(self.voices) if voice.kind in kinds and voice.party), None)

    def heard(self, voice: Voice) -> None:
        """Remember a voice as the latest one."""
        self.last_voice = voice
        self.voices.append(voice)

    def publisher(self) -> Voice:
        """Return the document's publisher as the outermost voice; unknown publishers are said to be unknown."""
        name = self.document.publisher or self.document.credited
        span = self.document.publisher_span if self.document.publisher else self.document.credited_span
        if name is None:
            return Voice(words="", span=None, name="unknown publisher", kind="other", anonymous=True)
        party = self.party_id(name)
        kind = self.kind_of(name, name.casefold(), party) if party else "media"
        words = self.document.text[span[0] : span[1]] if span else name
        return Voice(words=words, span=span, name=name, kind=kind, anonymous=False, party=party)

    def mention(self, sent: Sentence, i: int, why: str | None = None, *, of: bool = True) -> PartyMention:
        """Return the party that the phrase headed by ``i`` names, with its neutral name where the register has one.

        ``of``: whether an "of" phrase belongs to the name ("warplanes of the coalition"; not in "accused X of …").
        """
        first, last = self.bounds(sent, i, of=of)
        words = sent.words_of(first, last)
        refers_to: Span | None = None
        party = self.account(sent, first, last) or self.party_id(words)
        if party is None:  # "troops backed by Russian warplanes" are whose troops they are
            shorter = self.bounds(sent, i, of=of, led_by=False)
            party = self.party_id(sent.words_of(*shorter)) if shorter != (first, last) else None
            if party is not None:
                (first, last), words = shorter, sent.words_of(*shorter)
        name = bare(words)
        if party is None or self.is_short(sent, i):
            fuller = self.fuller(sent, i) if self.is_short(sent, i) else None
            if fuller is not None:
                refers_to = fuller.span
                name = bare(fuller.words)
                party = self.party_id(fuller.words) or party
        if party is None and self.last_force is not None and sent.lemma[i] in _TAKEN_UP_AS and self.is_short(sent, i):
            party, refers_to, why = self.last_force.party, self.last_force.span, "taken up again"
        known = self.register.get(party) if party else None
        return PartyMention(
            words=words,
            span=sent.between(first, last),
            party=party,
            name=known.name if known else name,
            refers_to=refers_to,
            why=why,
        )
