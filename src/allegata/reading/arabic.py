"""Attacks told in Arabic: the word for the attack, who is said to have made it, and where; by a small lexicon.

Arabic is not parsed. A claim is made only where the words stand in one of a few firm constructions: an attack with its
maker in the genitive, as an adjective, after "of" or after "by" ("قصف مدفعي لـ…", "غارات روسية", "… من قبل …"),
and a verb with a subject that agrees with it. Whose weapon it is is never concluded from the weapon. The words stand in
``data/arabic.yaml``; every span is one of the document's text.
"""

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from allegata.actors import Register
from allegata.actors.countries import COUNTRIES, slug
from allegata.gazetteer import Gazetteer
from allegata.reading.arabic_words import (
    PRONOUNS,
    SCRIPT,
    Gender,
    Named,
    Word,
    bare_forms,
    built_in_words,
    folded,
    joined,
    sentences,
    stands,
    tokens,
)
from allegata.reading.drafts import DraftClaim
from allegata.reading.place_names import PlaceMention
from allegata.records import Attribution, Document, Event, PartyMention, Span

_NEAR, _FAR = 4, 14
"""Words between an attack and its maker: described in a row, or before "by"."""
_LIKELY = 0.6
WHENCE = "from where it was fired"
_SURE = frozenset(("exact", "alternate", "spelling"))
"""Matches of a name that count: the folding key leaves too little of an Arabic word ("the crime" is Yarim)."""


class _Maker(NamedTuple):
    """A party in a sentence: the words after its last one, its id, and the gender of its name."""

    end: int
    party: str
    gender: Gender | None
    why: str | None = None


class _Act(NamedTuple):
    type: str
    kind: Literal["noun", "linked", "verb"]
    gender: Gender | None


