import base64
import hashlib
import re
from html.parser import HTMLParser

import msgspec
import pytest

from allegata.dataset import Dataset, render_report
from allegata.dataset.report_view import safe_link
from allegata.dataset.visible import visible
from tests.dataset.hostile import HOSTILE, hostile
from tests.dataset.sample import FIRST, SECOND, sample


class Reader(HTMLParser):
    """Collects tags, ids, links and texts of a page."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.texts: list[str] = []
        self.inside: list[str] = []
        self.raw: dict[str, str] = {}
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        if tag in ("style", "script"):
            self.inside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.inside and tag == self.inside[-1]:
            self.inside.pop()

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.raw[self.inside[-1]] = self.raw.get(self.inside[-1], "") + data
        else:
            self.texts.append(data)

    def values(self, name: str) -> list[str]:
        return [value for _, key, value in self.attributes if key == name]

    @property
    def text(self) -> str:
        return "".join(self.texts)


def test_the_page_says_who_alleges_what_in_neutral_words() -> None:
    text = Reader(render_report(sample())).text
    for words in (
        "Airstrike alleged, Tel Marwan (within Harran)",
        "Tuesday, the day of publication (unresolved)",
        "41 or more civilians killed or injured (split unknown), most of them women and children",
        "28 November 2018 (from “Wednesday”)",
        "General accusations, not counted as incidents",
        "2 letters: Foreign Ministry → UN Security Council",
        "open an independent inquiry",
        "Known area: in Harran Province (admin1); no coordinates of the place itself.",
        "no publication date",
        "broken.pdf: not read (not a PDF); ask its sender for another copy",
        "one source alleges it and the accused party denies it",
    ):
        assert words in text
    assert "perpetrator" not in text.lower()


def test_the_texts_stand_unbroken_under_the_highlights() -> None:
    text = Reader(render_report(sample())).text
    for paragraph in (FIRST + "\n\n" + SECOND).split("\n\n"):
        assert paragraph in text
    assert text.count("killing two women and six members of one family, the ministry added.") == 2


def test_every_link_of_the_page_leads_to_something_on_it() -> None:
    page = Reader(render_report(sample()))
    ids = page.values("id")
    assert len(ids) == len(set(ids))
    links = [link for link in page.values("href") if link.startswith("#")]
    assert {link[1:] for link in links} <= set(ids)


def test_every_number_leads_to_its_words() -> None:
    html = render_report(sample())
    rows = re.findall(r'<a class="words" href="#([^"]+)"><bdi>(.*?)</bdi>', html)
    assert len(rows) > 50
    for anchor, words in rows:
        start = html.index(f'id="{anchor}"')
        after = re.sub(r"<[^>]+>", "", html[html.index(">", start) + 1 : start + 3000])
        assert after.startswith(words)


def test_the_page_allows_only_its_own_style_and_script() -> None:
    page = Reader(render_report(sample()))
    policy = next(value for value in page.values("content") if value.startswith("default-src"))
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    for name in ("style", "script"):
        digest = base64.b64encode(hashlib.sha256(page.raw[name].encode()).digest()).decode()
        assert f"{name}-src 'sha256-{digest}'" in policy
    assert not {"link", "img", "iframe", "object", "base", "form"} & set(page.tags)
    assert page.values("src") == []
    assert "url(" not in page.raw["style"]
    assert "@import" not in page.raw["style"]


def test_a_hostile_document_stays_text_in_every_field() -> None:
    html = render_report(hostile())
    page = Reader(html)
    assert page.tags.count("script") == page.tags.count("style") == 1
    assert page.tags.count("title") == 1 + len(re.findall(r'<a class="mark[^>]*><title>', html))
    assert not {"img", "b" + "ase", "iframe"} & set(page.tags)
    assert not [name for _, name, _ in page.attributes if name.startswith("on") or name == "style"]
    assert all(link.startswith("#") for link in page.values("href"))
    assert "document.title" not in page.raw["script"]
    assert visible(HOSTILE) in page.text
    assert not set("\x1b\x07\x9b\u202e") & set(html)


def test_only_web_addresses_are_links_and_they_tell_nothing() -> None:
    page = render_report(sample())
    assert 'href="https://news.example/2" rel="noreferrer noopener nofollow external"' in page
    other = msgspec.structs.replace(sample().documents[0], url="javascript:alert(1)")
    page = render_report(Dataset(documents=(other,)))
    assert "javascript:alert(1)" in page
    assert 'href="javascript' not in page


@pytest.mark.parametrize(
    "url",
    [None, "javascript:alert(1)", " https://a.example", "data:text/html,x", 'https://a.example/"x', "//a.example"],
)
def test_other_addresses_are_no_links(url: str | None) -> None:
    assert safe_link(url) is None


def test_claims_in_no_incident_and_unknown_references_are_not_lost() -> None:
    alone = msgspec.structs.replace(sample(), incidents=())
    text = Reader(render_report(alone)).text
    assert "Claims in no incident" in text
    assert "Claim 6" in text
    dangling = msgspec.structs.replace(sample(), documents=(), claims=sample().claims[:1])
    text = Reader(render_report(dangling)).text
    assert "The text of this document is not part of the dataset." in text
    assert "Airstrike alleged, Markat (within Suran)" in text


def test_spans_outside_the_text_do_not_break_the_page() -> None:
    short = tuple(msgspec.structs.replace(document, text=document.text[:120]) for document in sample().documents)
    text = Reader(render_report(msgspec.structs.replace(sample(), documents=short))).text
    assert "41 or more civilians" in text
