"""What admins do in Slack, end to end: a real local Slack, a real index of documents of their own, a real record."""

from __future__ import annotations

import json
import shutil
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.slack import actions as ids
from index import live
from index.candidate import read_candidate
from tests.bot.slack.proxy import Fault
from tests.bot.slack.served import Process, serving, write_settings
from tests.bot.slack.workspace import ALICE, BOB, GENERAL, HELEN, HR, direct_message

PAY = "What does the Library Assistant earn?"
JOB = "jobs/library-assistant.txt"
ADMINS = "S01ADMINS"


@pytest.fixture
def place(rolecall, installation, samples, tmp_path) -> Path:
    """An installation with documents and an index of its own."""
    shutil.copytree(samples, tmp_path / "documents")
    shutil.copytree(installation / "index", tmp_path / "index", symlinks=True)
    (tmp_path / "rolecall.yaml").write_text("index: index\n", encoding="utf-8")
    return tmp_path


def settings_of(place: Path, slack, **more) -> Path:
    chosen = {"admins": [HELEN, ADMINS], "hr_channel": HR, **more.pop("slack", {})}
    return write_settings(place, place, slack, "socket", {"documents": "documents", "slack": chosen, **more})


@pytest.fixture
def served(slack, place):
    slack.facts.groups[ADMINS] = [BOB]
    with serving(settings_of(place, slack), slack) as record:
        yield record


def change_pay(place: Path, pay: str) -> None:
    file = place / "documents" / JOB
    said = file.read_text(encoding="utf-8")
    file.write_text(said.replace("Starting pay is $18.20", f"Starting pay is ${pay}"), encoding="utf-8")


def rolecall_said(slack, words: str, user: str = HELEN, channel: str = GENERAL) -> str:
    """Give the command; what it says to that person alone."""
    before = len(private(slack, channel, user))
    slack.command(channel, user, "/rolecall", words)
    return shown(slack.wait(lambda: private(slack, channel, user)[before:])[-1])


def private(slack, channel: str, user: str):
    return slack.ephemeral(channel, user)


def shown(message) -> str:
    return f"{message['text']}\n{json.dumps(message.get('blocks', []), ensure_ascii=False)}"


def said_to(slack, user: str) -> list:
    """What stands in our direct messages, as it is now."""
    return slack.replies(direct_message(user))


def report(slack, user: str = HELEN):
    """The report on a candidate with its buttons, once it stands in our direct messages."""
    found = [each for each in said_to(slack, user) if f'"{ids.PUBLISH}"' in json.dumps(each.get("blocks", []))]
    return found[-1] if found else None


def entries(record) -> list[tuple[str, str, str]]:
    """(kind, body, key of whoever did it) of what was noted, oldest first."""
    with record.database.read() as connection:
        return [
            tuple(row)
            for row in connection.execute(
                text(
                    "SELECT kind, body, key FROM entries JOIN identities USING (seq) JOIN people ON person = id "
                    "WHERE kind NOT IN ('received') ORDER BY seq"
                )
            )
        ]


def answer_to(slack, question: str) -> str:
    asked = slack.mention(GENERAL, ALICE, question)
    (answer,) = slack.wait(lambda: slack.replies(GENERAL, asked))
    return shown(answer)


def test_from_a_changed_document_to_the_new_words(slack, served, place):
    first = live.live_id(place / "index")
    assert "18.20" in answer_to(slack, PAY)
    change_pay(place, "19.30")
    assert "in our messages" in rolecall_said(slack, "reindex")
    message = slack.wait(lambda: report(slack))
    drawn = shown(message)
    assert "1 changed" in drawn and JOB in drawn
    assert "18.20" in drawn and "19.30" in drawn
    assert "1 of 1 answers" in drawn  # which staff asked
    assert live.live_id(place / "index") == first
    slack.click(direct_message(HELEN), HELEN, message, ids.PUBLISH)
    slack.wait(lambda: live.live_id(place / "index") != first)
    slack.wait(lambda: any("Published by helen" in shown(each) for each in said_to(slack, HELEN)))
    assert report(slack) is None  # the buttons are gone
    slack.wait(lambda: "19.30" in answer_to(slack, PAY))
    done = [(kind, key) for kind, _, key in entries(served) if kind in ("built", "deciding", "published")]
    assert done == [(kind, f"slack:T01TEST:{HELEN}") for kind in ("built", "deciding", "published")]


def test_nothing_changed_and_a_candidate_that_is_discarded(slack, served, place):
    rolecall_said(slack, "reindex")
    slack.wait(lambda: any("Nothing has changed" in each["text"] for each in said_to(slack, HELEN)))
    change_pay(place, "19.30")
    rolecall_said(slack, "reindex")
    message = slack.wait(lambda: report(slack))
    slack.click(direct_message(HELEN), HELEN, message, ids.DISCARD)
    slack.wait(lambda: any("Discarded by helen" in shown(each) for each in said_to(slack, HELEN)))
    assert read_candidate(place / "index") is None
    assert "18.20" in answer_to(slack, PAY)


