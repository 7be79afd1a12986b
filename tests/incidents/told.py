"""Documents made by hand, claims that they tell, and incidents gathered from several of them."""

from itertools import count
from typing import Any

from allegata.incidents import gather
from allegata.records import Attribution, Casualty, Claim, Document, Incident, Judgement, Published
from tests.incidents.claims import PUBLISHER, claim

_names = count(1)


def document(day: str | None = None, text: str = "Words.", publisher: str | None = PUBLISHER) -> Document:
    """Return a document of one paragraph, published on ``day``."""
    name = f"d-{next(_names)}"
    return Document(
        id=name,
        sha256=name,
        part=1,
        text_sha256=name,
        extractor="hand",
        origin=name,
        title=None,
        publisher=publisher,
        authors=(),
        credited=None,
        published=Published(start=day, end=day, precision="day", source="user") if day else None,
        language="en",
        url=None,
        text=text,
    )


def said(told: Document, *casualties: Casualty, speaker: Attribution | None = None, **more: Any) -> Claim:
    """Return a claim that a document tells on all of its words."""
    given = {
        "document": told.id,
        "evidence": ((0, len(told.text)),),
        "publisher": told.publisher or "unknown publisher",
    }
    return claim(*casualties, speaker=speaker, **(given | more))


def together(documents: list[Document], *claims: Claim, **more: Any) -> Incident:
    """Return the one incident of claims, those of other documents judged to be of the first one's happening."""
    judgements = [
        Judgement(id=f"j-{n}", about=(claims[0].id, other.id), kind="same", by="A. Recorder", at="", why="one strike")
        for n, other in enumerate(claims[1:])
        if other.document != claims[0].document
    ]
    (incident,) = gather(claims, documents=documents, judgements=judgements, **more)
    return incident
