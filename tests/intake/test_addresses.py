"""What an address tells of who published and when, and what outranks it."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from allegata.intake import Options, from_text, take_in
from allegata.intake.addresses import published_by_address, publisher_by_address, site_of_address
from allegata.records import Document, encode

QUIET = settings(deadline=None, suppress_health_check=list(HealthCheck))
"""However slow the machine."""
TOLD = "Shells hit a house in Tell Marwan this morning and killed two people, residents said."


def post_of(moment: datetime, account: str = "example") -> str:
    """Return the address of a post on X with the number that it would have at a moment."""
    number = (int(moment.timestamp() * 1000) - 1_288_834_974_657) << 22
    return f"https://x.com/{account}/status/{number}"


AFTERNOON = post_of(datetime(2024, 3, 12, 14, 5, 9, tzinfo=UTC))


def told(url: str | None, text: str = TOLD, **more: str) -> Document:
    (document,) = from_text(text, url=url, **more)
    return document


@QUIET
@given(st.integers(1_300_000_000, 2_200_000_000))
def test_the_number_of_a_post_tells_its_moment(seconds: int) -> None:
    moment = datetime.fromtimestamp(seconds, UTC)
    published = published_by_address(post_of(moment))
    assert published is not None
    assert published.at is not None
    assert datetime.fromisoformat(published.at) == moment
    assert (published.start, published.end, published.precision) == (str(moment.date()), str(moment.date()), "day")
    assert published.source == "address"


@pytest.mark.parametrize(
    ("address", "start", "end", "precision"),
    [
        ("https://example.org/2024/03/12/strike-on-a-market/", "2024-03-12", "2024-03-12", "day"),
        ("https://example.org/news/2024/3/12/strike", "2024-03-12", "2024-03-12", "day"),
        ("https://example.org/region/2024-03-12/strike-1054.html", "2024-03-12", "2024-03-12", "day"),
        ("https://example.org/en/2024/02/statement-of-facts", "2024-02-01", "2024-02-29", "month"),
    ],
)
def test_the_path_tells_the_day_or_the_month(address: str, start: str, end: str, precision: str) -> None:
    published = published_by_address(address)
    assert published is not None
    assert (published.start, published.end, published.precision, published.at) == (start, end, precision, None)


@pytest.mark.parametrize(
    "address",
    [
        None,
        "",
        "https://x.com/example/status/20",
        "https://example.org/2024/13/45/strike",
        "https://example.org/2024/02/30/strike",
        "https://example.org/?day=/2024/03/12/",
        "https://example.org/page/2024031277",
        "https://archive.org/web/20240312101500/",
        "http://[bad",
    ],
)
def test_an_address_without_a_day_tells_none(address: str | None) -> None:
    assert published_by_address(address) is None


@pytest.mark.parametrize(
    ("address", "publisher", "site"),
    [
        ("https://www.example.org/en/1/", "example.org", "example.org"),
        ("https://english.example.co.uk:8080/a", "example.co.uk", "example.co.uk"),
        ("https://news.example.gov.sy/a", "example.gov.sy", "example.gov.sy"),
        ("https://example.co/a", "example.co", "example.co"),
        ("https://web.archive.org/web/20240101000000id_/https://www.example.org/en/1/", "example.org", "example.org"),
        ("https://www.google.com/url?q=https://www.example.org/en/1/%3Ff%3Dx&sa=D", "example.org", "example.org"),
        ("https://archive.is/abCd1", None, None),
        ("https://twitter.com/example_1/status/1075000000000000000", "@example_1", None),
        ("https://mobile.twitter.com/example_1/status/1075000000000000000", "@example_1", None),
        ("https://twitter.com/i/status/1075000000000000000", None, None),
        ("https://t.me/s/example/77", "@example", None),
        ("https://www.facebook.com/Example.Page/posts/1", "@Example.Page", None),
        ("https://www.facebook.com/watch/?v=8", None, None),
        ("https://www.facebook.com/100012/posts/8", None, None),
        ("https://www.youtube.com/watch?v=abc", None, None),
        ("https://www.youtube.com/@example/videos", "@example", None),
        ("http://192.0.2.7/a", None, None),
        ("http://localhost/a", None, None),
        ("not an address", None, None),
        ("http://[bad", None, None),
        (None, None, None),
    ],
)
def test_who_publishes_by_the_address(address: str | None, publisher: str | None, site: str | None) -> None:
    assert publisher_by_address(address) == publisher
    assert site_of_address(address) == site


@QUIET
@given(st.text(max_size=80) | st.text("htps:/.?=&%@#[]0129xcomstaurchive", max_size=60).map(lambda s: f"https://{s}"))
def test_no_address_breaks_it(address: str) -> None:
    published_by_address(address)
    publisher = publisher_by_address(address)
    assert publisher is None or publisher.strip() == publisher != ""


def test_a_post_without_a_date_of_its_own_is_dated_by_its_number_and_says_so() -> None:
    document = told(AFTERNOON)
    assert document.published is not None
    assert (document.published.start, document.published.source) == ("2024-03-12", "address")
    assert document.published.at == "2024-03-12T14:05:09Z"
    assert (document.publisher, document.publisher_from) == ("@example", "address")
    publisher, day = document.notes
    assert publisher == "publisher by the address: @example"
    assert day == (
        "publication day by the number of the post (2024-03-12 14:05 UTC); where it was written, the day may be another"
    )


def test_what_page_text_or_user_say_outranks_the_address() -> None:
    url = "https://example.org/2024/03/12/strike"
    by_user = told(url, published="2024-03-11", publisher="Example Wire")
    assert by_user.published is not None
    assert (by_user.published.start, by_user.publisher, by_user.publisher_from) == ("2024-03-11", "Example Wire", None)
    by_text = told(url, f"DAMASCUS, 10 March 2024 (Example Wire) -- {TOLD}")
    assert by_text.published is not None
    assert (by_text.published.start, by_text.published.source) == ("2024-03-10", "text")


def test_the_users_publisher_fills_the_gap_before_the_address(tmp_path: Path) -> None:
    path = tmp_path / "posts.jsonl"
    path.write_text(json.dumps({"text": TOLD, "url": "https://example.org/1"}) + "\n")
    for options, publisher, mark in (
        (Options(publisher="Example Wire"), "Example Wire", None),
        (Options(), "example.org", "address"),
    ):
        (document,) = take_in([path], options)
        assert isinstance(document, Document)
        assert (document.publisher, document.publisher_from) == (publisher, mark)


def test_a_day_that_has_not_come_dates_nothing() -> None:
    ahead = date.today().replace(year=date.today().year + 2, day=1)
    assert told(f"https://example.org/{ahead:%Y/%m/%d}/strike").published is None


def test_a_text_with_two_dates_of_its_own_is_not_dated_by_the_address() -> None:
    text = f"Strike on Tell Marwan\n\n10 March 2024\n\n11 March 2024\n\n{TOLD}"
    document = told("https://example.org/2024/03/14/strike", text)
    assert document.notes[0] == "publication date not used: the text gives both 2024-03-10 and 2024-03-11"
    assert document.published is None


def test_a_page_is_dated_by_its_canonical_address_unless_its_metadata_give_a_day(tmp_path: Path) -> None:
    body = f"<article><h1>Strike on Tell Marwan</h1><p>{TOLD}</p><p>{TOLD.replace('two', '2')} {TOLD}</p></article>"
    link = '<link rel="canonical" href="https://www.example.org/2024/03/12/strike/">'
    stated = '<meta property="article:published_time" content="2024-03-11T20:00:00+02:00">'
    found = []
    for name, head in (("a", link), ("b", link + stated)):
        (tmp_path / f"{name}.html").write_text(f"<html><head>{head}</head><body>{body}</body></html>")
        (item,) = take_in([tmp_path / f"{name}.html"])
        assert isinstance(item, Document), item
        assert item.published is not None
        found.append((item.published.start, item.published.source, item.publisher, item.publisher_from))
    assert found == [
        ("2024-03-12", "address", "example.org", "address"),
        ("2024-03-11", "metadata", "example.org", "address"),
    ]


def test_json_lines_are_dated_by_url_and_documents_written_by_us_read_the_same_again(tmp_path: Path) -> None:
    first = tmp_path / "posts.jsonl"
    first.write_text(json.dumps({"text": TOLD, "url": AFTERNOON}) + "\n")
    (once,) = take_in([first])
    assert isinstance(once, Document)
    second = tmp_path / "documents.jsonl"
    second.write_bytes(encode(once) + b"\n")
    (again,) = take_in([second])
    assert isinstance(again, Document)
    assert (again.published, again.publisher, again.publisher_from, again.notes, again.id) == (
        once.published,
        once.publisher,
        "address",
        once.notes,
        once.id,
    )
