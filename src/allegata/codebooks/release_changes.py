"""What changed from one release to the next, incident by incident, and why: as far as the records tell it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

import msgspec

from allegata.codebooks.release_ledger import Entry, Ledger, Listed, Releasable
from allegata.records import Judgement

ChangeKind = Literal["added", "changed", "withdrawn", "reviewed"]
Reason = Literal[
    "new documents",
    "documents gone",
    "judged",
    "judgements gone",
    "read anew",
    "counted by another profile",
    "merged",
    "claims from other incidents",
    "claims now in other incidents",
    "another version of Allegata",
    "another table",
    "not known",
]
KINDS: tuple[ChangeKind, ...] = ("added", "changed", "withdrawn", "reviewed")


class Why(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A reason, with what it rests on. ``before`` and ``after``: versions of a reader, a profile, a tool."""

    reason: Reason
    documents: tuple[Listed, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    incidents: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """An incident that is not as it was. ``columns``: of the plain table, the value before and after.

    *reviewed*: judged since, and no column changed.
    """

    kind: ChangeKind
    id: str
    where: str | None
    when: str | None
    columns: dict[str, tuple[Any, Any]] = {}
    why: tuple[Why, ...]


class Recoded(msgspec.Struct, frozen=True, kw_only=True):
    """A codebook whose tables are not written as in the release before; ``None``: it was, or is, not released."""

    codebook: str
    before: str | None
    after: str | None


def recoded(before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]) -> list[Recoded]:
    """Return the codebooks that are new in a release, gone, or of another version or counting profile."""
    old, new = (
        {str(item["name"]): f"version {item['version']}, counted by {item['profile']}" for item in held}
        for held in (before, after)
    )
    names = dict.fromkeys((*new, *old))
    found = (Recoded(codebook=name, before=old.get(name), after=new.get(name)) for name in names)
    return [item for item in found if item.before != item.after]


class Made(msgspec.Struct, frozen=True, kw_only=True):
    """By what a release was made. ``profile``: name, version and hash; ``table``: the version of the plain table."""

    tool: str
    profile: str
    table: str
    readers: tuple[str, ...]


def changes(old: Ledger, new: Ledger, was: Made, now: Made, source: Releasable) -> Iterator[Change]:
    """Yield the incidents added, changed, withdrawn or reviewed: those that are there in order, then those withdrawn.

    ``source``: what the new ledger was written from; it is asked what was judged of incidents that are gone.
    """
    compared = _Compared(old, new, was, now, source)
    for entry in new.entries():
        before = old.entry(entry.id)
        found = compared.added(entry) if before is None else compared.changed(before, entry)
        if found is not None:
            yield found
    for entry in old.entries():
        if new.entry(entry.id) is None:
            yield compared.withdrawn(entry)


