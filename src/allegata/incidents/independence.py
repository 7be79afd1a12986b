"""Which claims go back to one voice: the same speaker, the same agency, copied text, or one quoting the other.

What counts as independent is ours, and told in docs/incidents.md. The number of independent sources is the number of
clusters, never that of articles.
"""

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from allegata.actors import Register
from allegata.incidents.copies import WHOLE, Copy, find_copies
from allegata.incidents.outlets import outlet_names
from allegata.incidents.sides import lineage, sides
from allegata.incidents.translations import find_translations
from allegata.records import Attribution, Claim, Document, IndependenceCluster


def independence(
    claims: Sequence[Claim], documents: Mapping[str, Document], register: Register
) -> tuple[IndependenceCluster, ...]:
    """Return the clusters of ``claims`` that go back to one voice, in the order of their first claim.

    Named speakers are one by party or name; bodies of one party (two ministries of a government) are one. Unnamed ones
    ("local sources") and the publisher's own words go back to the publisher or the agency that the text credits; where
    a named speaker stands beside them in one document, they make no voice of their own, unless that speaker is accused.
    """
    voices = _Voices(claims, documents, register)
    bonds = [*voices.shared(), *voices.credits(), *voices.quotes(), *voices.copies(), *voices.translations()]
    return voices.clusters(bonds)


UNSTATED = Attribution(
    words="", span=None, name="source not stated", kind="other", anonymous=True, cue=None, cue_span=None
)
"""The voice of a claim that names none."""


def voices(claim: Claim) -> tuple[Attribution, ...]:
    """Return the chain of a claim from the ultimate speaker outward; of a claim that names nobody, `UNSTATED`."""
    return claim.attribution or (UNSTATED,)


def with_translations(
    clusters: Sequence[IndependenceCluster], documents: Mapping[str, Document], related: Iterable[str]
) -> tuple[IndependenceCluster, ...]:
    """Return ``clusters`` with those of ``related``, documents without claims, that are translations of theirs.

    They add no voice; they are named so that nobody counts them as one.
    """
    added = set(related)
    chosen = added.union(name for cluster in clusters for name in cluster.documents)
    found = find_translations({name: documents[name] for name in chosen if name in documents})
    told = [(one.first, one.second, one.why) for one in found] + [(one.second, one.first, one.why) for one in found]
    held = []
    for cluster in clusters:
        more = [(new, why) for old, new, why in told if old in cluster.documents and new in added]
        names = dict.fromkeys([*cluster.documents, *(name for name, _ in more)])
        whys = dict.fromkeys([*cluster.why, *(why for _, why in more)])
        held.append(msgspec.structs.replace(cluster, documents=tuple(names), why=tuple(whys)))
    return tuple(held)


def ultimate(claim: Claim) -> Attribution:
    """Return the ultimate speaker of a claim; `UNSTATED` where it names nobody."""
    return voices(claim)[0]


def _unnamed(claim: Claim) -> bool:
    voice = ultimate(claim)
    return voice.anonymous or voice is voices(claim)[-1]


Bond = tuple[int, int, str]
"""Two claims by position, and why they go back to one voice."""


