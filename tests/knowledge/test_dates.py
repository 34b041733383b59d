"""Dates as written."""

import pytest

from knowledge.dates import find_dates


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("closes March 3rd, 2021, 5pm", ["2021-03-03"]),
        ("on 3 March 2021 and 14th of May 2022", ["2021-03-03", "2022-05-14"]),
        ("since Sept. 2019", ["2019-09"]),
        ("2024-02-30 is no day, 2024-02-29 is", ["2024-02-29"]),
        ("you may apply for 16-20 hours, 3/6/12 month reviews, room 3005", []),
    ],
)
def test_dates_in_running_text(text, iso):
    assert [found.iso for found in find_dates(text)] == iso


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("8/16/07", ["2007-08-16"]),
        ("16/8/2007", ["2007-08-16"]),
        ("3/4/07", [""]),
        ("4/4/07", ["2007-04-04"]),
        ("04/2009; 12/2018", ["2009-04", "2018-12"]),
        ("2015", ["2015"]),
        ("31/31/2020", []),
    ],
)
def test_figures_need_a_label(text, iso):
    assert [found.iso for found in find_dates(text, is_labelled=True)] == iso


def test_the_time_is_kept_as_written():
    assert find_dates("July 3, 2022, 5pm")[0].time == "5pm"
