"""A hook of MkDocs: the repository's pages outside ``docs/`` stand in the site too, and links work in both.

A page is written with links that work in a clone of the repository: ``../README.md`` in ``docs/README.md``. In the site
the first page, the examples, the changes and the rules for contributors stand under ``project/``; each link is
rewritten to where its target is there. A link to a file that is in neither stops a strict build.

Nothing is fetched from outside: the one script that the theme's offline plugin would fetch gives way to
``site/worker.js``.
"""

import logging
import posixpath
import re
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
DOCS = "docs"
OUTSIDE = {
    "README.md": "project/first-page.md",
    "CONTRIBUTING.md": "project/contributing.md",
    "CHANGELOG.md": "project/changes.md",
    "examples/README.md": "project/examples.md",
    "LICENSE": "project/LICENSE.txt",
    "NOTICE": "project/NOTICE.txt",
}
"""Where a file of the repository stands in the site, both relative to their roots."""

WORKER = "assets/javascripts/worker.js"
STYLE = "assets/stylesheets/site.css"

_FENCE = re.compile(r"^ {0,3}(```|~~~).*?^ {0,3}\1[ \t]*$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"(\]\()([^)\s#]+)((?:#[^)\s]*)?\))")
_log = logging.getLogger("mkdocs.hooks.site_pages")


def in_site(path: str) -> str | None:
    """Return where a file of the repository stands in the site; ``None`` where it does not."""
    if path in OUTSIDE:
        return OUTSIDE[path]
    return posixpath.relpath(path, DOCS) if path.startswith(f"{DOCS}/") else None


def in_repository(page: str) -> str:
    """Return which file of the repository a page of the site is."""
    return next((path for path, there in OUTSIDE.items() if there == page), f"{DOCS}/{page}")


def rewrite(markdown: str, page: str) -> tuple[str, list[str]]:
    """Return a page's text with its links as the site needs them, and the targets that are nowhere in the site.

    ``page``: where the page stands in the site. Links in code and links with a scheme are left alone.
    """
    here = in_repository(page)
    missing: list[str] = []

    def target(found: re.Match[str]) -> str:
        words = found[2]
        if ":" in words or words.startswith("/"):
            return found[0]
        wanted = posixpath.normpath(posixpath.join(posixpath.dirname(here), words))
        there = in_site(wanted)
        if there is None:
            missing.append(words)
            return found[0]
        return found[1] + posixpath.relpath(there, posixpath.dirname(page) or ".") + found[3]

    parts: list[str] = []
    at = 0
    for fence in _FENCE.finditer(markdown):
        parts += [_LINK.sub(target, markdown[at : fence.start()]), fence[0]]
        at = fence.end()
    return "".join([*parts, _LINK.sub(target, markdown[at:])]), missing


def on_config(config: Any) -> Any:
    """Take our own script for searching in a folder, in place of the one that would be fetched, and our own style."""
    config.extra["polyfills"] = [WORKER]
    config.extra_css.append(STYLE)
    return config


def on_files(files: Any, config: Any) -> Any:
    """Add the files outside ``docs/`` to the site."""
    from mkdocs.structure.files import File

    own = {"tools/site/worker.js": WORKER, "tools/site/site.css": STYLE}
    for path, there in (OUTSIDE | own).items():
        files.append(File.generated(config, there, abs_src_path=str(ROOT / path)))
    return files


def on_page_markdown(markdown: str, page: Any, **_others: Any) -> str:
    """Rewrite a page's links; a target that the site lacks is warned of, which stops a strict build."""
    text, missing = rewrite(markdown, page.file.src_uri)
    for words in missing:
        _log.warning("%s links to %s, which is not in the site", in_repository(page.file.src_uri), words)
    return text
