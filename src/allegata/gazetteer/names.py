"""Which names of a place are stored, and under which keys."""

import re
from collections import defaultdict
from collections.abc import Iterable

from allegata.gazetteer.fold import fold, is_vowelless, plain, spelling, without_article
from allegata.gazetteer.schema import checksum, pack_marks

_SCRIPTS = re.compile(r"^[\x20-\u06ff\u10a0-\u10ff\u1200-\u137f\u1000-\u109f\u1e00-\u1fff\u2010-\u201f]+$")
_CODE = re.compile(r"^[A-Z]{2,4}$|^[a-z `'.-]+$|[0-9]{3}|^.{61,}$|://")


def names_of(main: str, alternates: Iterable[str]) -> dict[str, bytes]:
    """Return the folding keys of a place's names, each with its marks.

    A key that only names in Arabic or Hebrew script have gets no strict forms: a Latin name that meets it does so by
    chance (هاجن is Hagen, not Hajin). Left out: airport codes, bare ASCII transliterations in small letters,
    addresses, and scripts that dispatches in the languages read here do not use.
    """
    plains: dict[str, set[int]] = defaultdict(set)
    spellings: dict[str, set[int]] = defaultdict(set)
    kept = [name for name in alternates if _SCRIPTS.match(name) and not _CODE.search(name)]
    for name in (main, *kept):
        key = fold(name)
        if key:
            plains[key].update((checksum(plain(name)), checksum(without_article(name))))
            if not is_vowelless(name):
                spellings[key].add(checksum(spelling(name)))
    first = fold(main)
    own = checksum(plain(main))
    return {key: pack_marks(own if key == first else None, plains[key], spellings[key]) for key in plains}
