"""Count what the lexical gate costs: claims in development documents that it holds back.

Usage: python tools/check_gate.py FOLDER-OF-GOLD-DATA. Reads every document, asks the gate, and reads those that it
holds back all the same. Prints counts only; no text leaves the data.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from allegata.intake import from_text
from allegata.reading import Reader, speaks_of_violence


def texts(root: Path) -> Iterator[tuple[str, str]]:
    """Yield set name and text of every document under ``root``: plain text, or JSON Lines with a long text field."""
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root).parts[0]
        if path.suffix == ".txt" and path.stat().st_size < 200_000:
            yield name, path.read_text(encoding="utf-8", errors="replace")
        elif path.suffix == ".jsonl":
            for line in path.read_text(encoding="utf-8").split("\n"):
                if not line.strip():
                    continue
                record = json.loads(line)
                fields = [value for value in record.values() if isinstance(value, str) and len(value) > 200]
                if fields:
                    yield name, max(fields, key=len)


def main(root: Path) -> None:
    """Print one line a set: documents, how many the gate holds back, and the claims lost in those."""
    reader = Reader()
    reader.warm()
    sets: dict[str, list[int]] = {}
    words: Counter[str] = Counter()
    for name, text in texts(root):
        row = sets.setdefault(name, [0, 0, 0])
        row[0] += 1
        if not speaks_of_violence(text):
            row[1] += 1
            for document in from_text(text):
                gone = [claim for claim in reader.read_ungated(document).claims if claim.kind == "event"]
                row[2] += len(gone)
                words.update(claim.event.words.casefold() for claim in gone)
    for name, (documents, held, lost) in sorted(sets.items()):
        print(f"{name:20} {documents:6} documents  {held:5} held back  {lost:3} event claims lost")
    print(
        f"{'all':20} {sum(r[0] for r in sets.values()):6} documents  {sum(r[1] for r in sets.values()):5} held back  "
        f"{sum(r[2] for r in sets.values()):3} event claims lost"
    )
    if words:
        print("event words of what was lost:", ", ".join(f"{word} ({n})" for word, n in words.most_common()))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
