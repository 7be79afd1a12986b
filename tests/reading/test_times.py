from datetime import date, timedelta
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allegata.reading.time_patterns import WEEKDAYS
from allegata.reading.times import Anchor, TimeMatch, contradicts, find_times, resolve
from allegata.records import Symbolic, TimePrecision

THURSDAY = date(2018, 11, 29)
EVENT = date(2018, 11, 28)
ANCHOR = Anchor(published=(THURSDAY, THURSDAY), event=(EVENT, EVENT), event_span=(3, 12))
NOWHERE = Anchor()


def only(text: str) -> TimeMatch:
    (match,) = find_times(text)
    assert text[match.span[0] : match.span[1]] == match.words
    return match


# Text, its words, precision, first and last day (of 2018 if no year is given), published on Thursday 29 November 2018.
RESOLVED = [
    # days
    ("struck today", "today", "day", "11-29", "11-29"),
    ("struck yesterday", "yesterday", "day", "11-28", "11-28"),
    ("the day before yesterday", "the day before yesterday", "day", "11-27", "11-27"),
    ("killed last night", "last night", "day", "11-28", "11-28"),
    ("killed overnight", "overnight", "day", "11-28", "11-28"),
    ("hit this morning", "this morning", "day", "11-29", "11-29"),
    ("hit at dawn today", "dawn today", "day", "11-29", "11-29"),
    ("two days ago", "two days ago", "day", "11-27", "11-27"),
    ("the other day", "the other day", "day", "11-28", "11-28"),
    # weekdays
    ("on Tuesday", "Tuesday", "day", "11-27", "11-27"),
    ("on Thursday", "Thursday", "day", "11-29", "11-29"),
    ("Tuesday's attack", "Tuesday", "day", "11-27", "11-27"),
    ("last Tuesday", "last Tuesday", "day", "11-27", "11-27"),
    ("last Thursday", "last Thursday", "day", "11-22", "11-22"),
    ("on Tuesday last week", "Tuesday last week", "day", "11-20", "11-20"),
    ("on Sunday night", "Sunday night", "day", "11-25", "11-25"),
    ("earlier on Tuesday", "earlier on Tuesday", "day", "11-27", "11-27"),
    ("late on Monday", "late on Monday", "day", "11-26", "11-26"),
    ("Monday evening", "Monday evening", "day", "11-26", "11-26"),
    ("at dawn on Saturday", "dawn on Saturday", "day", "11-24", "11-24"),
    ("Saturday at dawn", "Saturday at dawn", "day", "11-24", "11-24"),
    ("in the early hours of Tuesday", "the early hours of Tuesday", "day", "11-27", "11-27"),
    ("at around 4:30 p.m. on Tuesday", "around 4:30 p.m. on Tuesday", "hour", "11-27", "11-27"),
    ("the night between Sunday and Monday", "the night between Sunday and Monday", "days", "11-25", "11-26"),
    ("from Friday to Sunday", "from Friday to Sunday", "days", "11-23", "11-25"),
    ("since Tuesday", "since Tuesday", "days", "11-27", "11-29"),
    # UCDP's time words
    ("recently", "recently", "days", "11-26", "11-28"),
    ("in the past few days", "the past few days", "days", "11-26", "11-28"),
    ("around 2 July", "around 2 July", "days", "07-01", "07-03"),
    ("over the weekend", "the weekend", "days", "11-24", "11-25"),
    ("this week", "this week", "days", "11-26", "11-29"),
    ("since the start of the week", "since the start of the week", "days", "11-26", "11-29"),
    ("in the past 24 hours", "the past 24 hours", "days", "11-28", "11-29"),
    ("in the last 48 hours", "the last 48 hours", "days", "11-27", "11-29"),
    ("in the past two days", "the past two days", "days", "11-27", "11-28"),
    ("late last week", "late last week", "days", "11-23", "11-25"),
    ("last week", "last week", "week", "11-19", "11-25"),
    ("over the past week", "the past week", "week", "11-23", "11-29"),
    ("early March", "early March", "month", "03-01", "03-10"),
    ("mid-March", "mid-March", "month", "03-10", "03-20"),
    ("in late March", "late March", "month", "03-15", "03-31"),
    ("late November", "late November", "month", "11-15", "11-29"),
    ("several weeks ago", "several weeks ago", "month", "11-08", "11-29"),
    ("in recent weeks", "recent weeks", "month", "11-08", "11-29"),
    ("earlier this month", "earlier this month", "month", "11-01", "11-28"),
    ("last month", "last month", "month", "10-01", "10-31"),
    ("a fortnight ago", "a fortnight ago", "month", "11-16", "11-29"),
    ("in the past 3 months", "the past 3 months", "longer", "08-29", "11-29"),
    ("for the past several months", "the past several months", "longer", "08-29", "11-29"),
    ("early 1999", "early 1999", "longer", "1999-01-01", "1999-04-30"),
    ("mid-1999", "mid-1999", "longer", "1999-05-01", "1999-08-31"),
    ("last year", "last year", "longer", "2017-01-01", "2017-12-31"),
    ("in the past year", "the past year", "longer", "01-01", "11-29"),
    # weeks, months, years
    ("two weeks ago", "two weeks ago", "week", "11-12", "11-18"),
    ("a month ago", "a month ago", "month", "10-01", "10-31"),
    ("two years ago", "two years ago", "longer", "2016-01-01", "2016-12-31"),
    ("next week", "next week", "week", "12-03", "12-09"),
    ("since October", "since October", "longer", "10-01", "11-29"),
    # counted from an earlier event
    ("A day before, jets struck", "A day before", "day", "11-27", "11-27"),
    ("the previous day", "the previous day", "day", "11-27", "11-27"),
    ("a day earlier", "a day earlier", "day", "11-27", "11-27"),
    ("the next day", "the next day", "day", "11-29", "11-29"),
    ("the following morning", "the following morning", "day", "11-29", "11-29"),
    ("two days later", "two days later", "day", "11-30", "11-30"),
    ("that day", "that day", "day", "11-28", "11-28"),
    ("at the same time", "the same time", "day", "11-28", "11-28"),
    ("hours later", "hours later", "days", "11-28", "11-29"),
    ("the following week", "the following week", "week", "12-03", "12-09"),
    # the calendar
    ("on 17 March", "17 March", "day", "03-17", "03-17"),
    ("on December 30", "December 30", "day", "2017-12-30", "2017-12-30"),
    ("on March 17, 2016", "March 17, 2016", "day", "2016-03-17", "2016-03-17"),
    ("on Thursday, 17 March 2016", "Thursday, 17 March 2016", "day", "2016-03-17", "2016-03-17"),
    ("DAMASCUS, Nov. 28 (XYZ)", "Nov. 28", "day", "11-28", "11-28"),
    ("on the night of 17-18 March", "the night of 17-18 March", "days", "03-17", "03-18"),
    ("on the 17th.", "the 17th", "day", "11-17", "11-17"),
    ("from 3 to 5 May 2017", "3 to 5 May 2017", "days", "2017-05-03", "2017-05-05"),
    ("30 December to 2 January", "30 December to 2 January", "days", "2017-12-30", "01-02"),
    ("the week of 3 June", "the week of 3 June", "week", "05-28", "06-03"),
    ("in March 2017", "March 2017", "month", "2017-03-01", "2017-03-31"),
    ("in May", "May", "month", "05-01", "05-31"),
    ("last March", "last March", "month", "03-01", "03-31"),
    ("17/03/2017", "17/03/2017", "day", "2017-03-17", "2017-03-17"),
    ("04.03.2017", "04.03.2017", "day", "2017-03-04", "2017-03-04"),
    ("on New Year's Eve", "New Year's Eve", "day", "2017-12-31", "2017-12-31"),
    ("17 MAR 90", "17 MAR 90", "day", "1990-03-17", "1990-03-17"),
    ("in 2017", "2017", "longer", "2017-01-01", "2017-12-31"),
    ("between 2011 and 2015", "2011 and 2015", "longer", "2011-01-01", "2015-12-31"),
]