class _Compared:
    def __init__(self, old: Ledger, new: Ledger, was: Made, now: Made, source: Releasable) -> None:
        self.old, self.new, self.was, self.now, self.source = old, new, was, now, source

    def added(self, entry: Entry) -> Change:
        earlier = [name for name in entry.also if self.old.entry(name) is not None]
        why = [
            *_why("new documents", documents=self._new_documents(entry.documents)),
            *_why("merged", incidents=earlier),
            *_why("claims from other incidents", incidents=self._from(entry, earlier)),
            *_why("judged", judgements=self._judged_since(entry.judgements)),
        ]
        unread = tuple(reader for reader in entry.readers if reader not in self.was.readers)
        if unread:
            why.append(Why(reason="read anew", before=self.was.readers, after=unread))
        return self._change("added", entry, why or self._otherwise())

    def changed(self, before: Entry, entry: Entry) -> Change | None:
        columns = {
            name: (before.row[name], value)
            for name, value in entry.row.items()
            if name in before.row and before.row[name] != value
        }
        known = {item.id for item in entry.judgements}
        judged = [
            *_why("judged", judgements=[item for item in entry.judgements if item not in before.judgements]),
            *_why("judgements gone", judgements=[item for item in before.judgements if item.id not in known]),
        ]
        if not columns:
            return self._change("reviewed", entry, judged) if judged else None
        gone = [name for name in before.documents if self.new.document(name) is None]
        merged = [name for name in entry.also if name != entry.id and self.old.entry(name) is not None]
        why = [
            *_why("new documents", documents=self._new_documents(entry.documents)),
            *_why("documents gone", documents=[item for name in gone if (item := self.old.document(name))]),
            *_why("merged", incidents=merged),
            *_why("claims from other incidents", incidents=self._from(entry, [entry.id, *merged])),
            *_why("claims now in other incidents", incidents=self._into(before, entry.id)),
            *judged,
        ]
        if before.readers != entry.readers:
            why.append(Why(reason="read anew", before=before.readers, after=entry.readers))
        if self.was.profile != self.now.profile and any(name.endswith(("_min", "_max")) for name in columns):
            why.append(Why(reason="counted by another profile", before=(self.was.profile,), after=(self.now.profile,)))
        return self._change("changed", entry, why or self._otherwise(), columns)

    def withdrawn(self, entry: Entry) -> Change:
        merged = self.new.merged_into(entry.id)
        gone = [name for name in entry.documents if self.new.document(name) is None]
        judged = [item for item in self.source.judgements_about(entry.names) if not self.old.has_judgement(item.id)]
        why = [
            *_why("merged", incidents=[merged] if merged is not None else []),
            *_why("claims now in other incidents", incidents=self._into(entry, merged)),
            *_why("documents gone", documents=[item for name in gone if (item := self.old.document(name))]),
            *_why("judged", judgements=judged),
        ]
        if not set(entry.readers) <= set(self.now.readers):
            why.append(Why(reason="read anew", before=entry.readers, after=self.now.readers))
        return self._change("withdrawn", entry, why or self._otherwise())

    def _change(
        self, kind: ChangeKind, entry: Entry, why: Sequence[Why], columns: dict[str, tuple[Any, Any]] | None = None
    ) -> Change:
        row = entry.row
        return Change(
            kind=kind,
            id=entry.id,
            where=row.get("place"),
            when=row.get("date_start") or row.get("date_words"),
            columns=columns or {},
            why=tuple(why),
        )

    def _otherwise(self) -> list[Why]:
        """Return why where no record says it: another version, or honestly nothing."""
        if self.was.tool != self.now.tool:
            return [Why(reason="another version of Allegata", before=(self.was.tool,), after=(self.now.tool,))]
        if self.was.table != self.now.table:
            return [Why(reason="another table", before=(self.was.table,), after=(self.now.table,))]
        return [Why(reason="not known")]

    def _new_documents(self, names: Sequence[str]) -> list[Listed]:
        unknown = [name for name in names if self.old.document(name) is None]
        return [item for name in unknown if (item := self.new.document(name)) is not None]

    def _judged_since(self, judgements: Sequence[Judgement]) -> list[Judgement]:
        return [item for item in judgements if not self.old.has_judgement(item.id)]

    def _from(self, entry: Entry, told: Sequence[str]) -> list[str]:
        """Return the incidents in which claims stood before, without those in ``told``."""
        stood = dict.fromkeys(self.old.incident_of(claim) for claim in entry.claims)
        return [name for name in stood if name is not None and name not in told]

    def _into(self, entry: Entry, told: str | None) -> list[str]:
        """Return the incidents in which claims stand now, without ``told``."""
        stand = dict.fromkeys(self.new.incident_of(claim) for claim in entry.claims)
        return [name for name in stand if name not in (None, told) and name is not None]


def _why(
    reason: Reason,
    *,
    documents: Sequence[Listed] = (),
    judgements: Sequence[Judgement] = (),
    incidents: Sequence[str] = (),
) -> Iterator[Why]:
    if documents or judgements or incidents:
        yield Why(reason=reason, documents=tuple(documents), judgements=tuple(judgements), incidents=tuple(incidents))
