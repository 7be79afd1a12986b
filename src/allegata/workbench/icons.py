"""The navigation's drawings, 16 by 16, drawn with the colour of the text beside them."""

from functools import cache
from importlib.resources import files

import yaml
from markupsafe import Markup


@cache
def _paths() -> dict[str, str]:
    text = files("allegata.workbench").joinpath("data/icons.yaml").read_text(encoding="utf-8")
    return {str(name): str(path) for name, path in yaml.safe_load(text).items()}


def icon(name: str) -> Markup:
    """Return a drawing as SVG, hidden from screen readers: words stand beside it."""
    return Markup(
        '<svg width="16" height="16" viewBox="0 0 16 16" fill="none" stroke="currentColor" stroke-width="{}" '
        'stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false"><path d="{}"/></svg>'
    ).format("2" if name == "grip" else "1.5", _paths()[name])
