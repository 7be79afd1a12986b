"""The casebook opened: the one thing that reads and writes it."""

import contextlib
import secrets
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from sqlalchemy import Connection, Engine, insert, inspect

from allegata.casebook import (
    accounts,
    coding,
    erasing,
    gathering,
    judging,
    rereading,
    restricting,
    states,
    stepwise,
    taking_in,
)
from allegata.casebook.accounts import Account, Session
from allegata.casebook.address import Place, locate
from allegata.casebook.blobs import Blobs
from allegata.casebook.chain import FIRST, Head, keep_head, read_head
from allegata.casebook.clock import now
from allegata.casebook.coding import Assignment
from allegata.casebook.engine import bring_up_to_date, engine_of, migrate, told, version_of
from allegata.casebook.errors import CasebookError, SlowedError
from allegata.casebook.exporting import CasebookSource
from allegata.casebook.manifest import Manifest, lists, logged, read_key, stamp, write_manifest
from allegata.casebook.memo import Memo
from allegata.casebook.people import Person, Role
from allegata.casebook.rereading import Reread
from allegata.casebook.tables import casebook as book
from allegata.casebook.verify import Fault, Verified, verified
from allegata.casebook.view import View
from allegata.casebook.writing import Writing
from allegata.reading import Reading, Settings
from allegata.records import Claim, Document, Judgement, JudgementKind