class _Voices:
    def __init__(self, claims: Sequence[Claim], documents: Mapping[str, Document], register: Register) -> None:
        self.claims = claims
        self.documents = {claim.document: documents[claim.document] for claim in claims if claim.document in documents}
        self.outlets = outlet_names(self.documents.values())
        # What unnamed people allege does not go back to the party that it accuses, though that party is the one named.
        accused = {mention.party for claim in claims for mention in claim.accused if mention.party is not None}
        blamed = {above for party in accused for above in lineage(party, register)}
        speaking = {voice.party for voice in map(ultimate, claims) if voice.party is not None}
        own = {party for party in speaking if blamed.intersection(lineage(party, register))}
        self.leads = [not _unnamed(claim) and ultimate(claim).party not in own for claim in claims]
        named_in = {claim.document for claim, leads in zip(claims, self.leads, strict=True) if leads}
        self.beside = [_unnamed(claim) and claim.document in named_in for claim in claims]
        parties = list(dict.fromkeys(v.party for c in claims if not _unnamed(c) and (v := ultimate(c)).party))
        self.side = {party: group[0] for group in sides(parties, register) for party in group}
        self.label = {v.party: v.name for c in reversed(claims) if (v := ultimate(c)).party is not None}

    def key(self, claim: Claim) -> str:
        """Return what a claim's ultimate voice is known by: its side, its name, or its publisher's."""
        voice = ultimate(claim)
        if _unnamed(claim):
            return self.origin(claim).casefold()
        return self.side[voice.party] if voice.party is not None else voice.name.casefold()

    def origin(self, claim: Claim) -> str:
        """Return who stands behind what a document tells in its own words: the agency it credits, or its publisher."""
        document = self.documents.get(claim.document)
        credited = (document.credited or document.dateline_agency) if document is not None else None
        if credited is None and document is not None and not claim.attribution:
            credited = document.publisher
        return self._outlet(credited or voices(claim)[-1].name)

    def _outlet(self, name: str) -> str:
        return self.outlets.get(name.casefold(), name)

    def publisher(self, claim: Claim) -> str:
        """Return the outlet that tells a claim."""
        return self._outlet(voices(claim)[-1].name)

    def voice(self, claim: Claim) -> str:
        """Return the name to show."""
        party = ultimate(claim).party
        if _unnamed(claim):
            return self.origin(claim)
        return self.label[self.side[party]] if party is not None else ultimate(claim).name

    def shared(self) -> Iterable[Bond]:
        """Yield claims with one ultimate speaker, and unnamed ones with the named speaker of their own document."""
        first: dict[str, int] = {}
        for n, claim in enumerate(self.claims):
            if self.beside[n]:
                continue
            key = self.key(claim)
            if key in first:
                same = self.claims[first[key]].document == claim.document
                why = (
                    ""
                    if same and ultimate(claim).name == ultimate(self.claims[first[key]]).name
                    else self._told(n, first[key])
                )
                yield first[key], n, why
            first.setdefault(key, n)
        named: dict[str, int] = {}
        for n, claim in enumerate(self.claims):
            if self.leads[n]:
                named.setdefault(claim.document, n)
        for n, claim in enumerate(self.claims):
            if self.beside[n]:
                yield named[claim.document], n, ""

    def _told(self, one: int, other: int) -> str:
        mine, theirs = self.voice(self.claims[one]), ultimate(self.claims[other]).name
        own = ultimate(self.claims[one]).name
        if _unnamed(self.claims[one]):
            names = [voices(self.claims[n])[-1].name for n in (one, other)]
            known = next((name for name in names if self._outlet(name) != name), None)
            return f"both go back to {mine}" + (f", known by its address as {known}" if known is not None else "")
        if own.casefold() != theirs.casefold():
            return f"{own} and {theirs} speak for one side"
        return f"both are told by {mine}"

    def credits(self) -> Iterable[Bond]:
        """Yield a document's own words with those of a document by the agency that it credits."""
        by_publisher: dict[str, int] = {}
        for n, claim in enumerate(self.claims):
            by_publisher.setdefault(self.publisher(claim).casefold(), n)
        for n, claim in enumerate(self.claims):
            origin = self.origin(claim)
            other = by_publisher.get(origin.casefold())
            if other is None or self.claims[other].document == claim.document or not _unnamed(claim):
                continue
            if _unnamed(self.claims[other]):
                yield other, n, f"{self.publisher(claim)} credits {origin}"

    def quotes(self) -> Iterable[Bond]:
        """Yield claims told after another document's publisher with that document's claims."""
        by_publisher: dict[str, list[int]] = {}
        for n, claim in enumerate(self.claims):
            by_publisher.setdefault(self.publisher(claim).casefold(), []).append(n)
        for n, claim in enumerate(self.claims):
            for voice in voices(claim)[:-1]:
                for other in by_publisher.get(self._outlet(voice.name).casefold(), ())[:1]:
                    if self.claims[other].document != claim.document:
                        yield other, n, f"{self.publisher(claim)} quotes {voice.name}"

    def _by_document(self) -> dict[str, list[int]]:
        of: dict[str, list[int]] = {}
        for n, claim in enumerate(self.claims):
            of.setdefault(claim.document, []).append(n)
        return of

    def copies(self) -> Iterable[Bond]:
        """Yield claims of documents that hold the same text: the whole of one, or the passage that tells the claim."""
        of = self._by_document()
        if len(self.documents) < 2:
            return
        for copy in find_copies({name: document.text for name, document in self.documents.items()}):
            for one in of[copy.first]:
                for other in of[copy.second]:
                    if self.key(self.claims[one]) == self.key(self.claims[other]) or self._one(copy, one, other):
                        yield one, other, copy.why()

    def translations(self) -> Iterable[Bond]:
        """Yield unnamed claims of documents of which one seems a translation of the other."""
        of = self._by_document()
        for found in find_translations(self.documents) if len(self.documents) > 1 else ():
            for one in of[found.first]:
                for other in of[found.second]:
                    if self.key(self.claims[one]) == self.key(self.claims[other]) or (
                        _unnamed(self.claims[one]) and _unnamed(self.claims[other])
                    ):
                        yield one, other, found.why

    def _one(self, copy: Copy, one: int, other: int) -> bool:
        mine, theirs = self.claims[one], self.claims[other]
        if not (_unnamed(mine) and _unnamed(theirs)):
            return False
        return copy.share >= WHOLE or self._words(mine) == self._words(theirs)

    def _words(self, claim: Claim) -> str:
        text = self.documents[claim.document].text
        return " ".join(" ".join(text[start:end].split()) for start, end in claim.evidence)

    def clusters(self, bonds: Iterable[Bond]) -> tuple[IndependenceCluster, ...]:
        leader = list(range(len(self.claims)))

        def find(n: int) -> int:
            while leader[n] != n:
                leader[n] = leader[leader[n]]
                n = leader[n]
            return n

        reasons: list[Bond] = []
        for one, other, why in bonds:
            first, second = sorted((find(one), find(other)))
            leader[second] = first
            if why:
                reasons.append((one, other, why))
        members: dict[int, list[int]] = {}
        for n in range(len(self.claims)):
            members.setdefault(find(n), []).append(n)
        found = []
        for root, group in members.items():
            head = next((n for n in group if not self.beside[n]), group[0])
            found.append(
                IndependenceCluster(
                    voice=self.voice(self.claims[head]),
                    claims=tuple(self.claims[n].id for n in group),
                    documents=tuple(dict.fromkeys(self.claims[n].document for n in group)),
                    why=tuple(dict.fromkeys(why for one, _, why in reasons if find(one) == root)),
                )
            )
        return tuple(found)
