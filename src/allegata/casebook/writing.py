"""One transaction that writes: what it changes, and what it appends to the log."""

from typing import Any

from sqlalchemy import Connection, insert, select, update

from allegata.casebook.chain import Entry, Head, canonical
from allegata.casebook.clock import now
from allegata.casebook.plain import plain
from allegata.casebook.tables import casebook, log

LONGEST = 64
"""Characters of what an entry is about: an id, a name of an account or an export."""


class Writing:
    """A transaction of one writer at a time. Everything it logs becomes part of the chain when it is committed."""

    def __init__(self, connection: Connection, by: str) -> None:
        self.connection = connection
        self.by = plain(by)
        self.at = now()
        row = connection.execute(select(casebook).with_for_update()).one()
        self.casebook: str = row.id
        self._n: int = row.last
        self._hash: str = row.last_hash
        self._changed: int = row.changed
        self._entries: list[dict[str, Any]] = []
        self._touched = False

    def log(self, kind: str, about: str, body: Any) -> None:
        """Append an entry: what ``kind`` of thing was done, to what, and the hashes and ids that tell it."""
        entry = Entry(
            n=self._n + 1,
            at=self.at,
            by=self.by,
            kind=kind,
            about=plain(about, LONGEST),
            body=canonical(body).decode(),
            previous=self._hash,
        )
        self._n, self._hash = entry.n, entry.hash()
        self._entries.append(
            {
                "n": entry.n,
                "at": entry.at,
                "by": entry.by,
                "kind": kind,
                "about": entry.about,
                "body": entry.body,
                "previous": entry.previous,
                "hash": self._hash,
            }
        )

    def touch(self) -> None:
        """Note that incidents must be computed again."""
        self._touched = True

    def finish(self) -> Head:
        """Write the log's new entries; return the head that holds once the transaction is committed."""
        changed = self._changed + 1 if self._touched else self._changed
        if self._entries:
            self.connection.execute(insert(log), self._entries)
        if self._entries or self._touched:
            self.connection.execute(update(casebook).values(last=self._n, last_hash=self._hash, changed=changed))
        return Head(casebook=self.casebook, n=self._n, hash=self._hash, at=self.at)