def test_only_admins_count_and_nobody_does_while_slack_does_not_say(slack, served, place):
    change_pay(place, "19.30")
    assert "Only admins" in rolecall_said(slack, "reindex", ALICE)
    assert read_candidate(place / "index") is None
    slack.fail("usergroups.users.list", Fault("team_access_not_granted"))
    assert "Slack doesn't tell me just now whether you are an admin" in rolecall_said(slack, "status", BOB)
    rolecall_said(slack, "reindex", BOB)
    message = slack.wait(lambda: report(slack, BOB))
    first = live.live_id(place / "index")
    slack.click(direct_message(BOB), ALICE, message, ids.PUBLISH)
    slack.wait(lambda: [each for each in slack.calls("response_url") if "Only admins" in each.arguments["text"]][1:])
    assert live.live_id(place / "index") == first
    slack.facts.groups[ADMINS] = []  # taken out of the group since: looked up at each click
    slack.click(direct_message(BOB), BOB, message, ids.PUBLISH)
    slack.wait(lambda: [each for each in slack.calls("response_url") if "Only admins" in each.arguments["text"]][2:])
    assert live.live_id(place / "index") == first


def test_a_candidate_that_fell_behind_says_so(slack, served, place, rolecall):
    change_pay(place, "19.30")
    rolecall_said(slack, "reindex")
    message = slack.wait(lambda: report(slack))
    change_pay(place, "18.20")
    (place / "documents" / "policies" / "parking.md").write_text("# Parking\n\nParking is free.\n", encoding="utf-8")
    built = rolecall("index", "--yes", folder=place)
    assert built.returncode == 0, built.stderr
    now = live.live_id(place / "index")
    slack.click(direct_message(HELEN), HELEN, message, ids.PUBLISH)
    slack.wait(lambda: any("is no longer the candidate" in shown(each) for each in said_to(slack, HELEN)))
    assert live.live_id(place / "index") == now


def test_help_and_what_is_not_known(slack, served):
    said = rolecall_said(slack, "")
    for word in ("reindex", "status", "rollback", "withdraw", "reinstate", "why", "add", "channel"):
        assert f"/rolecall {word}" in said
    assert "There is no /rolecall dance" in rolecall_said(slack, "dance")


def test_status_tells_what_answers_and_what_is_off(slack, served, place):
    said = rolecall_said(slack, "status")
    for words in (
        f"{live.live_id(place / 'index')} answers: 10 documents",
        "No candidate waits",
        "Being answered: 0 questions",
        "the token is good, as @rolecall",
        "follow-ups in public channels without a mention (channels:history)",
        "slack-bolt",
    ):
        assert words in said, said


def click_private(slack, user: str, action_id: str) -> None:
    message = slack.ephemeral(GENERAL, user)[-1]
    slack.click(GENERAL, user, message, action_id)


def test_going_back_is_shown_first_and_done_on_a_click(slack, served, place, rolecall):
    first = live.live_id(place / "index")
    assert "Nothing was live" in rolecall_said(slack, "rollback")
    change_pay(place, "19.30")
    built = rolecall("index", "--yes", folder=place)
    assert built.returncode == 0, built.stderr
    second = live.live_id(place / "index")
    said = rolecall_said(slack, "rollback")
    assert f"Changed (1): {JOB}" in said and first in said and second in said
    assert live.live_id(place / "index") == second
    click_private(slack, HELEN, ids.GO_BACK)
    slack.wait(lambda: live.live_id(place / "index") == first)
    slack.wait(lambda: "18.20" in answer_to(slack, PAY))
    assert [kind for kind, _, _ in entries(served)][-1:] != ["refused"]
    said = rolecall_said(slack, f"rollback {second[:6]}")
    assert second in said
    built = rolecall("rollback", second, "--yes", folder=place)
    assert built.returncode == 0, built.stderr
    click_private(slack, HELEN, ids.GO_BACK)
    slack.wait(lambda: [each for each in slack.calls("response_url") if "live already" in each.arguments["text"]])


def modal(slack):
    (found,) = slack.wait(slack.modals)
    return found


def value(written: str):
    return {"value": {"type": "plain_text_input", "value": written}}


def option(taken: str):
    return {"value": {"type": "static_select", "selected_option": {"value": taken}}}


