"""When what has changed has come to rest."""

import os

from bot.watching.quiet import Quiet


def test_it_is_over_after_the_quiet_time_and_not_before(tmp_path):
    quiet = Quiet(2)
    assert not quiet.is_over(100)
    (tmp_path / "a.md").write_text("# A\n")
    quiet.notice([str(tmp_path / "a.md")], 10)
    assert [quiet.is_over(now) for now in (10, 11.9, 12)] == [False, False, True]
    quiet.begin()
    assert not quiet.is_over(99)


def test_each_change_begins_the_quiet_time_anew(tmp_path):
    quiet = Quiet(2)
    for now in (10, 11, 12.5):
        quiet.notice([str(tmp_path / f"{now}.md")], now)
    assert not quiet.is_over(14)
    assert quiet.is_over(14.5)
    quiet.notice([], 14.6)
    assert quiet.is_over(14.6)


def test_a_file_that_grows_unannounced_is_waited_out(tmp_path):
    quiet = Quiet(2)
    file = tmp_path / "a.md"
    file.write_text("# A")
    quiet.notice([str(file)], 10)
    file.write_text("# A and more")
    assert not quiet.is_over(12)
    assert not quiet.is_over(13)
    file.unlink()
    assert not quiet.is_over(14)
    assert quiet.is_over(16)


def test_a_new_time_of_the_same_size_is_a_change(tmp_path):
    quiet = Quiet(2)
    file = tmp_path / "a.md"
    file.write_text("# A")
    quiet.notice([str(file)], 10)
    os.utime(file, (1, 1))
    assert not quiet.is_over(12)
    assert quiet.is_over(14)
