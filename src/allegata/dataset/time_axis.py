"""An axis of days: where a day stands in per cent of the width, and round days to mark it with."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from allegata.dataset.wording_time import MONTHS

_MOST_TICKS = 6
_LENGTH = {"day": 1, "month": 30, "year": 365}


@dataclass(frozen=True, slots=True)
class Tick:
    """A marked day; ``edge``: "start" or "end" where the words would run over the picture's edge."""

    x: float
    label: str
    edge: str


@dataclass(frozen=True, slots=True)
class Axis:
    """From the first day to the day after the last."""

    first: date
    days: int

    def x(self, day: date) -> float:
        """Return where a day begins, in per cent."""
        return round(100 * (day - self.first).days / self.days, 3)

    def ticks(self) -> tuple[Tick, ...]:
        """Return at most six round days: years, months or days."""
        last = self.first + timedelta(days=self.days)
        for unit, step in (
            ("day", 1), ("day", 2), ("day", 7), ("month", 1), ("month", 2), ("month", 3), ("month", 6),
            ("year", 1), ("year", 2), ("year", 5), ("year", 10), ("year", 25), ("year", 100), ("year", 500),
            ("year", 2500),
        ):  # fmt: skip
            if self.days / (step * _LENGTH[unit]) > _MOST_TICKS + 1:
                continue
            found = list(_marks(self.first, last, unit, step))
            if len(found) <= _MOST_TICKS:
                return tuple(self._tick(day, unit) for day in found)
        return ()

    def _tick(self, day: date, unit: str) -> Tick:
        x = self.x(day)
        label = {
            "day": f"{day.day} {MONTHS[day.month - 1][:3]}",
            "month": f"{MONTHS[day.month - 1][:3]} {day.year}",
            "year": str(day.year),
        }[unit]
        return Tick(x, label, "start" if x < 6 else "end" if x > 94 else "")


def axis(first: date, last: date) -> Axis:
    """Return an axis that shows these days with some room about them."""
    days = (last - first).days + 1
    room = max(3 if days < 8 else 1, round(days * 0.03))
    start = first - timedelta(days=min(room, first.toordinal() - 1))
    return Axis(start, min((last - start).days + 1 + room, (date.max - start).days))


def _marks(first: date, last: date, unit: str, step: int) -> Iterator[date]:
    if unit == "day":
        # Days are counted from a Monday long ago, so that a week's marks are Mondays.
        day = first + timedelta(days=-(first.toordinal() - 1) % step)
        while day <= last:
            yield day
            day += timedelta(days=step)
        return
    months = step * (12 if unit == "year" else 1)
    number = -(-(first.year * 12 + first.month - 1 + (first.day > 1)) // months) * months
    while number // 12 <= min(last.year, 9999):
        day = date(number // 12, number % 12 + 1, 1)
        if day > last:
            return
        yield day
        number += months
