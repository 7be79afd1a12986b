from datetime import date, timedelta
from importlib.resources import files

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from allegata.intake import read_date

TODAY = date(2026, 6, 1)


@pytest.mark.parametrize(
    ("words", "start", "end", "precision"),
    [
        ("2018-11-29", "2018-11-29", "2018-11-29", "day"),
        ("2018-11-29T10:00:00Z", "2018-11-29", "2018-11-29", "day"),
        ("29 November 2018", "2018-11-29", "2018-11-29", "day"),
        ("29th of November, 2018", "2018-11-29", "2018-11-29", "day"),
        ("Thursday, November 29, 2018", "2018-11-29", "2018-11-29", "day"),
        ("Nov. 29, 2018", "2018-11-29", "2018-11-29", "day"),
        ("29-Nov-2018", "2018-11-29", "2018-11-29", "day"),
        ("29/11/2018", "2018-11-29", "2018-11-29", "day"),
        ("11/29/2018", "2018-11-29", "2018-11-29", "day"),
        ("3 JAN 90", "1990-01-03", "1990-01-03", "day"),
        ("29 noviembre de 2018", "2018-11-29", "2018-11-29", "day"),
        ("29 ноября 2018", "2018-11-29", "2018-11-29", "day"),
        ("29 листопада 2018", "2018-11-29", "2018-11-29", "day"),
        ("٢٩ تشرين الثاني ٢٠١٨", "2018-11-29", "2018-11-29", "day"),
        ("29 نوفمبر 2018", "2018-11-29", "2018-11-29", "day"),
        ("29 marraskuuta 2018", "2018-11-29", "2018-11-29", "day"),
        ("February 2020", "2020-02-01", "2020-02-29", "month"),
        ("2018-11", "2018-11-01", "2018-11-30", "month"),
        ("2018", "2018-01-01", "2018-12-31", "year"),
    ],
)
def test_absolute_dates(words: str, start: str, end: str, precision: str) -> None:
    found = read_date(words, TODAY)
    assert (found.start, found.end, found.precision, found.source) == (start, end, precision, "user")


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("yesterday", "is not a date"),
        ("Tuesday", "is not a date"),
        ("", "is not a date"),
        ("soon 2018", "is not a date"),
        ("29 listopada 2018", "differs between languages"),
        ("29 November", "has no year"),
        ("31 February 2019", "no such day"),
        ("2019-13-01", "no such day"),
        ("Friday, 29 November 2018", "its weekday is another"),
        ("3/4/2018", "two ways"),
        ("1899-12-31", "before 1900"),
        ("2026-06-02", "in the future"),
        ("July 2026", "in the future"),
    ],
)
def test_what_is_refused(words: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason) as error:
        read_date(words, TODAY)
    assert "\n" not in str(error.value)


@given(
    st.dates(date(1900, 1, 1), TODAY),
    st.sampled_from(["%Y-%m-%d", "%d %B %Y", "%B %d, %Y", "%A, %d %B %Y", "%d %b %Y", "%a %d %b %Y"]),
)
def test_every_written_day_is_read_back(day: date, form: str) -> None:
    assert read_date(day.strftime(form), TODAY).start == day.isoformat()


@given(st.dates(date(1900, 1, 1), TODAY), st.integers(1, 6))
def test_every_wrong_weekday_is_refused(day: date, shift: int) -> None:
    with pytest.raises(ValueError, match="weekday"):
        read_date((day + timedelta(days=shift)).strftime("%A, ") + day.strftime("%d %B %Y"), TODAY)


@given(st.text(max_size=30))
def test_any_text_is_a_date_or_a_clear_error(words: str) -> None:
    found = None
    message = ""
    try:
        found = read_date(words, TODAY)
    except ValueError as error:
        message = str(error)
    if found is None:
        assert len(message.splitlines()) == 1
    else:
        assert "1900-01-01" <= found.start <= TODAY.isoformat()


def test_no_month_or_weekday_name_has_two_meanings() -> None:
    raw = yaml.safe_load(files("allegata.intake").joinpath("data/months.yaml").read_text("utf-8"))
    for key, size in (("months", 12), ("weekdays", 7)):
        meaning: dict[str, int] = {}
        for language, names in raw[key].items():
            assert len(names) == size, language
            for number, words in enumerate(names):
                for word in words.split("|"):
                    assert meaning.setdefault(word.casefold(), number) == number, word
