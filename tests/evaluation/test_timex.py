"""Values of time expressions in self-written sentences, all told on Thursday 7 May 2009."""

from datetime import date

import pytest

from allegata.evaluation.dates import expressions
from allegata.evaluation.parts import Tools
from allegata.evaluation.timed_texts import TimedText

CASES = [
    ("Shelling killed three people on Monday.", "Monday 2009-05-04"),
    ("The truce will start on Monday.", "Monday 2009-05-11"),
    ("The trial is set for 4 June, the court said.", "4 June 2009-06-04"),
    ("Elections are due in October.", "October 2009-10"),
    ("They voted in October.", "October 2008-10"),
    (
        "The levy rose in the second quarter, from the year-ago quarter.",
        "the second quarter 2009-Q2; the year-ago quarter 2008-Q2",
    ),
    ("By year-end, the agency will close.", "year-end 2009"),
    ("The 19th century fort was rebuilt in the 1880s.", "The 19th century 18; the 1880s 188"),
    ("The annual meeting is next Tuesday.", "annual P1Y; next Tuesday 2009-05-12"),
    ("In the next 18 months, the aid will run out.", "the next 18 months P18M"),
    ("The last three quarters were bad.", "The last three quarters P3Q"),
    ("The siege ended two days after the vote.", "two days P2D"),
    ("He fled in 2005 and came back two years later.", "2005 2005; two years later 2007"),
    ("Since the early 1990s, and late last year.", "the early 1990s 199; late last year 2008"),
    (
        "Earlier this week and on the night of 3 March.",
        "Earlier this week 2009-W19; the night of 3 March 2009-03-03TNI",
    ),
    ("On 12 May at 0600 GMT.", "12 May at 0600 GMT 2009-05-12T06:00Z"),
    ("It rained twice a month and every Friday.", "a month P1M; every Friday XXXX-WXX-5"),
    ("Last summer, in the winter of 2011.", "Last summer 2008-SU; the winter of 2011 2011-WI"),
    ("In recent weeks, and in the near future.", "recent weeks PXW; the near future FUTURE_REF"),
    ("It is currently closed for the time being.", "currently PRESENT_REF; the time being PRESENT_REF"),
    ("In the first half of 2012, between 2003 and 2005.", "the first half of 2012 2012-H1; 2003 2003; 2005 2005"),
    ("In mid-March 2010, and in the past decade.", "mid-March 2010 2010-03; the past decade P10Y"),
    ("He took six months off. The girl is 12 years old.", "six months P6M"),
    ("The raid came on Tuesday. Later in the day, people left.", "Tuesday 2009-05-05; the day 2009-05-05"),
    ("The visit ends on Sunday.", "Sunday 2009-05-10"),
    ("Between 5 and 7 March.", "5 and 7 March 2009-03-05"),
    ("On 5 March, and through the night.", "5 March 2009-03-05; the night 2009-03-05TNI"),
    ("In 2003, 2002 and 2001, and from 1999 through 2001.", "2003 2003; 2002 2002; 2001 2001; 1999 1999; 2001 2001"),
    ("For half a century, and hundreds of years.", "half a century P50Y; hundreds of years PXY"),
    ("It was shortly before 2pm on Thursday.", "2pm on Thursday 2009-05-07T14:00"),
    (
        "In the first three months of 2008, and in fiscal 2007.",
        "the first three months of 2008 2008-Q1; fiscal 2007 FY2007",
    ),
    ("The levy was spent in the first nine months of 2008.", "the first nine months of 2008 P9M"),
    ("By spring they had left; in the summer they came back.", "spring 2009-SP; the summer 2009-SU"),
    ("It was the largest single-day loss.", "single-day P1D"),
    ("He went this morning; over the weekend he slept.", "this morning 2009-05-07TMO; the weekend 2009-W18-WE"),
]


@pytest.fixture(scope="module")
def tools() -> Tools:
    return Tools()


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_values(text: str, expected: str, tools: Tools) -> None:
    timed = TimedText("x", text, ((0, len(text)),), date(2009, 5, 7), (), ())
    assert "; ".join(f"{text[t.span[0] : t.span[1]]} {t.value}" for t in expressions(timed, tools)) == expected


def test_without_a_day_of_publication_values_stay_open(tools: Tools) -> None:
    text = "It happened on Monday, on 4 June and at 14:30 GMT."
    timed = TimedText("x", text, ((0, len(text)),), None, (), ())
    assert [t.value for t in expressions(timed, tools)] == ["XXXX-WXX-1", "XXXX-06-04", "XXXX-XX-XXT14:30Z"]
