"""What judgements on an incident set: its date, place or grade."""

import msgspec

from allegata.incidents import JudgementError
from allegata.incidents.effective import check_days
from allegata.records import Incident, Judgement


def overridden(incident: Incident, judgement: Judgement) -> Incident:
    """Return an incident with the date, place or grade that a judgement on it sets. Raises `JudgementError`."""
    record = msgspec.to_builtins(incident)
    new = judgement.new
    if isinstance(new, dict) and judgement.kind == "date":
        new = {"end": new.get("start"), "precision": "day", "start": None, **new}
    if isinstance(new, dict) and judgement.kind == "place":
        empty = {"latitude": None, "longitude": None, "precision": "unknown"}
        new = {**empty, "resolved": new.get("latitude") is not None, **new}
    if judgement.kind == "grade" and new is None:
        raise JudgementError("a grade is an object with value and why")
    try:
        found = msgspec.convert({**record, judgement.kind: new}, Incident)
    except msgspec.ValidationError as error:
        raise JudgementError(f"{judgement.kind}: {error}; give a value of the right kind") from error
    if judgement.kind == "date" and found.date is not None:
        check_days(found.date.start, found.date.end)
    return found
