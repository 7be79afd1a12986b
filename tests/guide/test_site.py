"""The documentation as a site: it builds strictly, no link is dead, nothing comes from outside."""

import os
import re
import runpy
import subprocess
import sys
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from tests.conftest import ROOT

PAGES = sorted(
    path.relative_to(ROOT).as_posix()
    for path in [*(ROOT / "docs").rglob("*.md"), *ROOT.glob("*.md"), ROOT / "examples" / "README.md"]
)
LARGEST = 300_000
"""Bytes that a picture of the guide may have."""


class Found(HTMLParser):
    """The anchors, links and fetched addresses of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.anchors: set[str] = set()
        self.links: list[str] = []
        self.fetched: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if value is None:
                continue
            if name in ("id", "name"):
                self.anchors.add(value)
            elif name == "src" or (name == "href" and tag == "link"):
                self.fetched.append(value)
            elif name == "href":
                self.links.append(value)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built strictly: a warning of MkDocs is a failure."""
    folder = tmp_path_factory.mktemp("site")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(folder)],
        cwd=ROOT,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[Path, Found]:
    """What each page of the site holds."""
    return {path: Found(path.read_text(encoding="utf-8")) for path in sorted(site.rglob("*.html"))}


def test_every_page_of_the_repository_stands_in_the_site(site: Path) -> None:
    assert len(PAGES) > 25
    in_site = runpy.run_path(str(ROOT / "tools" / "site_pages.py"))["in_site"]
    missing = []
    for page in PAGES:
        there = in_site(page)
        assert there is not None, page
        built = re.sub(r"(^|/)README\.md$", r"\1index.md", there).removesuffix("md") + "html"
        missing += [page] if not (site / built).is_file() else []
    assert missing == []


def test_no_link_or_anchor_of_the_site_is_dead(site: Path, pages: dict[Path, Found]) -> None:
    dead, followed = [], 0
    for path, page in pages.items():
        if path.name == "404.html":  # served for any address, so its links are from the root
            continue
        for link in [*page.links, *page.fetched]:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            followed += 1
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            target = target / "index.html" if target.is_dir() else target
            anchor = unquote(parts.fragment)
            if not target.is_file() or (anchor and target in pages and anchor not in pages[target].anchors):
                dead.append(f"{path.relative_to(site)}: {link}")
    assert dead == []
    assert followed > 1000


def test_the_site_fetches_nothing_from_outside(site: Path, pages: dict[Path, Found]) -> None:
    outside = {address for page in pages.values() for address in page.fetched if urlsplit(address).netloc}
    assert outside == set()
    for sheet in site.rglob("*.css"):
        assert not re.search(r"@import|url\(\s*['\"]?(?:https?:)?//", sheet.read_text(encoding="utf-8")), sheet


@pytest.mark.parametrize("page", PAGES)
def test_links_of_a_page_lead_somewhere_in_the_repository_too(page: str) -> None:
    here = ROOT / page
    words = re.sub(r"^ {0,3}```.*?^ {0,3}```$|`[^`\n]*`", "", here.read_text(encoding="utf-8"), flags=re.M | re.S)
    local = [target for target in re.findall(r"\]\(([^)#\s]+)", words) if ":" not in target]
    assert [target for target in local if not (here.parent / target).exists()] == []


def test_pictures_are_small() -> None:
    pictures = list((ROOT / "docs" / "images").glob("*.png"))
    assert pictures
    assert [path.name for path in pictures if path.stat().st_size > LARGEST] == []


@pytest.fixture(scope="module")
def rewrite() -> Callable[[str, str], tuple[str, list[str]]]:
    """The rewriting of links."""
    found: Callable[[str, str], tuple[str, list[str]]] = runpy.run_path(str(ROOT / "tools" / "site_pages.py"))[
        "rewrite"
    ]
    return found


@pytest.mark.parametrize(
    ("page", "written", "rewritten"),
    [
        ("README.md", "[a](../README.md)", "[a](project/first-page.md)"),
        ("guide/team.md", "[a](../../examples/README.md#b)", "[a](../project/examples.md#b)"),
        ("guide/team.md", "[a](custody.md#the-key)", "[a](custody.md#the-key)"),
        ("project/first-page.md", "[a](docs/intake.md) ![b](docs/a.png)", "[a](../intake.md) ![b](../a.png)"),
        ("project/first-page.md", "[a](NOTICE), [b](#c), [d](http://e.org/)", "[a](NOTICE.txt), [b](#c), [d](http://e.org/)"),
        ("README.md", "```\n[a](../README.md)\n```", "```\n[a](../README.md)\n```"),
    ],
)  # fmt: skip
def test_links_are_rewritten_for_the_site(
    rewrite: Callable[[str, str], tuple[str, list[str]]], page: str, written: str, rewritten: str
) -> None:
    assert rewrite(written, page) == (rewritten, [])


def test_a_link_to_what_the_site_lacks_is_told(rewrite: Callable[[str, str], tuple[str, list[str]]]) -> None:
    assert rewrite("[a](../src/allegata)", "README.md") == ("[a](../src/allegata)", ["../src/allegata"])
