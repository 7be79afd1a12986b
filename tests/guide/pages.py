"""The pages of the guide, and what a reader is told to do in them.

The commands stand in the pages and nowhere else. In a page, a fenced block

- of ``sh`` holds commands, one a line; a line that ends in a backslash goes on in the next;
- of ``text`` directly after it is what they print: each of its lines is found there, ``…`` standing for anything;
- with a ``title`` is a file that the reader writes.

Comments before a block tell what cannot be run here (``<!-- not run: why -->``), that something cannot be done in it
(``<!-- exit status: 1 -->``), and which id stands for which record
(``<!-- i-12ab: in case/incidents.jsonl, Idlib -->``).
"""

import re
from pathlib import Path

import msgspec
import yaml

from tests.conftest import ROOT

GUIDE = ROOT / "docs" / "guide"
_PIECE = re.compile(
    r"^<!-- (?P<comment>[^>]*?) -->$|^(?P<indent> *)```(?P<info>[^\n]*)\n(?P<body>.*?)^(?P=indent)```$",
    re.MULTILINE | re.DOTALL,
)


class Block(msgspec.Struct, frozen=True, kw_only=True):
    """A fenced block. ``ids``: an id as written, the file and the words by which the record is found."""

    language: str
    title: str | None
    body: str
    not_run: str | None
    status: int
    ids: dict[str, tuple[str, str]]

    @property
    def commands(self) -> list[str]:
        """Return the commands, each on one line, without the comments."""
        lines = re.sub(r"\\\n\s*", "", self.body).splitlines()
        return [line.strip() for line in lines if line.strip() and not line.lstrip().startswith("#")]


class Page(msgspec.Struct, frozen=True):
    """A page of the guide. ``needs``: what the machine must have for its commands."""

    name: str
    needs: frozenset[str]
    blocks: tuple[Block, ...]


def names() -> list[str]:
    """Return the names of the guide's pages, in the order of the site's navigation."""
    site = yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
    (pages,) = (part["Guide"] for part in site["nav"] if "Guide" in part)
    return [Path(path).stem for page in pages for path in page.values()]


def page(name: str) -> Page:
    """Return a page of the guide by its name."""
    needs: set[str] = set()
    blocks: list[Block] = []
    not_run, status = None, 0
    ids: dict[str, tuple[str, str]] = {}
    for found in _PIECE.finditer((GUIDE / f"{name}.md").read_text(encoding="utf-8")):
        if comment := found["comment"]:
            key, _, rest = comment.partition(": ")
            if key == "needs":
                needs.add(rest)
            elif key == "not run":
                not_run = rest
            elif key == "exit status":
                status = int(rest)
            elif file := re.fullmatch(r"in (\S+), (.+)", rest):
                ids[key] = (file[1], file[2])
            else:
                raise ValueError(f"{name}: <!-- {comment} --> means nothing here")
            continue
        title = re.search(r'title="([^"]+)"', found["info"])
        body = re.sub(rf"^{found['indent']}", "", found["body"], flags=re.MULTILINE)
        blocks.append(
            Block(
                language=found["info"].split(" ")[0],
                title=title[1] if title else None,
                body=body,
                not_run=not_run,
                status=status,
                ids=ids,
            )
        )
        not_run, status, ids = None, 0, {}
    return Page(name, frozenset(needs), tuple(blocks))