@pytest.mark.parametrize(("text", "words", "precision", "start", "end"), RESOLVED)
def test_expressions_resolve(text: str, words: str, precision: str, start: str, end: str) -> None:
    match = only(text)
    time = resolve(match, ANCHOR)
    first, last = (day if len(day) == 10 else f"2018-{day}" for day in (start, end))
    assert (time.words, time.precision, time.start, time.end) == (words, precision, first, last)
    assert time.rule
    assert time.derived_from == (((3, 12),) if time.symbolic and time.symbolic.anchor == "event" else ())


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("for three hours", "duration"),
        ("a three-day siege", "duration"),
        ("an hours-long battle", "duration"),
        ("within 24 hours", "duration"),
        ("every day", "frequency"),
        ("daily shelling", "frequency"),
        ("on Fridays", "frequency"),
        ("12 people a day", "frequency"),
    ],
)
def test_durations_and_frequencies_never_date_an_event(text: str, kind: str) -> None:
    time = resolve(only(text), ANCHOR)
    assert (only(text).kind, time.start, time.end) == (kind, None, None)


@pytest.mark.parametrize(
    "text", ["for the past several months", "since October", "recent weeks", "since Tuesday", "until Friday"]
)
def test_periods(text: str) -> None:
    assert only(text).kind == "period"


