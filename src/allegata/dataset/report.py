"""``report.html``: one self-contained page. What it shows is prepared in ``report_view``, how in ``templates/``."""

import base64
import hashlib
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

import allegata
from allegata.dataset.dataset import Dataset
from allegata.dataset.elements import ELEMENTS, LETTERS
from allegata.dataset.report_timeline import BINS, ROW
from allegata.dataset.report_view import view
from allegata.dataset.visible import visible
from allegata.records import SCHEMA_VERSION


def render_report(dataset: Dataset) -> str:
    """Return the page as HTML. The same dataset gives the same text.

    Everything from a document is escaped, its control characters are made visible, and the page's content security
    policy allows nothing but its own style and script (by hash): no request leaves the page.
    """
    style, script = _template_file("report.css") + _template_file("figures.css"), _template_file("report.js")
    policy = (
        f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; base-uri 'none'; form-action 'none'"
    )
    return (
        _environment()
        .get_template("report.html.j2")
        .render(
            page=view(dataset),
            elements=ELEMENTS,
            letters=LETTERS,
            row_height=ROW,
            bins_height=BINS,
            policy=policy,
            # Both are files of this package and hold nothing from a document.
            style=Markup(style),
            script=Markup(script),
            version=allegata.__version__,
            schema=SCHEMA_VERSION,
        )
    )


@cache
def _environment() -> Environment:
    return Environment(
        loader=FunctionLoader(_template_file),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _finalize(value: Any) -> Any:
    """Make the control characters of every printed text visible; ``Markup`` is what the template itself made."""
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


@cache
def _template_file(name: str) -> str:
    return files("allegata.dataset").joinpath(f"templates/{name}").read_text(encoding="utf-8")


def _hash(content: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode('utf-8')).digest()).decode('ascii')}'"
