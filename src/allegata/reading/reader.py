"""The reader: documents in, claims and communications out. A pure function of document and settings."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec

from allegata import __version__
from allegata.actors import Register
from allegata.gazetteer import Gazetteer, fold
from allegata.intake import readable
from allegata.reading.arabic import ArabicReader, speaks_arabic_of_attacks
from allegata.reading.communications import Speech, same_sender
from allegata.reading.dating import check_published, date_claims, publication_weekday, weekday_of
from allegata.reading.drafts import DraftClaim, Skipped
from allegata.reading.everyday import everyday
from allegata.reading.gate import speaks_of_violence
from allegata.reading.happenings import Happening, tell_apart
from allegata.reading.lexicon import lexicon
from allegata.reading.locate import Locator, likely_countries
from allegata.reading.pipeline import DEFAULT_MODEL, load_pipeline, model_stamp
from allegata.reading.posts import unmarked, without_marks
from allegata.reading.said import Said
from allegata.reading.sentence import Sentence, cut_sentences
from allegata.reading.statements import Listener, World
from allegata.reading.tagged_voices import Paragraphs
from allegata.reading.tagger import MISSING, Tagger, shared_tagger
from allegata.reading.times import Anchor, resolve
from allegata.reading.voices import Cast
from allegata.records import Claim, Communication, Document, PartyMention, Place, ReaderStamp, Span, Time, short_hash

BATCH = 64
"""Documents that are parsed together."""


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """What a reading depends on beside the document. Picklable.

    ``model``: package or folder of the spaCy pipeline; ``gazetteer``: SQLite file (``None``: the built-in one);
    ``places``: further gazetteer files; ``parties``: further register files (YAML); ``tagger``: whether the learned
    attribution tagger names speakers where the rules hear none.
    """

    model: str = DEFAULT_MODEL
    gazetteer: Path | None = None
    places: tuple[Path, ...] = ()
    parties: tuple[Path, ...] = ()
    tagger: bool = False


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """What was read from one document.

    ``document`` is the one read, with notes added (a contradicted publication date is dropped there). ``gated``: the
    lexical gate found no word of violence, and nothing was parsed. ``skipped``: sentences with event words that made no
    claim, each with its reason.
    """

    document: Document
    claims: tuple[Claim, ...]
    communications: tuple[Communication, ...]
    skipped: tuple[Skipped, ...]
    notes: tuple[str, ...] = ()
    gated: bool = False


class Reader:
    """Reads documents with one set of settings. Cheap to pickle: resources are opened again on the other side."""

    def __init__(self, settings: Settings | None = None) -> None:
        self.settings = settings or Settings()
        self._nlp: Any = None
        self._everyday: Callable[[str], bool] | None = None
        self._gazetteer: Gazetteer | None = None
        self._register: Register | None = None
        self._stamp: ReaderStamp | None = None

    def __reduce__(self) -> tuple[type["Reader"], tuple[Settings]]:
        return Reader, (self.settings,)

    def _open(self) -> tuple[Any, Gazetteer, Register, ReaderStamp]:
        if self._nlp is None or self._gazetteer is None or self._register is None or self._stamp is None:
            self._nlp = load_pipeline(self.settings.model)
            self._everyday = everyday(self._nlp)
            self._gazetteer = Gazetteer.open(self.settings.gazetteer, self.settings.places)
            self._register = Register.load(self.settings.parties)
            name = "rules" if self._tagger() is None else "rules, attribution tagger"
            self._stamp = ReaderStamp(name=name, version=__version__, model=model_stamp(self.settings.model))
        return self._nlp, self._gazetteer, self._register, self._stamp

    def _tagger(self) -> Tagger | None:
        return shared_tagger() if self.settings.tagger else None

    @property
    def notices(self) -> tuple[str, ...]:
        """What the settings ask for and is not there, a line each; the reader does without."""
        return (MISSING,) if self.settings.tagger and self._tagger() is None else ()

    def warm(self) -> None:
        """Load the parser, the gazetteer and the register now rather than at the first document."""
        self._open()

    def read(self, document: Document) -> Reading:
        """Return the reading of one document."""
        return next(self.read_many([document]))

    def read_ungated(self, document: Document) -> Reading:
        """Return the reading of a document that is parsed whatever the lexical gate says (to check the gate)."""
        return next(self._read_batch([document], gate=False))

    def sentences(self, text: str, spans: Sequence[Span]) -> list[list[Sentence]]:
        """Return the parsed sentences of each of ``spans`` (paragraphs or lines of ``text``); reads no claims."""
        nlp = self._open()[0]
        parsed = nlp.pipe([text[a:b] for a, b in spans], batch_size=BATCH)
        return [
            cut_sentences(doc, text, span[0], number, 0)
            for number, (doc, span) in enumerate(zip(parsed, spans, strict=True))
        ]

    def read_many(self, documents: Iterable[Document]) -> Iterator[Reading]:
        """Yield the readings of documents in their order; paragraphs are parsed in batches."""
        waiting = iter(documents)
        while batch := list(islice(waiting, BATCH)):
            yield from self._read_batch(batch)

    def hear(self, document: Document) -> list[tuple[Sentence, list[Said]]]:
        """Return each sentence of a document with who says what in it by the rules, whatever the sentence is about."""
        nlp, gazetteer, register, _ = self._open()
        shadow = unmarked(readable(document.text, gazetteer.knows))
        sentences: list[Sentence] = []
        parts = _paragraphs(document)
        plain = [without_marks(shadow[a:b]) for a, b in parts]
        parsed = nlp.pipe((words for words, _ in plain), batch_size=BATCH)
        for number, ((start, _), (_, places), doc) in enumerate(zip(parts, plain, parsed, strict=True)):
            sentences += cut_sentences(doc, document.text, start, number, len(sentences), places)
        listener = _listener(document, gazetteer, register, likely_countries(document, gazetteer))
        return [(sent, listener.listen(sent, _ahead(sentences, n))) for n, sent in enumerate(sentences)]

    def _read_batch(self, documents: Sequence[Document], *, gate: bool = True) -> Iterator[Reading]:
        nlp, gazetteer, register, stamp = self._open()
        tagger = self._tagger()
        spans = [
            _paragraphs(document) if not gate or speaks_of_violence(document.text) else None for document in documents
        ]
        spans = [
            [] if parts is None and speaks_arabic_of_attacks(document.text) else parts
            for document, parts in zip(documents, spans, strict=True)
        ]
        shadows = [
            unmarked(readable(document.text, gazetteer.knows, self._everyday)) if parts is not None else ""
            for document, parts in zip(documents, spans, strict=True)
        ]
        plain = [
            without_marks(shadow[a:b]) for shadow, parts in zip(shadows, spans, strict=True) for a, b in parts or ()
        ]
        parsed = zip(
            nlp.pipe((words for words, _ in plain), batch_size=BATCH), (places for _, places in plain), strict=True
        )
        for document, parts in zip(documents, spans, strict=True):
            if parts is None:
                yield Reading(document=document, claims=(), communications=(), skipped=(), gated=True)
                continue
            sentences: list[Sentence] = []
            for number, (start, _) in enumerate(parts):
                doc, places = next(parsed)
                sentences += cut_sentences(doc, document.text, start, number, len(sentences), places)
            yield _read_document(document, sentences, gazetteer, register, stamp, tagger)


def _paragraphs(document: Document) -> list[Span]:
    """Return the spans to parse: the paragraphs, or the title where there is nothing else."""
    parts = [zone.span for zone in document.zones if zone.kind == "paragraph"]
    if not parts:
        parts = [zone.span for zone in document.zones if zone.kind == "title"]
    if not parts and document.text.strip():
        parts = [(0, len(document.text))]
    return parts


def _listener(document: Document, gazetteer: Gazetteer, register: Register, countries: Sequence[str]) -> Listener:
    lex = lexicon()
    cast = Cast(document, register, lex, countries)

    def country(name: str) -> str | None:
        code = gazetteer.country(name)
        if code is None:
            return None
        area = gazetteer.area(name)
        return code if area is not None and area.precision == "country" else None

    def area(name: str) -> bool:
        found = gazetteer.area(name, countries=countries)
        return found is not None

    return Listener(
        document.id,
        cast,
        World(
            known=gazetteer.knows,
            country=country,
            area=area,
            demonym=lambda words: gazetteer.country(words) is not None,
        ),
        lex,
    )


def _read_document(
    document: Document,
    sentences: list[Sentence],
    gazetteer: Gazetteer,
    register: Register,
    stamp: ReaderStamp,
    tagger: Tagger | None,
) -> Reading:
    countries = likely_countries(document, gazetteer)
    listener = _listener(document, gazetteer, register, countries)
    cast = listener.cast
    if tagger is not None:
        listener.tagged = Paragraphs(sentences, tagger).tagged
    drafts: list[DraftClaim] = []
    speeches: list[Speech] = []
    skipped: list[Skipped] = []
    demands = []
    for n, sent in enumerate(sentences):
        heard = listener.hear(sent, _ahead(sentences, n))
        drafts += heard.drafts
        skipped += heard.skipped
        if heard.speech is not None:
            _join(speeches, heard.speech)
        demands += [(sent, demand, said) for demand, said in heard.demands]
    for sent, demand, said in demands:
        voices = [item.voice for item in sorted(said, key=lambda item: -len(item.content))]
        voice = voices[0] if voices else None
        home = next((s for s in speeches if sent.index in s.sentences or any(same_sender(s, v) for v in voices)), None)
        if home is None and voice is not None:
            home = Speech(
                act="call",
                words=voice.words,
                span=voice.span or demand.span,
                number=None,
                sender=voice.mention(),
                addressees=[],
                demands=[],
                time=None,
                evidence=[sent.span],
                sentences={sent.index},
            )
            speeches.append(home)
        if home is not None and demand.span not in [other.span for other in home.demands]:
            home.demands.append(demand)
            if home.act == "call" and demand.of is not None and demand.of_span is not None:
                asked = document.text[demand.of_span[0] : demand.of_span[1]]
                if demand.of not in [other.name for other in home.addressees]:
                    party = cast.party_id(asked)
                    home.addressees.append(PartyMention(words=asked, span=demand.of_span, party=party, name=demand.of))
            home.sentences.add(sent.index)
            if sent.span not in home.evidence:
                home.evidence.append(sent.span)
    publisher = cast.publisher().attribution(None, None)
    drafts += ArabicReader(document, register, gazetteer, countries, publisher).drafts(len(sentences))
    return _assemble(document, drafts, speeches, skipped, gazetteer, countries, stamp)


def _ahead(sentences: list[Sentence], n: int) -> list[Sentence]:
    """Return the next sentences of the paragraph that sentence ``n`` stands in."""
    return [other for other in sentences[n + 1 : n + 9] if other.paragraph == sentences[n].paragraph]


def _join(speeches: list[Speech], speech: Speech) -> None:
    """Take a further mention of the same letters into the first one."""
    for other in speeches:
        same = other.sender is None or speech.sender is None or _sender_key(other) == _sender_key(speech)
        if other.act == speech.act and same:
            other.addressees = other.addressees or speech.addressees
            other.number = other.number or speech.number
            other.sender = other.sender or speech.sender
            other.time = other.time or speech.time
            other.sentences |= speech.sentences
            other.evidence += [span for span in speech.evidence if span not in other.evidence]
            return
    speeches.append(speech)


def _sender_key(speech: Speech) -> str:
    sender = speech.sender
    return "" if sender is None else sender.party or sender.name.casefold()


def _assemble(
    document: Document,
    drafts: list[DraftClaim],
    speeches: list[Speech],
    skipped: list[Skipped],
    gazetteer: Gazetteer,
    countries: Sequence[str],
    stamp: ReaderStamp,
) -> Reading:
    given = document.published
    known = None
    if given is not None:
        _, known, _ = check_published(document, None)
    happenings = tell_apart(drafts, fold, lambda offset: weekday_of(known, offset))
    said_day = publication_weekday(happenings)
    if said_day is None and known is not None:  # the date itself may have kept "today" and "Tuesday" apart
        again = tell_apart([msgspec.structs.replace(draft) for draft in drafts], fold, lambda offset: None)
        said_day = publication_weekday(again)
    document, published, note = check_published(document, said_day)
    if note is not None:
        happenings = tell_apart(drafts, fold, lambda offset: None)
    _mark_parts(happenings)
    times = date_claims(drafts, published, said_day)
    locator = Locator(document, gazetteer, countries)
    locator.learn(drafts)
    claims: list[Claim] = []
    known_ids: set[str] = set()
    of_sentence: dict[int, list[str]] = {}
    for n, draft in enumerate(drafts):
        claim = _claim(document, draft, times.get(n), locator, stamp)
        if claim.id in known_ids:
            continue
        known_ids.add(claim.id)
        claims.append(claim)
        of_sentence.setdefault(draft.sentence, []).append(claim.id)
    communications = tuple(_communication(document, speech, of_sentence, claims, published) for speech in speeches)
    return Reading(
        document=document,
        claims=tuple(claims),
        communications=communications,
        skipped=tuple(skipped),
        notes=(note,) if note else (),
    )


def _mark_parts(happenings: list[Happening]) -> None:
    """Mark counts of single persons or groups that are told after a larger total of the same happening as parts of it.

    "Twelve people were killed … A woman was killed in her kitchen": the woman is one of the twelve, and no second toll.
    """
    for happening in happenings:
        totals: dict[str, int] = {}
        for draft in happening.drafts:  # a toll is of everybody, wherever it stands: "… bringing the toll to six"
            for item in draft.casualties:
                if (item.outcome_words or "").lower() == "toll" and item.part_of is None and not item.cumulative:
                    totals[item.outcome] = max(totals.get(item.outcome, 0), item.quantity.low or 0)
        for draft in happening.drafts:
            changed = []
            for item in draft.casualties:
                high, low = item.quantity.high, item.quantity.low
                total = totals.get(item.outcome, 0)
                narrow = (
                    item.whom.group is not None
                    or item.whom.role is not None
                    or high == 1
                    or item.whom.family is not None
                )
                if item.part_of is None and not item.partial and high is not None and high < total and narrow:
                    item = msgspec.structs.replace(item, partial=True)
                elif item.part_of is None and not item.partial and low is not None and item.quantity.kind != "vague":
                    totals[item.outcome] = max(total, low)
                changed.append(item)
            draft.casualties = tuple(changed)


def _claim(document: Document, draft: DraftClaim, time: Time | None, locator: Locator, stamp: ReaderStamp) -> Claim:
    places = _places(draft, locator)
    claim = Claim(
        id="",
        document=document.id,
        kind=draft.kind,  # type: ignore[arg-type]
        stance=draft.stance,  # type: ignore[arg-type]
        event=draft.event,
        attribution=tuple(draft.chain),
        accused=tuple(draft.accused),
        targets=tuple(draft.targets),
        weapons=tuple(draft.weapons),
        places=places,
        time=time,
        casualties=draft.casualties,
        characterisations=tuple(draft.labels),
        evidence=(draft.evidence,),
        status="proposed",
        reader=stamp,
        happening=draft.happening,
        happening_why=draft.happening_why,
        hedges=tuple(draft.hedges),
    )
    coded = msgspec.to_builtins(claim)
    for field in ("id", "status", "reader"):
        coded.pop(field)
    return msgspec.structs.replace(claim, id=short_hash("c", [coded]))


def _places(draft: DraftClaim, locator: Locator) -> tuple[Place, ...]:
    """Return the places of a claim, those that only contain another folded into it, each name once in a role."""
    found: dict[tuple[str, str], Place] = {}
    kinds = lexicon().place_kinds
    folded = [c for n, c in draft.containers.items() if kinds.get(draft.places[n].kind or "") != "point"]
    placed = [locator.place(mention, draft.containers.get(n)) for n, mention in enumerate(draft.places)]
    bare = [  # a quarter that nobody can place: its town is kept beside it
        draft.containers[n]
        for n, place in enumerate(placed)
        if n in draft.containers and not place.resolved and place.fallback is None
    ]
    for mention, place in zip(draft.places, placed, strict=True):
        inside = mention.container and any(mention is container for container in folded)
        if inside and not any(mention is container for container in bare):
            continue
        found.setdefault((place.role, place.name), place)
    return tuple(found.values())


def _communication(
    document: Document,
    speech: Speech,
    of_sentence: dict[int, list[str]],
    claims: list[Claim],
    published: tuple[Any, Any] | None,
) -> Communication:
    about = [claim_id for index in sorted(speech.sentences) for claim_id in of_sentence.get(index, ())]
    for claim in claims:
        if claim.id not in about and speech.sender is not None and speech.act in ("letter", "statement", "complaint"):
            first = claim.attribution[0]
            if first.name.casefold() == speech.sender.name.casefold() or (
                first.party and first.party == speech.sender.party
            ):
                about.append(claim.id)
    time = (
        resolve(speech.time, Anchor(published=published, published_weekday=None, event=None, event_span=None))
        if speech.time
        else None
    )
    body: dict[str, Any] = {
        "document": document.id,
        "act": speech.act,
        "words": speech.words,
        "span": speech.span,
        "number": speech.number,
        "sender": speech.sender,
        "addressees": tuple(speech.addressees),
        "demands": tuple(sorted(speech.demands, key=lambda demand: demand.span)),
        "claims": tuple(about),
        "time": time,
        "evidence": tuple(sorted(speech.evidence)),
    }
    return Communication(id=short_hash("m", [msgspec.to_builtins(body)]), **body)