class ArabicReader:
    """Finds attacks in the Arabic sentences of one document."""

    def __init__(
        self,
        document: Document,
        register: Register,
        gazetteer: Gazetteer,
        countries: Sequence[str],
        publisher: Attribution,
    ) -> None:
        self.document = document
        self.register = register
        self.gazetteer = gazetteer
        self.countries = tuple(countries)
        self.publisher = publisher
        self.words = built_in_words()

    def drafts(self, sentence: int) -> list[DraftClaim]:
        """Return a draft for each attack whose maker is named, told once a document; numbered from ``sentence`` on."""
        found: list[DraftClaim] = []
        known: set[object] = set()
        for span in sentences(self.document.text):
            said = list(tokens(self.document.text, span))
            if any(word.forms & self.words.denying for word in said):
                continue
            for draft in self._attacks(said, span, sentence + len(found)):
                places = tuple(place.name for place in draft.places)
                key = (draft.event.type, draft.accused[0].party, places)
                if key not in known:
                    known.add(key)
                    found.append(draft)
        return found

    def _attacks(self, said: list[Word], span: Span, sentence: int) -> Iterator[DraftClaim]:
        for n, word in enumerate(said):
            for act in self._acts(word):
                maker = self._maker_of(said, n, act)
                if maker is None:
                    continue
                first, found = maker
                yield self._draft(said, n, act, self._accused(said, first, found), span, sentence)
                break

    def _acts(self, word: Word) -> Iterator[_Act]:
        words = self.words
        bare = bare_forms(word.forms)
        for form in sorted(bare):
            if form in words.nouns:
                yield _Act(words.nouns[form], "noun", None)
        stems = {word.key} | {word.key[: -len(end)] for end in PRONOUNS if word.key.endswith(end)}
        for form in sorted(stems):
            if form in words.verbs:
                yield _Act(words.verbs[form][0], "verb", words.verbs[form][1])
        for form in sorted(bare | stems):
            if form in words.linked:
                yield _Act(words.linked[form], "linked", None)
            elif form in words.nouns and form not in bare:
                yield _Act(words.nouns[form], "noun", None)

    def _maker_of(self, said: list[Word], n: int, act: _Act) -> tuple[int, _Maker] | None:
        """Return who made an attack, with the place of the first word of the name."""
        before = self._before(said, n)
        if act.kind == "verb":
            if before is not None:
                return before if before[1].gender in (act.gender, None) else None
            found = self._row(said, n + 1, 0)
            return found if found is not None and found[1].gender in (act.gender, None) else None
        if act.kind == "noun" and before is None:
            found = self._row(said, n + 1, _NEAR)
            if found is not None:
                return found
        return self._linked(said, n + 1)

    def _before(self, said: list[Word], n: int) -> tuple[int, _Maker] | None:
        """Return the party whose name ends right before a word."""
        for start in range(max(0, n - 4), n):
            found = self._party(said, start)
            if found is not None and found.end == n and not joined(said[start], "بلك"):
                return start, found
        return None

    def _row(self, said: list[Word], start: int, most: int) -> tuple[int, _Maker] | None:
        """Return the party that follows, after nothing but describing words."""
        for at in range(start, min(len(said), start + most + 1)):
            found = self._party(said, at)
            if found is not None:
                return at, found
            forms = bare_forms(said[at].forms)
            if not (forms & self.words.describing or said[at].forms & self.words.of):
                return None
            if said[at].forms & self.words.of:
                found = self._party(said, at + 1)
                return (at + 1, found) if found is not None else None
        return None

    def _linked(self, said: list[Word], start: int) -> tuple[int, _Maker] | None:
        """Return the party after "by", in the same sentence and before another attack is told of."""
        for at in range(start, min(len(said), start + _FAR)):
            for phrase in self.words.by:
                if tuple(word.key for word in said[at : at + len(phrase)]) == phrase:
                    return self._on_ground(said, at + len(phrase)) or self._row(said, at + len(phrase), 1)
            if said[at].key in self.words.of and (found := self._on_ground(said, at + 1)) is not None:
                return found
            if any(act.kind == "verb" or act.kind == "noun" for act in self._acts(said[at])) and at > start:
                return None
        return None

    def _on_ground(self, said: list[Word], start: int) -> tuple[int, _Maker] | None:
        """Return the party from whose ground it came: "the shelling came from areas held by X"."""
        for phrase in self.words.grounds:
            after = start + len(phrase)
            if stands(said, start, phrase) and (found := self._party(said, after)) is not None:
                return after, found._replace(why=WHENCE)
        return None

    def _party(self, said: list[Word], at: int) -> _Maker | None:
        """Return the party whose name begins at a word: the longest of the lists, or a country's force."""
        if at >= len(said):
            return None
        words, best = self.words, None
        for phrase, entry in words.names:
            if not stands(said, at, phrase) or not self._fits(entry):
                continue
            if best is None or at + len(phrase) > best.end:
                best = _Maker(at + len(phrase), entry.party, entry.gender)
        force = self._force(said, at)
        if force is not None and (best is None or force.end > best.end):
            best = force
        return best

    def _fits(self, entry: Named) -> bool:
        return not entry.countries or any(code in self.countries for code in entry.countries)

    def _force(self, said: list[Word], at: int) -> _Maker | None:
        words, place, gender, kind = self.words, at, None, "military"
        for phrase, body in words.bodies:
            if stands(said, at, phrase, article=True):
                kind, place = body, at + len(phrase)
                break
        while place < len(said) and place < at + _NEAR and kind == "military":
            head = next((form for form in bare_forms(said[place].forms) if form in words.forces), None)
            if head is None and not (place > at and bare_forms(said[place].forms) & words.describing):
                break
            gender = gender or (words.forces[head] if head is not None else None)
            place += 1
        if place > at:
            for phrase, entry in words.names:  # "طائرات التحالف": the planes are the coalition's
                if stands(said, place, phrase) and self._fits(entry):
                    return _Maker(place + len(phrase), entry.party, gender)
        if place < len(said):
            code = next((words.adjectives[f] for f in bare_forms(said[place].forms) if f in words.adjectives), None)
            if code is not None and (place > at or not joined(said[place], "بلك")):
                return _Maker(place + 1, self._body(code, kind), gender)
        if place == at or kind == "military":
            for phrase, code in words.countries:
                if stands(said, place, phrase):
                    return _Maker(place + len(phrase), self.register.country_party(code, "government").id, "feminine")
        return None

    def _body(self, code: str, kind: str) -> str:
        if kind == "security-forces":
            return f"security-forces-of-{slug(COUNTRIES[code].name)}"
        return self.register.country_party(code, "police" if kind == "police" else "military").id

    def _accused(self, said: list[Word], first: int, maker: _Maker) -> list[PartyMention]:
        """Return the maker and those who are joined to it by "and", or by "with the support of"."""
        found = [self._mention(said, first, maker)]
        while maker.end < len(said):
            at = self._joined_to(said, maker.end)
            other = self._party(said, at) if at is not None else None
            if at is None or other is None:
                break
            found.append(self._mention(said, at, other))
            maker = other
        unique: dict[str | None, PartyMention] = {}
        for mention in found:
            unique.setdefault(mention.party, mention)
        return list(unique.values())

    def _joined_to(self, said: list[Word], at: int) -> int | None:
        """Return where a further party may begin: at a word with "and", or after words of help."""
        if said[at].key.startswith("و"):
            return at
        return next((at + len(phrase) for phrase in self.words.help if stands(said, at, phrase)), None)

    def _mention(self, said: list[Word], first: int, maker: _Maker) -> PartyMention:
        span = (said[first].span[0], said[maker.end - 1].span[1])
        words = self.document.text[span[0] : span[1]]
        known = self.register.get(maker.party)
        return PartyMention(
            words=words, span=span, party=maker.party, name=known.name if known else words, why=maker.why
        )

    def _places(self, said: list[Word]) -> list[PlaceMention]:
        """Return the places that are named after "on", "in", "the town of", or by a hashtag."""
        found: dict[str, PlaceMention] = {}
        for n, word in enumerate(said):
            after = n > 0 and bool(bare_forms(said[n - 1].forms) & self.words.before_place)
            if not (word.hashtag or after) or bare_forms(word.forms) & self.words.before_place:
                continue
            for last in (n + 1, n):
                if last >= len(said):
                    continue
                span = (word.span[0], said[last].span[1])
                name = self.document.text[span[0] : span[1]].replace("_", " ")
                known = self.gazetteer.lookup(name, countries=self.countries, fuzzy=False)
                if not known or known[0].match not in _SURE or (last == n and self._everyday(said, n)):
                    continue
                if known[0].score >= _LIKELY and known[0].precision not in ("country", "unknown"):
                    mention = PlaceMention(
                        first=0, last=0, name=name, name_span=span, words=name, span=span, kind=None, role="event"
                    )
                    mention.known = True
                    found.setdefault(name, mention)
                    break
        return list(found.values())

    def _everyday(self, said: list[Word], n: int) -> bool:
        """Tell whether a word is more likely an everyday one than the name of a place: "pictures", not Tyre.

        After a word for a kind of place it is the name; one that is struck too, right behind an attack "on" it.
        """
        words = self.words
        if said[n].key not in words.everyday_names or (n and bare_forms(said[n - 1].forms) & words.kinds_of_place):
            return False
        if said[n].key not in words.struck_names or n == 0 or said[n - 1].key != folded("على"):
            return True
        after = said[n + 1].key if n + 1 < len(said) else ""
        if after in words.of_pictures or (after.startswith("ل") and len(after) > 2):
            return True
        return not any(
            form in words.nouns or form in words.linked
            for word in said[max(0, n - 1 - _NEAR) : n - 1]
            for form in bare_forms(word.forms)
        )

    def _draft(
        self, said: list[Word], n: int, act: _Act, accused: list[PartyMention], span: Span, sentence: int
    ) -> DraftClaim:
        at = said[n].span
        words = self.document.text[at[0] : at[1]]
        return DraftClaim(
            sentence=sentence,
            paragraph=-1,
            kind="event",
            stance="reports",
            event=Event(type=act.type, words=words, span=at),  # type: ignore[arg-type]
            word=said[n].key,
            chain=[self.publisher],
            accused=accused,
            targets=[],
            weapons=[],
            places=self._places(said),
            containers={},
            time=None,
            casualties=(),
            labels=[],
            hedges=[],
            evidence=span,
            definite=False,
            plural=False,
            outcome_only=False,
        )


def speaks_arabic_of_attacks(text: str) -> bool:
    """Return whether a text holds an Arabic word of the lists for an attack, so that it is worth reading."""
    if SCRIPT.search(text) is None:
        return False
    words = built_in_words()
    return any(
        form in words.nouns or form in words.linked or form in words.verbs
        for span in sentences(text)
        for word in tokens(text, span)
        for form in bare_forms(word.forms) | {word.key[: -len(end)] for end in PRONOUNS if word.key.endswith(end)}
    )