@pytest.mark.parametrize(
    "text",
    [
        "they may march on 12 villages",
        "the second strike",
        "a march in the city on the sun",
        "the 17th Brigade",
        "on the 5th floor",
        "2018 people were displaced",
        "Resolution 2254",
        "wrote the Sunday Times",
        "a 63-year-old man",
        "two days of talks",
        "it was their day",
        "version 12.5.3 and 99/99/2018",
    ],
)
def test_ordinary_words_are_no_times(text: str) -> None:
    assert find_times(text) == []


def test_a_month_before_a_count_of_people_keeps_its_number_out() -> None:
    assert only("In March 12 civilians were killed").words == "March"
    assert only("On March 12 militants attacked").words == "March 12"


@pytest.mark.parametrize(
    ("text", "symbolic"),
    [
        ("Wednesday", Symbolic(anchor="publication", relation="on", weekday="wednesday")),
        ("last Tuesday", Symbolic(anchor="publication", relation="before", weekday="tuesday")),
        ("today", Symbolic(anchor="publication", relation="on", offset_days=0)),
        ("last night", Symbolic(anchor="publication", relation="on", offset_days=-1, part_of_day="night")),
        ("A day before", Symbolic(anchor="event", relation="before", offset_days=-1)),
        ("17 March", Symbolic(anchor="calendar", relation="on", date="--03-17")),
        ("the past several months", Symbolic(anchor="publication", relation="during", unit="month")),
    ],
)
def test_what_stays_without_an_anchor(text: str, symbolic: Symbolic) -> None:
    match = only(text)
    time = resolve(match, Anchor(published_weekday="tuesday"))
    assert (match.symbolic, time.symbolic, time.start, time.end) == (symbolic, symbolic, None, None)


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("at 4:30 p.m. on Tuesday", "16:30"),
        ("at 16:30 local time", "16:30"),
        ("at 0300 GMT", "03:00"),
        ("around 12 am Monday", "00:00"),
        ("at five o'clock in the afternoon on Monday", "17:00"),
    ],
)
def test_clock_times(text: str, clock: str) -> None:
    assert only(text).clock == clock


def test_a_clock_time_without_a_day_dates_nothing() -> None:
    assert resolve(only("at 16:30 local time"), ANCHOR).start is None


def test_a_day_and_month_that_cannot_be_told_apart_stay_open() -> None:
    time = resolve(only("03/04/2018"), ANCHOR)
    assert time.start is None
    assert time.symbolic is not None
    assert time.symbolic.date == "[2018-03-04,2018-04-03]"


def test_a_publication_date_that_the_text_contradicts_is_not_used() -> None:
    anchor = Anchor(published=(THURSDAY, THURSDAY), published_weekday="tuesday")
    assert resolve(only("on Tuesday"), anchor).start is None
    assert contradicts("Tuesday", THURSDAY)
    assert not contradicts("thursday", THURSDAY)
    with pytest.raises(ValueError, match="not a weekday"):
        contradicts("Mittwoch", THURSDAY)