def test_withdrawing_asks_for_the_reason_and_reinstating_lets_it_answer(slack, served, place):
    several = rolecall_said(slack, "withdraw library")
    assert "Several documents fit" in several and JOB in several
    slack.command(GENERAL, HELEN, "/rolecall", "withdraw library assistant")
    assert JOB in json.dumps(modal(slack))
    slack.submit(HELEN, {"reason": value("")})
    assert live.read_live(place / "index").withdrawn == frozenset()
    slack.submit(HELEN, {"reason": value("wrong pay")})
    slack.wait(lambda: live.read_live(place / "index").withdrawn == {JOB})
    slack.wait(lambda: any("no longer answers" in each["text"] for each in said_to(slack, HELEN)))
    slack.wait(lambda: "18.20" not in answer_to(slack, PAY))
    assert "wrong pay" in rolecall_said(slack, "status")
    assert "answers again" in rolecall_said(slack, "reinstate library assistant")
    slack.wait(lambda: "18.20" in answer_to(slack, PAY))
    done = [(kind, key) for kind, _, key in entries(served) if kind in ("withdrawn", "reinstated")]
    assert done == [(kind, f"slack:T01TEST:{HELEN}") for kind in ("withdrawn", "reinstated")]


def test_why_is_told_as_another_would_be_answered(slack, served):
    asked = "How long is parental leave?"  # which staff may know, and the public may not
    slack.command(GENERAL, HELEN, "/rolecall", f"why {asked}")
    form = json.dumps(modal(slack))
    assert asked in form and "everybody in this channel" in form
    slack.submit(HELEN, {"question": value(asked), "readers": option("public")})
    told = slack.wait(lambda: [each for each in map(json.dumps, slack.modals()) if "could not answer" in each.lower()])
    assert "Not found" in told[0] and "policies/leave.md" in told[0] and "for other readers" in told[0]
    assert not slack.replies(GENERAL)
    (entry,) = [body for kind, body, _ in entries(served) if kind == "explained"]
    assert "parental" not in entry  # what was asked stands where it can be erased


def uploaded(slack, name: str, content: str):
    """A file as Slack describes it in a modal that it was handed over in."""
    slack.upload(direct_message(HELEN), HELEN, name, content)

    def handed_over():
        files = [file for each in slack.messages(direct_message(HELEN)) for file in each.get("files", ())]
        return [file for file in files if file["name"] == name]

    return slack.wait(handed_over)[-1]


def add(slack, name: str, content: str, folder: str = "policies"):
    file = uploaded(slack, name, content)
    slack.command(GENERAL, HELEN, "/rolecall", "add")
    modal(slack)
    slack.submit(HELEN, {"file": {"value": {"type": "file_input", "files": [file]}}, "folder": option(folder)})


def test_a_document_handed_over_is_added_reported_and_published(slack, served, place):
    add(slack, "Bike Parking.MD", "# Bike Parking\n\nBikes are parked behind the Central Library.\n")
    message = slack.wait(lambda: report(slack))
    assert "policies/Bike Parking.md" in shown(message) and "1 added" in shown(message)
    slack.click(direct_message(HELEN), HELEN, message, ids.PUBLISH)
    slack.wait(lambda: "behind the Central Library" in answer_to(slack, "Where are bikes parked?"))
    (entry,) = [json.loads(body) for kind, body, _ in entries(served) if kind == "added"]
    assert entry["document"] == "policies/Bike Parking.md" and not entry["replaced"]


def test_a_document_is_replaced_only_when_told_to_and_other_formats_are_refused(slack, served, place):
    leave = place / "documents" / "policies" / "leave.md"
    before = leave.read_text(encoding="utf-8")
    add(slack, "leave.md", "# Leave Policy\n\nNobody takes leave.\n")
    asked = slack.wait(lambda: [each for each in slack.modals() if "already" in json.dumps(each)])
    assert "policies/leave.md" in json.dumps(asked[-1]["blocks"])
    assert leave.read_text(encoding="utf-8") == before
    slack.submit(HELEN, {})
    slack.wait(lambda: leave.read_text(encoding="utf-8") != before)
    slack.wait(lambda: report(slack))
    add(slack, "payroll.exe", "MZ")
    slack.close(HELEN)
    assert not list((place / "documents").rglob("*.exe"))
    assert not list((place / "documents").rglob(".adding*"))


def choose(slack, **given):
    fields = {"how": option("mention"), "bar": value("0.9"), "pause": value("10"), "documents": value(""), **given}
    slack.command(GENERAL, HELEN, "/rolecall", "channel")
    modal(slack)
    slack.submit(HELEN, fields)