class Casebook:
    """An open casebook. Make one with `create`, open one with `open`; use it in a ``with`` block or `close` it."""

    def __init__(self, place: Place, engine: Engine, copy: Path | None = None) -> None:
        self.place = place
        self.copy = copy
        """The copy that was kept of an older version, ``None`` where nothing was migrated."""
        self.blobs = Blobs(place.blobs)
        self._engine = engine
        self._memo = {restricted: Memo(64) for restricted in (False, True)}

    @classmethod
    def create(cls, address: str | Path, *, by: str, blobs: Path | None = None) -> "Casebook":
        """Make an empty casebook and open it. Raises `CasebookError` where something is there already."""
        place = locate(address, blobs)
        if place.file is not None:
            if place.file.exists():
                raise CasebookError(f"{place.file}: is there already; name a new file, or use `allegata add`")
            if not place.file.absolute().parent.is_dir():
                raise CasebookError(f"{place.file.parent}: no such folder; make it first")
        if place.head.exists():
            raise CasebookError(f"{place.head}: belongs to another casebook; remove it or choose another place")
        engine = engine_of(place, fresh=True)
        try:
            with told(place):
                cls._make(engine, place, by)
        except BaseException:
            engine.dispose()
            raise
        return cls(place, engine)

    @staticmethod
    def _make(engine: Engine, place: Place, by: str) -> None:
        with engine.connect() as connection:
            if version_of(connection) is not None:
                raise CasebookError(f"{place.name}: holds a casebook already; use `allegata add`")
            if inspect(connection).get_table_names():
                raise CasebookError(f"{place.name}: holds other tables; make a database of its own with `createdb`")
        place.blobs.mkdir(parents=True, exist_ok=True)
        migrate(engine)
        values = {"one": 1, "id": secrets.token_hex(16), "created": now(), "last": 0, "last_hash": FIRST}
        with engine.connect().execution_options(write=True) as connection, connection.begin():
            connection.execute(insert(book).values(**values, changed=0, gathered=0, gathered_by=gathering.rules()))
            writing = Writing(connection, by)
            writing.log("create", values["id"], {"created": values["created"]})  # type: ignore[arg-type]
            head = writing.finish()
        keep_head(place.head, head)

    @classmethod
    def open(cls, address: str | Path, *, blobs: Path | None = None) -> "Casebook":
        """Open a casebook; one of an older version is migrated, with a copy kept (`copy`).

        Raises `CasebookError` where there is none, it is of a newer version, or it cannot be used.
        """
        place = locate(address, blobs)
        engine = engine_of(place)
        try:
            with told(place):
                copy = bring_up_to_date(engine, place)
        except BaseException:
            engine.dispose()
            raise
        return cls(place, engine, copy)

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def __enter__(self) -> "Casebook":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # Reading: everything goes through `view`, which shows a person what that person may see.

    def view(self, person: Person) -> View:
        """Return what ``person`` may see: the only way to read a casebook."""
        return View(self.reading, person, memo=self._memo[person.restricted])

    @contextlib.contextmanager
    def reading(self) -> Iterator[Connection]:
        """Yield a connection on one state of the database. For the rooms' own use: pages read through `view`."""
        with told(self.place), self._engine.connect() as connection, connection.begin():
            yield connection

    # Writing.

    @contextlib.contextmanager
    def write(self, by: str) -> Iterator[Writing]:
        """Yield a transaction that is committed, with its log and its head, when the block ends."""
        head: Head
        with told(self.place), self._engine.connect().execution_options(write=True) as connection:
            with connection.begin():
                writing = Writing(connection, by)
                yield writing
                head = writing.finish()
            keep_head(self.place.head, head)

    def keep(self, source: BinaryIO) -> tuple[str, int]:
        """Keep the original bytes of ``source``; return their SHA-256 and their number."""
        return self.blobs.keep(source)

    def known(self, document: Document) -> str | None:
        """Return the id of the document here that is the same as ``document``: its text is; ``None`` where none is."""
        with self.reading() as connection:
            return taking_in.known(connection, document)

    def take(
        self,
        reading: Reading,
        blob: tuple[str, int],
        *,
        by: str,
        origin: str | None = None,
        settings: Settings | None = None,
    ) -> bool:
        """Take in a document with all that was read from it, and where it came from, in one transaction.

        ``blob``: SHA-256 and size of the bytes it was read from, kept before with `keep`. A document that is here
        already gets one more capture, unless the same file was captured before. ``settings``: those of the reader.
        Returns whether it was new.
        """
        reader = taking_in.reader_name(reading, settings)
        with self.write(by) as writing:
            return taking_in.take(writing, reading, blob, origin or reading.document.origin, reader)

    def take_many(
        self, read: Iterable[tuple[Reading, tuple[str, int]]], *, by: str, settings: Settings | None = None
    ) -> int:
        """Take in several documents, each with the bytes it was read from, in one transaction; return how many are new.

        For archives that are read elsewhere: all are stored or none. What is taken in one by one is safer with `take`.
        """
        with self.write(by) as writing:
            return sum(
                taking_in.take(
                    writing, reading, blob, reading.document.origin, taking_in.reader_name(reading, settings)
                )
                for reading, blob in read
            )

    def capture(self, document: Document, blob: tuple[str, int], *, by: str, origin: str | None = None) -> bool:
        """Note one more capture of a document that is here. Returns whether it was a new one."""
        with self.write(by) as writing:
            return taking_in.capture(writing, document, blob, origin or document.origin)

    def taken_whole(self, blob: str, origin: str) -> bool:
        """Tell whether a file was taken in before with all its documents."""
        with self.reading() as connection:
            return taking_in.taken_whole(connection, blob, origin)

    def note_taken(self, blob: str, origin: str, documents: int, *, by: str) -> None:
        """Note that a file was taken in with all its documents, so that it need not be read again."""
        with self.write(by) as writing:
            taking_in.note_taken(writing, blob, origin, documents)

    def judge(
        self,
        person: Person,
        kind: JudgementKind,
        about: Sequence[str],
        *,
        why: str,
        field: str | None = None,
        new: Any = None,
        old: Any = judging.UNSET,
        seen: str | None = None,
        assignment: str | None = None,
        refresh: bool = True,
    ) -> Judgement:
        """Append a judgement and return it; incidents are recomputed. See `allegata.casebook.judging.judge`.

        ``refresh``: false where many follow one another; the incidents are recomputed by `refresh`, or by the next
        judgement with it.
        """
        with self.write(person.name) as writing:
            given: dict[str, Any] = {"field": field, "new": new, "old": old, "seen": seen, "assignment": assignment}
            judgement = judging.judge(writing, person, kind, about, why=why, **given)
        if refresh and assignment is None:
            self.refresh()
        return judgement

    def undo(self, person: Person, judgement: str, *, why: str) -> Judgement:
        """Take back a judgement by one more. Raises `CasebookError` where there is none, or it holds no longer."""
        with self.write(person.name) as writing:
            undone = judging.undo(writing, person, judgement, why=why)
        self.refresh()
        return undone

    def add_claim(self, person: Person, document: str, claim: Claim, *, why: str) -> Judgement:
        """Add a claim that the reader missed; its spans must lie in the document's text."""
        return self.judge(person, "add", (document,), why=why, new=claim)

    def move(
        self,
        person: Person,
        incident: str,
        *,
        state: str | None = None,
        assignee: Any = states.SAME,
        why: str,
        seen: str | None = None,
    ) -> None:
        """Give an incident another state or assignee. Raises `CasebookError` where that step is not one."""
        with self.write(person.name) as writing:
            states.move(writing, person, incident, state, assignee, why, seen)
            gathering.update_rows(writing.connection, [incident])  # how much it needs a person hangs on its state

    def restrict(self, person: Person, kind: restricting.Kind, name: str, *, why: str, lift: bool = False) -> int:
        """Mark a document or a source restricted, or lift that; return how many documents changed."""
        with self.write(person.name) as writing:
            changed = restricting.restrict(writing, person, kind, name, why, lift)
        self.refresh()
        return changed

    def reread(self, reading: Reading, settings: Settings, *, by: str) -> Reread:
        """Store what a newer reader read of a document that is here; judgements stay. `refresh` must follow."""
        with self.write(by) as writing:
            return rereading.reread(writing, reading, taking_in.reader_name(reading, settings))

    def outdated(self, settings: Settings, *, every: bool = False) -> list[Document]:
        """Return the documents that another reader than the one with these settings read last; all with ``every``."""
        with self.reading() as connection:
            return rereading.outdated(connection, "" if every else taking_in.stamp_of(settings))

    # Blind coding by two.

    def assign(self, person: Person, documents: Sequence[str], coders: tuple[str, str]) -> tuple[Assignment, ...]:
        """Give documents to two people who code them blind: they judge with ``assignment=``. Needs a reviewer."""
        with self.write(person.name) as writing:
            return coding.assign(writing, person, documents, coders)

    def finish(self, person: Person, assignment: str) -> None:
        """Say that one is done with an assignment; nothing in it changes afterwards."""
        with self.write(person.name) as writing:
            coding.finish(writing, person, assignment)

    def adjudicate(self, person: Person, pair: str, keep: Sequence[str], *, why: str) -> int:
        """Let the judgements ``keep`` of a pair count, and those in which both agree; return how many do."""
        with self.write(person.name) as writing:
            released = coding.adjudicate(writing, person, pair, keep, why)
        self.refresh()
        return released

    # Accounts.

    def set_account(
        self,
        person: Person,
        name: str,
        *,
        password: str | None = None,
        role: Role | None = None,
        restricted: bool | None = None,
        active: bool | None = None,
    ) -> Account:
        """Make or change an account; see `allegata.casebook.accounts.set_account`."""
        with self.write(person.name) as writing:
            return accounts.set_account(
                writing, person, name, password=password, role=role, restricted=restricted, active=active
            )

    def accounts(self) -> tuple[Account, ...]:
        """Return all accounts by name."""
        with self.reading() as connection:
            return accounts.all_accounts(connection)

    def log_in(self, name: str, password: str, *, address: str) -> Session | None:
        """Return a new session where the password is right, else ``None``. Raises `SlowedError` after many failures."""
        with self.reading() as connection:
            if accounts.slowed(connection, name, address):
                raise SlowedError(f"too many attempts; wait {accounts.MINUTES} minutes")
            good = accounts.password_holds(connection, name, password)  # outside a writing transaction: it takes long
        with self.write(name if good else "") as writing:
            return accounts.open_session(writing, name, address, good)

    def account_of(self, token: str) -> Account | None:
        """Return the account of a session that holds, ``None`` where there is none."""
        with self.reading() as connection:
            return accounts.of_token(connection, token)

    def log_out(self, token: str) -> None:
        """End a session."""
        with self.write("") as writing:
            accounts.close_session(writing, token)

    # Exports.

    def source(self, person: Person) -> CasebookSource:
        """Return what codebooks export: everything as judged, as far as ``person`` may see it."""
        return CasebookSource(self.reading, person)

    def note_export(self, person: Person, what: str, details: dict[str, Any]) -> None:
        """Log that something was given out: what, and the hashes of its files."""
        with self.write(person.name) as writing:
            writing.log("export", what, details)

    def manifest(
        self,
        person: Person,
        out: Path,
        *,
        key: Path | None = None,
        password: str | None = None,
        authority: str | None = None,
        question: bool = False,
    ) -> Manifest:
        """Write a manifest into the folder ``out`` and log that; return it. Needs a reviewer who may see all.

        ``key``: a private key in PEM to sign with; ``authority``: the address of an authority of time stamps, the only
        thing here that is sent anywhere; ``question``: write the question for one, to be sent by hand.
        """
        person.needs("reviewer", "to make a manifest")
        signing = read_key(key, password) if key is not None else None
        with self.reading() as connection:
            manifest, originals, records = lists(connection, person.name)
        content = write_manifest(out, manifest, originals, records, signing)
        try:
            if authority is not None or question:
                stamp(out, content, authority)
        finally:
            self.note_export(person, "manifest", logged(out))
        return manifest

    def erase(self, person: Person, document: str, *, why: str) -> tuple[str, ...]:
        """Erase a document that must not be kept; a marked gap stays. Return the hashes of the bytes erased with it.

        Bytes of a file that holds other documents too stay. Only an admin may. Raises `CasebookError`.
        """
        with self.write(person.name) as writing:
            freed = erasing.erase(writing, person, document, why)
        stepwise.remove_index(stepwise.index_of(self.place))  # it holds words of what was erased
        for name in freed:
            self.blobs.erase(name)
        self.refresh()  # incidents hold words of what was erased too
        self._compact()
        return tuple(freed)

    def _compact(self) -> None:
        """Let what was erased leave SQLite's journal too."""
        if self.place.file is not None:
            with told(self.place), self._engine.connect() as connection:
                raw = connection.connection.dbapi_connection
                assert raw is not None
                connection.rollback()
                raw.execute("insert into words (words) values ('optimize')")
                raw.execute("pragma wal_checkpoint(truncate)")

    def verify(self, expected: Sequence[Head] = ()) -> Verified:
        """Check every byte, span and judgement, the chain and its head; see `allegata.casebook.verify`.

        ``expected``: heads that manifests name. Changes nothing.
        """
        try:
            return verified(self.reading, self.blobs, lambda: read_head(self.place.head), tuple(expected))
        except CasebookError as error:
            fault = Fault("the casebook", str(error))
        except (ValueError, KeyError, TypeError) as error:  # a record that is none any more
            fault = Fault("a record", f"was changed: it is no record any more ({' '.join(str(error).split())[:200]})")
        return Verified(fault=fault, checked={}, notes=(), head=Head(casebook="", n=0, hash="", at=""))

    def refresh(self) -> bool:
        """Compute the incidents again where claims or judgements changed since; return whether they were."""
        with self.reading() as connection:
            if not gathering.stale(connection):
                return False
        with self.write("") as writing:
            gathering.gather_all(writing, stepwise.index_of(self.place))
        return True