def test_a_publication_month_resolves_only_what_it_settles() -> None:
    november = Anchor(published=(date(2018, 11, 1), date(2018, 11, 30)))
    assert resolve(only("on Tuesday"), november).start is None
    assert resolve(only("on 17 November"), november).start is None
    assert resolve(only("on 17 March"), november).start == "2018-03-17"
    assert resolve(only("last month"), november).start == "2018-10-01"


def test_a_weekday_that_does_not_fit_a_date_without_a_year_leaves_it_open() -> None:
    assert resolve(only("Wednesday, November 28"), ANCHOR).start == "2018-11-28"
    assert resolve(only("Monday, November 28"), ANCHOR).start is None


def test_future_times() -> None:
    assert resolve(only("on Tuesday"), ANCHOR, past=False).start == "2018-12-04"
    assert resolve(only("on 17 March"), ANCHOR, past=False).start == "2019-03-17"
    assert resolve(only("tomorrow"), ANCHOR).start == "2018-11-30"


def test_times_in_a_sentence_with_offset() -> None:
    text = "On Wednesday jets struck; a day before, for the past several months and again at dawn on 17 March."
    found = find_times(text, offset=50)
    assert [m.words for m in found] == ["Wednesday", "a day before", "the past several months", "dawn on 17 March"]
    assert all(text[m.span[0] - 50 : m.span[1] - 50] == m.words for m in found)


DATES = st.dates(date(1900, 1, 1), date(2099, 12, 31))
MONTH_NAMES = [date(2000, month, 1).strftime("%B") for month in range(1, 13)]


@given(day=DATES, published=DATES, capitals=st.booleans())
def test_dates_in_any_usual_form_resolve_to_themselves(day: date, published: date, capitals: bool) -> None:
    name, weekday = MONTH_NAMES[day.month - 1], WEEKDAYS[day.weekday()].title()
    suffix = "th" if 10 < day.day < 20 else {1: "st", 2: "nd", 3: "rd"}.get(day.day % 10, "th")
    forms = [
        f"{day.day} {name} {day.year}",
        f"{name} {day.day}, {day.year}",
        f"{name} {day.day}{suffix}, {day.year}",
        f"the {day.day}{suffix} of {name} {day.year}",
        f"{weekday}, {day.day} {name} {day.year}",
        f"{weekday} {name} {day.day:02}, {day.year}",
        f"{day.day} {name[:3]} {day.year}",
        f"{name[:3]}{'' if name == 'May' else '.'} {day.day}, {day.year}",
        f"{day.isoformat()}",
        f"{day:%Y/%m/%d}",
        f"{day:%d.%m.%Y}",
    ]
    if day.day > 12:
        forms += [f"{day:%d/%m/%Y}", f"{day:%m/%d/%Y}"]
    for form in forms:
        text = f"It was struck on {form}, he said."
        match = only(text.upper() if capitals else text)
        for anchor in (NOWHERE, Anchor(published=(published, published))):
            time = resolve(match, anchor)
            assert (time.start, time.end) == (day.isoformat(), day.isoformat()), form


@given(published=DATES, weekday=st.sampled_from(WEEKDAYS))
def test_weekdays_fall_in_the_week_up_to_publication(published: date, weekday: str) -> None:
    anchor = Anchor(published=(published, published))
    on, last = (resolve(only(words), anchor) for words in (f"on {weekday.title()}", f"last {weekday.title()}"))
    assert on.start is not None
    assert last.start is not None
    day, before = date.fromisoformat(on.start), date.fromisoformat(last.start)
    assert timedelta(0) <= published - day < timedelta(7)
    assert timedelta(0) < published - before <= timedelta(7)
    assert WEEKDAYS[day.weekday()] == WEEKDAYS[before.weekday()] == weekday


@given(published=DATES, day=st.dates(date(2000, 1, 1), date(2000, 12, 31)))
def test_a_date_without_a_year_is_the_latest_by_publication(published: date, day: date) -> None:
    match = only(f"on {day.day} {MONTH_NAMES[day.month - 1]}.")
    assert resolve(match, NOWHERE).start is None
    time = resolve(match, Anchor(published=(published, published)))
    assert time.start is not None
    found = date.fromisoformat(time.start)
    assert (found.month, found.day) == (day.month, day.day)
    assert found <= published
    assert published - found < timedelta(366 * 8 if (day.month, day.day) == (2, 29) else 366)