def test_a_channel_is_turned_off_and_held_to_some_documents(slack, served, place):
    assert "18.20" in answer_to(slack, PAY)
    choose(slack, how=option("off"))
    slack.wait(lambda: any("doesn't answer there" in each["text"] for each in said_to(slack, HELEN)))
    assert "18.20" not in answer_to(slack, PAY)
    choose(slack, documents=value("policies\nnowhere"))
    assert modal(slack)["callback_id"] == ids.CHANNEL_VIEW  # still open, with what is wrong said in it
    fields = {"how": option("mention"), "bar": value("1"), "pause": value("5"), "documents": value("policies")}
    slack.submit(HELEN, {**fields, "bar": value("2"), "pause": value("x")})
    assert modal(slack)["callback_id"] == ids.CHANNEL_VIEW
    slack.submit(HELEN, fields)
    slack.wait(lambda: any("only from policies" in each["text"] for each in said_to(slack, HELEN)))
    assert "18.20" not in answer_to(slack, PAY)
    assert "1 p.m. to 5 p.m." in answer_to(slack, "When is the Main Library open on Sunday?")
    kinds = [json.loads(body)["chosen"] for kind, body, _ in entries(served) if kind == "settings"]
    assert [each["enabled"] for each in kinds] == [False, True]


def many_documents(place: Path, number: int = 150) -> None:
    folder = place / "documents" / "many"
    folder.mkdir()
    for each in range(number):
        lines = [f"Rule {each}.{line} says that shelf {each * line} is dusted on day {line}." for line in range(40)]
        (folder / f"rule-{each}.md").write_text(f"# Rule {each}\n\n" + "\n\n".join(lines) + "\n", encoding="utf-8")


def test_progress_is_edited_in_place_and_a_second_build_waits_for_the_first(slack, served, place):
    many_documents(place)
    rolecall_said(slack, "reindex")
    slack.wait(lambda: any("Embedding passages" in each["text"] for each in said_to(slack, HELEN)))
    assert "being built already, for helen" in rolecall_said(slack, "reindex", BOB)
    assert "A candidate is being built for helen" in rolecall_said(slack, "status")
    message = slack.wait(lambda: report(slack), 600)
    assert "150 added" in shown(message)
    assert len(said_to(slack, HELEN)) <= 2  # one message, and the file with all of the report
    updates = [call.at for call in slack.calls("chat.update")]
    assert len(updates) >= 2
    assert min(later - earlier for earlier, later in pairwise(updates)) > 0.9
    (handed,) = slack.wait(lambda: slack.calls("files.completeUploadExternal"))
    assert handed.arguments["thread_ts"] == message["ts"]


def test_killed_in_the_midst_of_a_build_what_was_live_is_live(slack, place):
    first = live.live_id(place / "index")
    many_documents(place)
    settings = settings_of(place, slack)
    process = Process(settings, slack)
    try:
        slack.wait(slack.is_connected)
        slack.command(GENERAL, HELEN, "/rolecall", "reindex")
        slack.wait(lambda: any("Embedding passages" in each["text"] for each in said_to(slack, HELEN)))
    finally:
        process.kill()
    assert live.live_id(place / "index") == first
    assert read_candidate(place / "index") is None
    with serving(settings, slack):
        assert "18.20" in answer_to(slack, PAY)
        slack.wait(lambda: any("was stopped" in each["text"] for each in said_to(slack, HELEN)))
        rolecall_said(slack, "reindex")
        slack.wait(lambda: report(slack), 600)


def test_faults_of_slack_are_said_or_waited_out(slack, served, place):
    slack.fail("views.open", Fault("expired_trigger_id"))
    assert "type the command again" in rolecall_said(slack, "channel")
    slack.fail("users.info", Fault("user_not_found"))
    slack.facts.groups[ADMINS] = [ALICE]
    assert "Slack doesn't tell me just now" in rolecall_said(slack, "status", ALICE)
    change_pay(place, "19.30")
    slack.fail("chat.update", *[Fault("ratelimited", 429, {"Retry-After": "1"})] * 2, Fault("internal_error", 500))
    rolecall_said(slack, "reindex")
    message = slack.wait(lambda: report(slack))
    slack.fail("chat.update", Fault("message_not_found"))  # deleted meanwhile: what became of it is told all the same
    slack.click(direct_message(HELEN), HELEN, message, ids.PUBLISH)
    slack.wait(lambda: [each for each in slack.calls("response_url") if "Published by" in each.arguments["text"]])


def test_what_one_person_would_be_told_is_explained(slack, served):
    slack.command(GENERAL, HELEN, "/rolecall", "why")
    modal(slack)
    person = {"value": {"type": "users_select", "selected_user": ALICE}}
    slack.submit(HELEN, {"question": value("?"), "readers": option("everything"), "person": person})
    assert modal(slack)["callback_id"] == ids.WHY_VIEW  # that is no question
    slack.submit(HELEN, {"question": value(PAY), "readers": option("everything"), "person": person})
    told = slack.wait(lambda: [each for each in map(json.dumps, slack.modals()) if "job document" in each])
    assert "the public" in told[0]  # Alice is in no group
