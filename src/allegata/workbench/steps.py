"""Several judgements that are one step for a person: all of them are made, or none."""

from collections.abc import Iterable, Sequence

from allegata.casebook import Casebook, Person
from allegata.casebook import judging as store
from allegata.records import Judgement, JudgementKind

Step = tuple[JudgementKind, tuple[str, ...]]


def judge_all(
    book: Casebook, person: Person, steps: Sequence[Step], *, why: str, undo: Iterable[str] = ()
) -> list[Judgement]:
    """Make judgements in one transaction, after taking those in ``undo`` back. Raises as `Casebook.judge` does."""
    with book.write(person.name) as writing:
        made = [store.undo(writing, person, name, why=why) for name in dict.fromkeys(undo)]
        made += [store.judge(writing, person, kind, about, why=why) for kind, about in steps]
    book.refresh()
    return made


def undo_all(book: Casebook, person: Person, names: Iterable[str], *, why: str) -> list[Judgement]:
    """Take judgements back in one transaction. Raises as `Casebook.undo` does."""
    with book.write(person.name) as writing:
        made = [store.undo(writing, person, name, why=why) for name in dict.fromkeys(names)]
    book.refresh()
    return made
