"""Reading in one process or several, with the same output."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from allegata.reading import Reader, Reading, Settings
from allegata.records import Document

CHUNK = 16
"""Documents that one process reads at a time."""

_reader: Reader | None = None


def _start(settings: Settings) -> None:
    global _reader
    _reader = Reader(settings)
    _reader.warm()


def _read(documents: Sequence[Document]) -> list[Reading]:
    if _reader is None:
        raise RuntimeError("the process was not started with its settings")
    return list(_reader.read_many(documents))


def read_documents(documents: Sequence[Document], settings: Settings, jobs: int = 1) -> Iterator[Reading]:
    """Yield the readings of ``documents`` in their order, read by ``jobs`` processes."""
    size = max(1, min(CHUNK, -(-len(documents) // max(1, jobs))))
    chunks = [documents[n : n + size] for n in range(0, len(documents), size)]
    if jobs == 1 or len(chunks) < 2:
        yield from Reader(settings).read_many(documents)
        return
    context = get_context("spawn")
    with ProcessPoolExecutor(min(jobs, len(chunks)), context, initializer=_start, initargs=(settings,)) as pool:
        for readings in pool.map(_read, chunks):
            yield from readings
