import pytest

from bot.answers.reporting import Line, chart, draw_text
from bot.errors import PictureError
from bot.orgchart import draw_picture

LINES = (
    Line("Director", "Board"),
    Line("Clerk", "Head"),
    Line("Head", "Director"),
    Line("Driver", "Head"),
    Line("Gardener", ""),
)


def test_the_chart_as_text():
    assert draw_text(chart(LINES)).splitlines() == [
        "Board (no job document)",
        "└─ Director",
        "   └─ Head",
        "      ├─ Clerk",
        "      └─ Driver",
        "Gardener",
    ]


def test_a_circle_loses_nobody():
    drawn = draw_text(chart([Line("A", "B"), Line("B", "C"), Line("C", "A"), Line("D", "D")]))
    assert sorted(line.strip("└├─│ ") for line in drawn.splitlines()) == ["A", "B", "C", "D"]


@pytest.mark.parametrize(("name", "begins"), [("a.svg", b"<?xml"), ("a.png", b"\x89PNG"), ("a.pdf", b"%PDF")])
def test_the_chart_as_a_picture(tmp_path, name, begins):
    draw_picture(chart(LINES), tmp_path / name)
    assert (tmp_path / name).read_bytes().startswith(begins)


def test_text_in_the_svg_is_text_and_the_same_every_time(tmp_path):
    draw_picture(chart([*LINES, Line("R&D <Lead> $x$", "Board")]), tmp_path / "a.svg")
    draw_picture(chart([*LINES, Line("R&D <Lead> $x$", "Board")]), tmp_path / "b.svg")
    assert "R&amp;D &lt;Lead&gt; $x$" in (tmp_path / "a.svg").read_text(encoding="utf-8")
    assert (tmp_path / "a.svg").read_bytes() == (tmp_path / "b.svg").read_bytes()


@pytest.mark.parametrize(("name", "said"), [("chart.txt", "ends in"), ("none/chart.svg", "can't be written")])
def test_a_picture_that_can_not_be_written(tmp_path, name, said):
    with pytest.raises(PictureError, match=said):
        draw_picture(chart(LINES), tmp_path / name)


def test_a_chart_too_large_for_a_picture(tmp_path):
    with pytest.raises(PictureError, match="see it as text"):
        draw_picture(chart([Line(f"Clerk {number}", "Head") for number in range(60)]), tmp_path / "chart.png")
