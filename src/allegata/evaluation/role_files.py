"""Readers of WikiEvents and RAMS files: texts with events, their trigger and the spans of their roles."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec

from allegata.records import Span

_NO_SPACE_BEFORE = frozenset(
    (",", ".", ";", ":", "!", "?", ")", "]", "%", "'s", "’s", "n't", "n’t", "'", "’", "”", "'re", "'ve")
)
_NO_SPACE_AFTER = frozenset(("(", "[", "$", "“", "‘", "#"))


class RoleEvent(msgspec.Struct, frozen=True, kw_only=True):
    """One annotated event: type, trigger, and (role, span) of its arguments. Types and roles in small letters."""

    type: str
    trigger: Span
    arguments: tuple[tuple[str, Span], ...]


class RoleText(msgspec.Struct, frozen=True, kw_only=True):
    """A text with its events. Spans are code points of ``text``."""

    id: str
    text: str
    events: tuple[RoleEvent, ...]


def wikievents(lines: Iterable[bytes]) -> Iterator[RoleText]:
    """Yield the documents of a WikiEvents file, sentences put together again."""
    for line in lines:
        if not line.strip():
            continue
        doc = msgspec.json.decode(line)
        sentences = [[token[0] for token in tokens] for tokens, _ in doc["sentences"]]
        texts = [sentence for _, sentence in doc["sentences"]]
        text, spans = _laid_out(sentences, texts)
        places = {e["id"]: (spans[e["start"]][0], spans[e["end"] - 1][1]) for e in doc["entity_mentions"]}
        events = tuple(
            RoleEvent(
                type=e["event_type"].casefold(),
                trigger=(spans[e["trigger"]["start"]][0], spans[e["trigger"]["end"] - 1][1]),
                arguments=tuple(
                    (a["role"].casefold(), places[a["entity_id"]]) for a in e["arguments"] if a["entity_id"] in places
                ),
            )
            for e in doc["event_mentions"]
        )
        yield RoleText(id=doc["doc_id"], text=text, events=events)


def rams(lines: Iterable[bytes]) -> Iterator[RoleText]:
    """Yield the five-sentence windows of a RAMS file, each with its one event."""
    for line in lines:
        if not line.strip():
            continue
        doc: dict[str, Any] = msgspec.json.decode(line)
        text, spans = _laid_out(doc["sentences"], None)
        events = []
        for start, end, types in doc["evt_triggers"]:
            arguments = tuple(
                (role.split("arg", 1)[1].lstrip("0123456789").casefold(), (spans[a[0]][0], spans[a[1]][1]))
                for trigger, a, role in doc["gold_evt_links"]
                if trigger == [start, end]
            )
            events.append(
                RoleEvent(type=types[0][0].casefold(), trigger=(spans[start][0], spans[end][1]), arguments=arguments)
            )
        yield RoleText(id=doc["doc_key"], text=text, events=tuple(events))


def _laid_out(sentences: Sequence[Sequence[str]], texts: Sequence[str] | None) -> tuple[str, list[Span]]:
    """Return a text of tokens, and the span of each. ``texts``: the sentences as printed, where they are known.

    A sentence that does not end in a mark (a headline) ends its paragraph.
    """
    text = ""
    spans: list[Span] = []
    for n, sentence in enumerate(sentences):
        if text:
            text += " " if text[-1] in ".!?:;”\"'’)" else "\n\n"
        if texts is not None:
            base, at = len(text), 0
            text += texts[n].replace("\n", " ")
            for token in sentence:
                found = texts[n].find(token, at)
                at = found if found >= 0 else at
                spans.append((base + at, base + min(at + len(token), len(texts[n]))))
                at = min(at + len(token), len(texts[n]))
            continue
        glue = True
        for k, token in enumerate(sentence):
            close = token in _NO_SPACE_BEFORE or (token == "-" and 0 < k < len(sentence) - 1)
            if not glue and not close:
                text += " "
            spans.append((len(text), len(text) + len(token)))
            text += token
            glue = token in _NO_SPACE_AFTER or (token == "-" and 0 < k < len(sentence) - 1)
    return text, spans


FILES = (
    ("wikievents", "wikievents/dev.jsonl", wikievents),
    ("wikievents", "wikievents/test.jsonl", wikievents),
    ("rams", "rams/dev.jsonlines", rams),
    ("rams", "rams/test.jsonlines", rams),
)
"""Set, address below ``wikievents_rams/data`` and reader of each file of the public release."""


def found_files(data: Path) -> list[tuple[str, Path, Any]]:
    """Return which of the files are there, as (set, file, reader)."""
    base = data / "wikievents_rams" / "data"
    return [(name, base / address, reader) for name, address, reader in FILES if (base / address).is_file()]
