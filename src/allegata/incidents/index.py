"""Incidents kept on disk with what links them, so that a change computes only what it touches.

`IncidentIndex` holds documents with their claims, their accounts, the scores of pairs, clusters and incidents in one
file of DuckDB. What it holds after any steps equals what `gather` returns of the same claims, documents and judgements.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, Final

import msgspec

from allegata.actors import Register
from allegata.incidents.accounts import Account, accounts
from allegata.incidents.clusters import Pair
from allegata.incidents.coverings import Cover, Whereabouts, coverings_of, covers_of, whereabouts, without_totals
from allegata.incidents.credible import Standing
from allegata.incidents.decisions import Decisions, decide, on_links
from allegata.incidents.gather import incident_of
from allegata.incidents.linking import grouped
from allegata.incidents.linking_model import Model
from allegata.incidents.sides import built_in_register
from allegata.incidents.told import Changes, Row, Told
from allegata.incidents.untold import untold
from allegata.records import Incident, Judgement

_AFTER: Final = 1 << 62
"""Documents without claims stand after all others."""
_AT_ONCE: Final = 500
"""Clusters whose incidents are computed at once, so that memory does not grow with the archive."""


class IncidentIndexError(RuntimeError):
    """An index that cannot be used: of another version, in use, or broken. Remove it and build it anew."""


class IncidentIndex:
    """Incidents in a file, brought up to new documents, changed claims and judgements step by step.

    ``path``: the file, new or of an earlier time. ``register``, ``standing`` and ``model``: as for `gather`; they must
    be the same each time that a file is opened. ``memory``: what the tables may take, as "1GB". Raises
    `IncidentIndexError` where the file cannot be used.
    """

    def __init__(
        self,
        path: Path,
        register: Register | None = None,
        *,
        standing: Standing | None = None,
        model: Model | None = None,
        memory: str = "1GB",
        threads: int = 2,
    ) -> None:
        self._register = register or built_in_register()
        self._standing = standing
        # DuckDB and Splink are loaded here, as one document does not need them
        from allegata.incidents.index_tables import IndexTables
        from allegata.incidents.linkage import Failure, Linkage

        self._failure = Failure
        try:
            self._linkage = Linkage(model, path=path, memory=memory, threads=threads)
            self._tables = IndexTables(self._linkage.connection)
        except Failure as error:
            raise IncidentIndexError(f"{path}: cannot be used as an index of incidents ({_line(error)})") from error

    def close(self) -> None:
        """Let go of the file."""
        self._linkage.close()

    def __enter__(self) -> "IncidentIndex":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def mark(self) -> str:
        """What the caller noted at the last `update`; empty in a new file."""
        return self._tables.setting("mark").decode()

    def __len__(self) -> int:
        return self._tables.count("incidents")

    def documents(self) -> list[str]:
        """Return the ids of the documents that it holds, in their order."""
        return self._tables.documents()

    def incidents(self) -> Iterator[Incident]:
        """Yield all incidents in the order of their first claim, as `gather` returns them."""
        return self._tables.incidents()

    def update(
        self,
        told: Iterable[Told] = (),
        *,
        gone: Iterable[str] = (),
        judgements: Sequence[Judgement] = (),
        mark: str = "",
    ) -> Changes:
        """Bring the index up to date and return what changed; all or nothing is kept.

        ``told``: documents that are new, or whose claims or text changed, each with all its claims as they are now;
        ``gone``: ids of documents that are no more. ``judgements``: all that people decided, as for `gather`, those of
        earlier times too. ``mark``: a note to know later up to where the index goes. Raises `IncidentIndexError`
        where the file cannot be written; the index must then be closed.
        """
        con = self._linkage.connection
        try:
            con.execute("begin")
            changes = self._update(told, set(gone), judgements)
            self._tables.keep("mark", mark.encode())
            con.execute("commit")
        except self._failure as error:
            raise IncidentIndexError(f"the index of incidents cannot be written ({_line(error)})") from error
        return changes

    def _update(self, told: Iterable[Told], gone: set[str], judgements: Sequence[Judgement]) -> Changes:
        tables = self._tables
        links = on_links(judgements)
        named = _changed(tables.judgements(), links)
        fresh = not tables.count("told")
        given = tables.keep_told(told)
        touched = given | gone
        if not fresh:
            touched |= tables.documents_of(named)
        tables.drop("told", "document", gone)
        covers = self._covers(touched, fresh)
        rebuilt = self._accounts(touched, links, fresh)
        certain = self._certain
        decisions = self._decide(links)
        rebuilt |= self._linkage.judge(decisions.same, decisions.apart)
        otherwise = self._told_otherwise(decisions, links)
        rebuilt |= otherwise
        certain |= otherwise | self._linkage.stirred
        tables.keep("judgements", msgspec.msgpack.encode(links))
        return self._incidents(rebuilt, certain, decisions, covers)

    def _covers(self, touched: set[str], fresh: bool) -> tuple[list[tuple[int, Cover]], set[str]]:
        """Keep the totals and patterns of documents anew; return the changed ones, and the ids of those no more."""
        before = {} if fresh else self._tables.covers(touched)
        after: dict[str, tuple[int, Cover]] = {}
        for one in self._tables.told(touched):
            place = dict(zip((claim.id for claim in one.claims), one.order, strict=True))
            for cover in covers_of(one.claims, {one.document.id: one.document}):
                after[cover.claim.id] = (place[cover.claim.id], cover)
        changed = [item for name, item in after.items() if before.get(name) != item]
        lost = {name for name, item in before.items() if after.get(name) != item}
        self._tables.drop("covers", "claim", lost)
        self._tables.keep_covers(changed)
        return changed, lost

    def _accounts(self, touched: set[str], links: Sequence[Judgement], fresh: bool) -> set[int]:
        """Make the accounts of documents anew; return the numbers of accounts whose incidents may change."""
        tables = self._tables
        before = {} if fresh else {(row.id, row.document): row for row in tables.accounts("document", touched)}
        kept: set[int] = set()
        first = len(self._linkage)
        ranks: list[int] = []

        def made() -> Iterator[Account]:
            number = first
            for some in _some(tables.told(touched), 2_000):
                rows = []
                for one in some:
                    for account, rank in self._of_document(one, links):
                        row = before.get((account.id, account.document))
                        if row is not None and row.rank == rank and row.account == account:
                            kept.add(row.n)
                            continue
                        rows.append(Row(number, account.document, account.id, rank, account))
                        number += 1
                tables.keep_accounts(rows)
                for row in rows:
                    ranks.append(row.rank)
                    yield row.account

        added = list(made()) if before else made()
        lost = {row.n for row in before.values()} - kept
        tables.drop("told_accounts", "n", lost)
        tables.drop("named", "n", lost)
        self._lost = lost
        self._linkage.stirred = set()
        affected = self._linkage.change(lost, added, _each(ranks))
        self._certain = kept | set(range(first, len(self._linkage)))
        return kept | affected

    def _of_document(self, told: Told, links: Sequence[Judgement]) -> Iterator[tuple[Account, int]]:
        """Yield the accounts of one document with their ranks."""
        known = {told.document.id: told.document}
        place = dict(zip((claim.id for claim in told.claims), told.order, strict=True))
        claims = without_totals(told.claims, known)
        found = accounts(claims, known, self._register, links)
        for account, its in found:
            yield account, place[its[0].id]
        if not found:
            for account in untold(claims, known, self._register):
                yield account, _AFTER + told.at

    def _decide(self, links: Sequence[Judgement]) -> Decisions:
        """Return what the judgements decide on numbers of accounts."""
        numbers = self._tables.numbers({name for judgement in links for name in judgement.about})
        order = sorted(set(numbers.values()), key=self._linkage.rank)
        place = {number: at for at, number in enumerate(order)}
        decided = decide(links, {name: place[number] for name, number in numbers.items()})

        def numbered(pairs: dict[Pair, Judgement]) -> dict[Pair, Judgement]:
            return {_pair(order[a], order[b]): judgement for (a, b), judgement in pairs.items()}

        return Decisions(numbered(decided.same), numbered(decided.apart), decided.refused)

    def _told_otherwise(self, decisions: Decisions, links: Sequence[Judgement]) -> set[int]:
        """Return the accounts of which the judgements tell something else than before, if not who is with whom."""
        tables = self._tables
        refused = [(judgement.id, reason) for judgement, reason in decisions.refused]
        now = (
            [(*pair, judgement) for pairs in (decisions.same, decisions.apart) for pair, judgement in pairs.items()],
            refused,
        )
        held = tables.setting("decided")
        before = msgspec.msgpack.decode(held, type=_Decided) if held else ([], [])
        tables.keep("decided", msgspec.msgpack.encode(now))
        was, new = {(a, b): one for a, b, one in before[0]}, {(a, b): one for a, b, one in now[0]}
        found = {n for pair in {*was, *new} if was.get(pair) != new.get(pair) for n in pair}
        about = {judgement.id: judgement.about for judgement in (*links, *tables.judgements())}
        changed = {name for name, _ in {*before[1]} ^ {*refused}}
        names = {name for judgement in changed for name in about.get(judgement, ())}
        return (found - self._lost) | set(tables.numbers(names).values())

    def _incidents(
        self, rebuilt: set[int], certain: set[int], decisions: Decisions, covers: tuple[list[Any], set[str]]
    ) -> Changes:
        """Compute the incidents of accounts anew; return what changed.

        Clusters that are as before, none of whose accounts is among the ``certain`` ones, keep their incidents.
        """
        tables, linkage = self._tables, self._linkage
        old = tables.incidents_of(rebuilt | self._lost)
        rebuilt = {n for n in rebuilt | {n for _, members in old.values() for n in members} if linkage.cluster_of(n)}
        clusters = {tuple(linkage.cluster_of(n)) for n in rebuilt}
        held = {tuple(sorted(members)): name for name, (_, members) in old.items()}
        same = {
            members: name
            for members in clusters
            if certain.isdisjoint(members) and (name := held.get(tuple(sorted(members)))) is not None
        }
        clusters -= same.keys()
        unchanged = set(same.values())
        old = {name: item for name, item in old.items() if name not in unchanged}
        tables.drop("incidents", "id", old)
        tables.drop("incident_accounts", "incident", old)
        changed, lost = covers
        before = {name: record for name, (record, _) in old.items()}
        kept: set[str] = set()
        found: list[Incident] = []
        if changed or lost:
            found += self._cover_others(changed, lost)
        every = tables.all_covers() if clusters else []
        ordered = sorted(clusters, key=lambda members: linkage.rank(members[0]))
        for some in _some(iter(ordered), _AT_ONCE):
            made = []
            for incident, where, members in self._made(some, decisions):
                coverings = tuple(
                    one for cover in every for one in coverings_of(cover, incident, where, self._register)
                )
                incident = msgspec.structs.replace(incident, covered_by=coverings) if coverings else incident
                made.append((incident, where, members, linkage.rank(members[0])))
            for incident, record in tables.keep_incidents(made):
                kept.add(incident.id)
                if before.get(incident.id) != record:
                    found.append(incident)
        return Changes(tuple(sorted(set(before) - kept)), tuple(found))

    def _made(
        self, clusters: Sequence[tuple[int, ...]], decisions: Decisions
    ) -> Iterator[tuple[Incident, Whereabouts, tuple[int, ...]]]:
        """Yield the incidents of clusters that have claims, with where they were and the numbers of their accounts."""
        linkage = self._linkage
        mine = {n for members in clusters for n in members}
        refused = [pair for pair in linkage.refused() if not mine.isdisjoint(pair)]
        order = sorted(mine | {n for pair in refused for n in pair}, key=lambda n: (linkage.rank(n), n))
        rows = {row.n: row for row in self._tables.accounts("n", order)}
        documents = {one.document.id: one for one in self._tables.told({row.document for row in rows.values()})}
        claims = {claim.id: claim for one in documents.values() for claim in one.claims}
        place = {number: at for at, number in enumerate(order)}
        told = [(rows[n].account, [claims[name] for name in rows[n].account.claims]) for n in order]
        local = Decisions(_placed(decisions.same, place), _placed(decisions.apart, place), decisions.refused)

        def scores(pairs: Iterable[Pair]) -> dict[Pair, float]:
            found = linkage.scores(_pair(order[a], order[b]) for a, b in pairs)
            return {_pair(place[a], place[b]): score for (a, b), score in found.items()}

        def levels(pairs: Iterable[Pair]) -> dict[Pair, tuple[float, dict[str, str]]]:
            found = linkage.levels(_pair(order[a], order[b]) for a, b in pairs)
            return {_pair(place[a], place[b]): level for (a, b), level in found.items()}

        numbered = [[place[n] for n in members] for members in clusters]
        apart = [(place[a], place[b]) for a, b in refused]
        groups = grouped(numbered, told, local, apart, scores, levels)
        for group, members in zip(groups, clusters, strict=True):
            if group.claims:
                known = {claim.document: documents[claim.document].document for claim in group.claims}
                incident = incident_of(group, self._register, known, self._standing)
                yield incident, whereabouts(group.claims), members

    def _cover_others(self, changed: Sequence[tuple[int, Cover]], lost: set[str]) -> Iterator[Incident]:
        """Bring the other incidents up to totals and patterns that are new, changed or no more; yield those changed."""
        order = self._tables.cover_order()
        for incident, where in self._tables.with_whereabouts():
            kept = [one for one in incident.covered_by if one.claim not in lost]
            kept += [one for _, cover in changed for one in coverings_of(cover, incident, where, self._register)]
            coverings = tuple(sorted(kept, key=lambda one: order[one.claim]))
            if coverings != incident.covered_by:
                after = msgspec.structs.replace(incident, covered_by=coverings)
                self._tables.write_incident(after)
                yield after


_Decided = tuple[list[tuple[int, int, Judgement]], list[tuple[str, str]]]


def _changed(before: Sequence[Judgement], after: Sequence[Judgement]) -> set[str]:
    """Return what the judgements name that are in one of the two only; all of it where their order differs."""
    was = {msgspec.msgpack.encode(one): one for one in before}
    now = {msgspec.msgpack.encode(one): one for one in after}
    if [key for key in was if key in now] != [key for key in now if key in was]:
        return {name for judgement in (*before, *after) for name in judgement.about}
    return {name for key in was.keys() ^ now.keys() for name in (was.get(key) or now[key]).about}


def _placed(pairs: dict[Pair, Judgement], place: dict[int, int]) -> dict[Pair, Judgement]:
    return {_pair(place[a], place[b]): one for (a, b), one in pairs.items() if a in place and b in place}


def _pair(first: int, second: int) -> Pair:
    return (first, second) if first <= second else (second, first)


def _each(growing: Sequence[int]) -> Iterator[int]:
    """Yield what is in a list, also what comes to it meanwhile."""
    at = 0
    while at < len(growing):
        yield growing[at]
        at += 1


def _some(items: Iterable[Any], count: int) -> Iterator[list[Any]]:
    waiting = iter(items)
    while some := list(islice(waiting, count)):
        yield some


def _line(error: BaseException) -> str:
    return " ".join(str(error).split())[:200]
