"""The MUC-4 corpora: files of dispatches in capitals, each under a line with its name."""

import re
from collections.abc import Iterator
from pathlib import Path

_NAME = re.compile(r"^((?:DEV|TST\d)-MUC\d-\d{4})\b[^\n]*\n", re.MULTILINE)
NATIONS = {
    "ARGENTINA": "AR",
    "BOLIVIA": "BO",
    "CHILE": "CL",
    "COLOMBIA": "CO",
    "ECUADOR": "EC",
    "EL SALVADOR": "SV",
    "GUATEMALA": "GT",
    "HONDURAS": "HN",
    "PERU": "PE",
}
"""The nine countries of interest (task document, section 1.0)."""


def split_texts(text: str) -> Iterator[tuple[str, str]]:
    """Yield (name, text) of each dispatch of a corpus file."""
    parts = _NAME.split(text.replace("\r\n", "\n"))
    for n in range(1, len(parts) - 1, 2):
        yield parts[n], parts[n + 1].strip("\n") + "\n"


def corpus_files(folder: Path) -> tuple[list[Path], list[Path]]:
    """Return the files with texts and the files with keys of one corpus folder."""
    files = sorted(f for f in folder.iterdir() if f.is_file())
    keys = [f for f in files if f.name.startswith("key-")]
    texts = [f for f in files if re.match(r"(?:dev|tst\d)-muc\d", f.name)]
    return texts, keys
