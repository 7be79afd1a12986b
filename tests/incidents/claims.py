"""Claims made by hand, to be gathered."""

from itertools import count
from typing import Any

from allegata.records import (
    Attribution,
    Casualty,
    Claim,
    Event,
    PartyMention,
    Place,
    Quantity,
    ReaderStamp,
    Symbolic,
    Time,
    Whom,
)

_numbers = count(1)
PUBLISHER = "Example Wire"


def voice(name: str, party: str | None = None, anonymous: bool = False) -> Attribution:
    return Attribution(
        words=name, span=(0, 1), name=name, kind="other", anonymous=anonymous, cue="said", cue_span=(0, 1), party=party
    )


def accused(party: str | None, name: str | None = None) -> PartyMention:
    return PartyMention(words=name or str(party), span=(0, 1), party=party, name=name or str(party))


def harmed(
    low: int | None,
    high: int | None,
    outcome: str = "killed",
    kind: str = "exact",
    status: str = "not stated",
    **more: Any,
) -> Casualty:
    whom = Whom(
        status=status,  # type: ignore[arg-type]
        words=None,
        span=None,
        group=more.pop("group", None),
        names=more.pop("names", ()),
    )
    words = f"{kind} {low}-{high}"
    quantity = Quantity(words=words, kind=kind, low=low, high=high, span=(0, 1))  # type: ignore[arg-type]
    return Casualty(id=f"k{next(_numbers)}", outcome=outcome, quantity=quantity, whom=whom, **more)  # type: ignore[arg-type]


def place(name: str, precision: str, resolved: bool = True, role: str = "event") -> Place:
    return Place(
        role=role,  # type: ignore[arg-type]
        words=name,
        span=(0, 1),
        name=name,
        within=None,
        country="SY",
        latitude=35.0 if resolved else None,
        longitude=38.0 if resolved else None,
        radius_km=None,
        precision=precision,  # type: ignore[arg-type]
        resolved=resolved,
    )


def day(start: str | None, end: str | None = None, precision: str = "day", weekday: str | None = None) -> Time:
    symbolic = Symbolic(anchor="publication", relation="on", weekday=weekday)
    return Time(
        words=weekday or str(start),
        span=(0, 1),
        start=start,
        end=end or start,
        precision=precision,  # type: ignore[arg-type]
        symbolic=symbolic,
    )


def claim(*casualties: Casualty, speaker: Attribution | None = None, publisher: str = PUBLISHER, **more: Any) -> Claim:
    """Return an event claim of happening 1 of document d-1, with what is given in place of the rest."""
    outward = voice(publisher)
    given: dict[str, Any] = {
        "id": f"c-{next(_numbers)}",
        "document": "d-1",
        "kind": "event",
        "stance": "alleges",
        "event": Event(type=more.pop("type", "airstrike"), words="struck", span=(0, 1)),
        "attribution": (speaker, outward) if speaker is not None else (outward,),
        "accused": (),
        "targets": (),
        "weapons": (),
        "places": (),
        "time": None,
        "casualties": casualties,
        "characterisations": (),
        "evidence": ((0, 1),),
        "status": "proposed",
        "reader": ReaderStamp(name="hand", version="0", model="none"),
        "happening": 1,
    }
    return Claim(**(given | more))