PIECES = st.sampled_from(
    """on at the last next past this Tuesday Sun. night dawn May March 17 3-5 2018 17/03/2018 and to - , since until
    early late two several days weeks ago before later hours month year 4:30 p.m. GMT overnight between of today
    yesterday daily every recent week weekend ſunday Frıday 999 9999 o'clock previous same day time""".split()  # noqa: SIM905
)
SCRAPS = st.lists(PIECES, max_size=20)


@given(
    text=st.one_of(st.text(max_size=60), SCRAPS.map(" ".join), SCRAPS.map("".join)),
    published=st.dates(),
    event=st.dates(),
    past=st.booleans(),
)
def test_any_text_is_read_and_resolved(text: str, published: date, event: date, past: bool) -> None:
    reached = 0
    for match in find_times(text):
        assert reached <= match.span[0] < match.span[1] <= len(text)
        assert text[match.span[0] : match.span[1]] == match.words
        reached = match.span[1]
        if match.clock:
            assert match.clock < "24:00"
        time = resolve(match, Anchor(published=(published, published), event=(event, event)), past=past)
        assert (time.start is None) == (time.end is None)
        assert time.start is None or time.end is None or time.start <= time.end
        assert time.precision in get_args(TimePrecision)
        alone = resolve(match, NOWHERE, past=past)
        assert alone.start is None or match.symbolic.anchor == "calendar"


# Stretches of the calendar are periods; seasons give no days, as they differ between the hemispheres.
@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("in the third quarter of 2017", "2017-07-01", "2017-09-30"),
        ("Q3 2017", "2017-07-01", "2017-09-30"),
        ("in the last quarter", "2018-07-01", "2018-09-30"),
        ("in the first quarter of this year", "2018-01-01", "2018-03-31"),
        ("in the second half of 2016", "2016-07-01", "2016-12-31"),
        ("in the 1980s", "1980-01-01", "1989-12-31"),
        ("in the nineties", "1990-01-01", "1999-12-31"),
        ("in the '80s", "1980-01-01", "1989-12-31"),
        ("in the summer of 2016", "2016-01-01", "2016-12-31"),
        ("in the first nine months of 2017", "2017-01-01", "2017-09-30"),
        ("in the last three months of last year", "2017-10-01", "2017-12-31"),
        ("last summer", None, None),
        ("in the summer they left", None, None),
        ("in the spring.", None, None),
    ],
)
def test_stretches_of_the_calendar(text: str, start: str | None, end: str | None) -> None:
    time = resolve(only(text), ANCHOR)
    assert (time.start, time.end) == (start, end)


@pytest.mark.parametrize(
    "text",
    [
        "in his forties",
        "in the mid-30s",
        "the low-50s",
        "the fall of the city",
        "a spring in the hills",
        "the second half of the game",
    ],
)
def test_words_that_are_no_stretch(text: str) -> None:
    assert find_times(text) == []


@pytest.mark.parametrize(
    ("text", "words", "kind"),
    [
        ("took six months off", "six months", "duration"),
        ("it is currently closed", "currently", "reference"),
        ("later in the day", "the day", "point"),
        ("over the past nine days", "the past nine days", "point"),
    ],
)
def test_every_expression_where_it_is_asked_for(text: str, words: str, kind: str) -> None:
    (match,) = find_times(text, every=True)
    assert (match.words, match.kind) == (words, kind)


def test_a_girl_of_twelve_is_no_length() -> None:
    assert find_times("a 12-year-old girl and a man 30 years old", every=True) == []


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("The shop was hit on either October 12th or 13th, 2023, neighbours said.", "2023-10-12/2023-10-13"),
        ("The bridge fell on 3 or 4 March 2022.", "2022-03-03/2022-03-04"),
        ("He was taken on 31 March or 1 April 2022.", "2022-03-31/2022-04-01"),
    ],
)
def test_one_day_or_the_other_is_both(text: str, days: str) -> None:
    (found,) = find_times(text)
    assert found.symbolic.date == days


def test_a_count_after_a_month_is_no_day() -> None:
    assert all("05-05" not in (match.symbolic.date or "") for match in find_times("In May 5 or 6 people died there."))
