"""Posts whose number tells a moment: what "today" and weekdays mean where the local day may be one of two."""

from datetime import UTC, datetime

import pytest

from allegata.intake import from_text
from allegata.reading import Reader
from allegata.records import Document, Time
from tests.intake.test_addresses import post_of

TOLD = "Shelling hit the village of Tell Marwan {}, killing two civilians."


def document_of(hour: int, words: str) -> Document:
    """Return a post of 12 March 2024, a Tuesday, at an hour in UTC."""
    return from_text(TOLD.format(words), url=post_of(datetime(2024, 3, 12, hour, 20, tzinfo=UTC)), language="en")[0]


def when(reader: Reader, document: Document) -> Time:
    time = next(claim.time for claim in reader.read(document).claims if claim.time is not None)
    assert time is not None
    return time


@pytest.mark.parametrize(
    ("hour", "words", "start", "end", "precision"),
    [
        (11, "today", "2024-03-12", "2024-03-12", "day"),
        (21, "today", "2024-03-12", "2024-03-13", "days"),
        (2, "today", "2024-03-11", "2024-03-12", "days"),
        (21, "yesterday", "2024-03-11", "2024-03-12", "days"),
        (21, "on Tuesday", "2024-03-12", "2024-03-12", "day"),
        (2, "on Monday", "2024-03-11", "2024-03-11", "day"),
        (21, "on 10 March", "2024-03-10", "2024-03-10", "day"),
        # On the evening of the 12th in UTC it may be Wednesday already: this one, or the one before.
        (21, "on Wednesday", None, None, "day"),
    ],
)
def test_relative_words_span_the_days_that_it_may_have_been(
    reader: Reader, hour: int, words: str, start: str | None, end: str | None, precision: str
) -> None:
    time = when(reader, document_of(hour, words))
    assert (time.start, time.end, time.precision) == (start, end, precision)


def both(weekday: str) -> Document:
    """Return a post of Tuesday evening (UTC) that calls one attack both today's and of a weekday."""
    text = (
        "Shells killed two civilians in Tell Marwan today. "
        f"The shelling of Tell Marwan on {weekday} also wounded a child."
    )
    return from_text(text, url=post_of(datetime(2024, 3, 12, 21, 20, tzinfo=UTC)), language="en")[0]


def test_a_weekday_in_the_text_tells_which_day_it_was_where_it_was_written(reader: Reader) -> None:
    reading = reader.read(both("Wednesday"))
    assert {(claim.time.start, claim.time.end) for claim in reading.claims if claim.time} == {
        ("2024-03-13", "2024-03-13")
    }
    assert reading.notes == ()


def test_a_weekday_that_fits_neither_day_drops_the_date(reader: Reader) -> None:
    reading = reader.read(both("Friday"))
    assert reading.document.published is None
    assert "published on a Friday" in reading.notes[0]
    assert all(claim.time is None or claim.time.start is None for claim in reading.claims)
