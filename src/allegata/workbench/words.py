"""The interface's own words, from ``data/words.LANGUAGE.yaml``: English and Arabic."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import msgspec
import yaml

LANGUAGES: Mapping[str, str] = {"en": "English", "ar": "العربية"}
"""Languages of the interface with their own names."""

RIGHT_TO_LEFT = frozenset({"ar"})


class Words(msgspec.Struct, frozen=True):
    """The words of one language. Called with a key, and with what the words leave open: ``words("page", n=2)``."""

    language: str
    entries: Mapping[str, str]

    @property
    def direction(self) -> str:
        """Return ``rtl`` or ``ltr``."""
        return "rtl" if self.language in RIGHT_TO_LEFT else "ltr"

    def __call__(self, key: str, **values: Any) -> str:
        """Return the words of ``key``. Raises ``KeyError`` where the catalogue lacks it."""
        text = self.entries[key]
        return text.format(**values) if values else text

    def of(self, kind: str, literal: str | None) -> str:
        """Return the words of a record's literal (``grade`` ``weak``), or the literal itself where none are given."""
        return "" if literal is None else self.entries.get(f"{kind}.{literal}", literal)


@cache
def words(language: str) -> Words:
    """Return the catalogue of a language; of English where there is none."""
    language = language if language in LANGUAGES else "en"
    text = files("allegata.workbench").joinpath(f"data/words.{language}.yaml").read_text(encoding="utf-8")
    entries = yaml.safe_load(text)
    return Words(language, {str(key): str(value) for key, value in entries.items()})


@cache
def country_names(language: str) -> Mapping[str, str]:
    """Return the names of countries in a language by their codes, from ``data/countries.LANGUAGE.tsv``; empty in
    English, which `allegata.dataset.countries` has."""
    source = files("allegata.workbench").joinpath(f"data/countries.{language}.tsv")
    if not source.is_file():
        return {}
    lines = [line for line in source.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    return dict(line.split("\t") for line in lines[1:])


def preferred(header: str) -> str:
    """Return the language of an Accept-Language header that the workbench has; English where it has none."""
    ranked: list[tuple[float, str]] = []
    for part in header.split(",")[:20]:
        tag, _, weight = part.strip().partition(";q=")
        try:
            ranked.append((-float(weight or 1), tag.split("-")[0].lower()))
        except ValueError:
            continue
    return next((tag for _, tag in sorted(ranked, key=lambda pair: pair[0]) if tag in LANGUAGES), "en")
