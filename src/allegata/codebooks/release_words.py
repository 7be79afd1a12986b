"""``CHANGES.md``: what changed from one release to the next, for people."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from allegata.codebooks.release_changes import KINDS, Change, ChangeKind, Recoded, Why
from allegata.codebooks.release_ledger import Listed
from allegata.codebooks.value_words import value_words
from allegata.dataset.visible import one_line, shortened
from allegata.dataset.wording import many_words
from allegata.records import Judgement

MOST = 500
"""Incidents of each kind that are told at length; all stand in ``changes.json``."""
_MARKS = re.compile(r"([\\`*_{}\[\]<>#|~&])")
_LONGEST = 300
_TITLES: dict[ChangeKind, str] = {
    "added": "Added",
    "changed": "Changed",
    "withdrawn": "Withdrawn",
    "reviewed": "Judged, and no figure changed",
}


def plain(text: str) -> str:
    """Return text on one line that Markdown shows as it is."""
    return _MARKS.sub(r"\\\1", shortened(text, _LONGEST))


def change_words(change: Change) -> str:
    """Return the section of one incident."""
    about = ", ".join(plain(str(part)) for part in (change.where, change.when) if part)
    lines = [f"### {plain(change.id)}" + (f" · {about}" if about else ""), ""]
    lines += [
        f"- `{name}`: {plain(value_words(old))} → {plain(value_words(new))}"
        for name, (old, new) in change.columns.items()
    ]
    lines += [f"- Why: {said}" for why in change.why for said in why_words(why, change.kind)]
    return "\n".join(lines) + "\n"


def why_words(why: Why, kind: ChangeKind) -> Iterable[str]:
    """Yield the lines of a reason."""
    incidents = ", ".join(map(plain, why.incidents))
    versions = f"{_versions(why.after)}, before by {_versions(why.before)}"
    if why.reason == "new documents":
        yield from (f"new document {_document(item)}" for item in why.documents)
    elif why.reason == "documents gone":
        yield from (f"a document is no longer in what is released: {_document(item)}" for item in why.documents)
    elif why.reason == "judged":
        yield from (_judgement(item) for item in why.judgements)
    elif why.reason == "judgements gone":
        yield from (f"no longer there: {_judgement(item)}" for item in why.judgements)
    elif why.reason == "merged":
        yield f"merged into {incidents}" if kind == "withdrawn" else f"{incidents} merged into it"
    elif why.reason == "claims from other incidents":
        yield f"claims that stood in {incidents}"
    elif why.reason == "claims now in other incidents":
        yield f"claims of it now stand in {incidents}"
    elif why.reason == "read anew":
        yield f"read by {versions}"
    elif why.reason == "counted by another profile":
        yield f"counted by {versions}"
    elif why.reason == "another version of Allegata":
        yield f"made by {versions}"
    elif why.reason == "another table":
        yield f"written by {versions}"
    else:
        yield "no record says why: perhaps claims that are compared with it, or a setting, are not as they were"


def _versions(names: Iterable[str]) -> str:
    return ", ".join(map(plain, names)) or "nothing"


def _document(item: Listed) -> str:
    known = [item.title, item.publisher, item.published]
    return f"{plain(' · '.join(one_line(str(part)) for part in known if part) or 'without a title')} ({item.id})"


def _judgement(item: Judgement) -> str:
    what = f"{item.kind} {', '.join(item.about)}" + (f", {item.field}" if item.field else "")
    if item.undoes is not None:
        what = f"takes back {item.undoes}: {what}"
    if item.old is not None or item.new is not None:
        what += f", from {value_words(_judged(item.old))} to {value_words(_judged(item.new))}"
    why = f": {plain(item.why)}" if item.why else ""
    return f"{plain(what)} (by {plain(item.by)}, {plain(item.at[:10])}, {plain(item.id)}){why}"


def heading(release: Mapping[str, Any], counts: Mapping[ChangeKind, int], recoded: Sequence[Recoded] = ()) -> str:
    """Return the head of the page: which release, after which, how much of what, and which tables are other ones."""
    before = release["before"]
    lines = [f"# Release {plain(release['name'])}", ""]
    counted = f"counted by {plain(release['profile']['name'])} {plain(release['profile']['version'])}"
    many = (
        f"{many_words(release['incidents'], 'incident')} of {many_words(release['documents'], 'document')}, {counted}"
    )
    if before is None:
        return "\n".join([*lines, f"The first release: {many}. There is none before to compare it with.", ""])
    same = release["incidents"] - counts["added"] - counts["changed"] - counts["reviewed"]
    lines += [
        f"Number {release['number']}, after {plain(before['name'])}: {many}.",
        "",
        "| | incidents |",
        "|---|---:|",
        *(f"| {_TITLES[kind]} | {counts[kind]:,} |" for kind in KINDS),
        f"| As before | {same:,} |",
        "",
        "Whoever used the release before should look at what changed and what was withdrawn. All figures are of the "
        "plain table; `changes.json` holds all of this for programs.",
        "",
        *(f"- {_recoded(item)}" for item in recoded),
        *([""] if recoded else []),
    ]
    return "\n".join(lines)


def _judged(value: Any) -> Any:
    """Return what was judged of a grade: its value; the reasons that were weighed would hide what it became."""
    return value["value"] if isinstance(value, Mapping) and "value" in value else value


def _recoded(item: Recoded) -> str:
    name = f"`{plain(item.codebook)}`"
    if item.before is None:
        return f"{name} was not in the release before."
    if item.after is None:
        return f"{name} is not in this release; use the plain table, or ask for it."
    return (
        f"{name} is of {plain(item.after)}, and was of {plain(item.before)}: its rows may differ also where no "
        "incident is listed here."
    )


def section(kind: ChangeKind, count: int) -> str:
    """Return the heading of the changes of one kind."""
    more = f"\n\nThe first {MOST:,} of {count:,}; all stand in `changes.json`." if count > MOST else ""
    return f"\n## {_TITLES[kind]}{more}\n\n"
