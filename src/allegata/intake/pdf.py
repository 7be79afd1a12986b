"""PDF files: the text layer, page by page, by pypdf."""

import io
import logging
import re
from collections import Counter
from collections.abc import Iterator, Sequence

import pypdf
from pypdf.errors import PyPdfError

from allegata.intake.build import Given
from allegata.intake.decode import clean
from allegata.intake.limits import Clock, Options, UnreadableError
from allegata.intake.text import documents_of
from allegata.records import Document

EXTRACTOR = f"pdf@1+pypdf-{pypdf.__version__}"
_EDGE = 3
"""Lines at the top and foot of a page among which a running header or footer stands."""


def _pages(data: bytes, options: Options, clock: Clock) -> tuple[list[str], str | None, int]:
    """Return the text of each page, the title of the metadata, and the number of pages."""
    reader = pypdf.PdfReader(io.BytesIO(data), strict=False)
    if reader.is_encrypted and not reader.decrypt(""):
        raise UnreadableError("encrypted PDF; save a copy without a password")
    count = len(reader.pages)
    pages: list[str] = []
    for number in range(min(count, options.max_pages)):
        clock.check()
        pages.append(clean(reader.pages[number].extract_text() or ""))
    title = reader.metadata.title if reader.metadata else None
    return pages, title, count


def _shape(line: str) -> str:
    """Return a line with its figures made alike, so that page numbers do not tell two running lines apart."""
    return re.sub(r"\d+", "#", " ".join(line.split()))


def drop_running_lines(pages: Sequence[str]) -> tuple[list[str], int]:
    """Return ``pages`` without the headers and footers that most of them share, and how many lines were left out.

    A line goes when it stands among the first or last three of at least three pages and two thirds of all; a bare
    page number also with two pages.
    """
    rows = [page.split("\n") for page in pages]
    seen: Counter[str] = Counter()
    edges: list[set[int]] = []
    for page in rows:
        full = [number for number, line in enumerate(page) if line.strip()]
        edge = set(full[:_EDGE] + full[-_EDGE:])
        edges.append(edge)
        seen.update({_shape(page[number]) for number in edge})
    enough = max(3, (2 * len(pages) + 2) // 3)

    def runs(line: str) -> bool:
        shape = _shape(line)
        bare = re.fullmatch(r"\W*(?:[Pp]age )?#(?: ?(?:of|/) ?#)?\W*", shape) is not None
        return seen[shape] >= (2 if bare else enough)

    dropped = 0
    kept: list[str] = []
    for page, edge in zip(rows, edges, strict=True):
        lines = [line for number, line in enumerate(page) if not (number in edge and runs(line))]
        dropped += len(page) - len(lines)
        kept.append("\n".join(lines).strip("\n"))
    return kept, dropped


def _join(pages: Sequence[str]) -> str:
    return "\n\n".join(page for page in pages if page.strip())


def _sensible(title: str | None, text: str) -> str | None:
    """Return the metadata's title if the text begins with it; file names and "Microsoft Word - ..." do not pass."""
    words = " ".join(clean(title or "").split())
    return words if len(words) > 3 and words in " ".join(text[:2000].split()) else None


def read_pdf(
    data: bytes, *, sha256: str, origin: str, options: Options, clock: Clock, url: str | None = None
) -> Iterator[Document]:
    """Yield the documents of a PDF.

    Raises ``UnreadableError`` when it is broken, encrypted, too slow, or has no text layer.
    """
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        pages, title, count = _pages(data, options, clock)
    except UnreadableError:
        raise
    except PyPdfError as error:
        raise UnreadableError(
            f"broken PDF ({str(error)[:80] or type(error).__name__}); print it to PDF again"
        ) from None
    except Exception as error:  # a hostile file can make the parser fail in any way
        raise UnreadableError(f"broken PDF ({type(error).__name__}); print it to PDF again") from None
    kept, dropped = drop_running_lines(pages)
    text = _join(kept)
    if not text.strip():
        raise UnreadableError("PDF without a text layer (a scan); run OCR on it, then read the result")
    notes: list[str] = []
    if count > len(pages):
        notes.append(f"read {len(pages)} of {count} pages (the limit)")
    if dropped:
        notes.append(f"{dropped} running header or footer lines left out")
    given = Given(title=_sensible(title, text), url=url)
    yield from documents_of(
        text,
        sha256=sha256,
        origin=origin,
        extractor=EXTRACTOR,
        options=options,
        given=given,
        clock=clock,
        notes=tuple(notes),
    )
