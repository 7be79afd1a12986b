"""Reading in one process or several, with the same output."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import msgspec

from allegata.reading import Reader, Reading, Settings
from allegata.records import Document

CHUNK = 8
"""Documents that are read together: as many for any number of processes, so that each parse is the same."""


class Failed(msgspec.Struct, frozen=True, kw_only=True):
    """A document that the reader could not read, through a fault of its own."""

    document: Document
    reason: str


_settings = Settings()
_reader: Reader | None = None


def _start(settings: Settings) -> None:
    global _settings
    _settings = settings


def _read(documents: Sequence[Document]) -> list[Reading | Failed]:
    global _reader
    if _reader is None:
        _reader = _opened(_settings)
    return read_chunk(_reader, documents)


def _opened(settings: Settings) -> Reader:
    """Return a reader with everything loaded, so that wrong settings are told as such and not as a fault."""
    reader = Reader(settings)
    reader.warm()
    return reader


def read_chunk(reader: Reader, documents: Sequence[Document]) -> list[Reading | Failed]:
    """Return the readings of ``documents``; where the reader fails, each document alone, so that one loses no other."""
    try:
        return list(reader.read_many(documents))
    except Exception:
        return [_read_alone(reader, document) for document in documents]


def _read_alone(reader: Reader, document: Document) -> Reading | Failed:
    try:
        return reader.read(document)
    except Exception as error:
        what = " ".join(f"{type(error).__name__}: {error}".split())
        return Failed(document=document, reason=f"taken in, but the reader failed ({what}); please report it")


def read_documents(documents: Sequence[Document], settings: Settings, jobs: int = 1) -> Iterator[Reading | Failed]:
    """Yield the readings of ``documents`` in their order, read by ``jobs`` processes."""
    chunks = [documents[n : n + CHUNK] for n in range(0, len(documents), CHUNK)]
    if jobs == 1 or len(chunks) < 2:
        reader = _opened(settings)
        for chunk in chunks:
            yield from read_chunk(reader, chunk)
        return
    context = get_context("spawn")
    with ProcessPoolExecutor(min(jobs, len(chunks)), context, initializer=_start, initargs=(settings,)) as pool:
        for readings in pool.map(_read, chunks):
            yield from readings
