"""The ids that join what is shown in Slack to the listeners, and what the buttons carry.

A button carries a receipt's number and never a text: Slack hands values back escaped, and keeps them with the message.
"""

from __future__ import annotations

import re

# Buttons and selects. A pattern stands for several of a kind in one message, whose ids have to differ.
SHOW_CONTEXT = "show_context"
HELPFUL, NOT_HELPFUL = "feedback_helpful", "feedback_not_helpful"
ASK_HR = "ask_hr"
SHARE = "share"
CHOOSE = re.compile(r"choose_\d+")
DELETE_QUESTION = re.compile(r"delete_question_\d+")
PUBLISH, DISCARD = "publish", "discard"
GO_BACK = "go_back"

CASE_CLAIM, CASE_REPLY, CASE_CLOSE, CASE_REOPEN = "case_claim", "case_reply", "case_close", "case_reopen"
CASE_DRAFT, CASE_APPROVE = "case_draft", "case_approve"
AUDIT_LINK = "audit_link"

# Modals
CASE_REPLY_VIEW, CASE_DRAFT_VIEW = "case_reply", "case_draft"
CONTEXT_VIEW = "context"
FEEDBACK_VIEW = "feedback"
ASK_VIEW = "ask"

# Shortcuts
ASK_ABOUT_MESSAGE, ASK_ROLECALL = "ask_about_message", "ask_rolecall"
WITHDRAW_VIEW, WHY_VIEW, EXPLAINED_VIEW = "withdraw", "why", "explained"
ADD_VIEW, REPLACE_VIEW = "add_document", "replace_document"
CHANNEL_VIEW = "channel_settings"

# Fields of the modal that asks why an answer didn't help: block, and in it the element
REASON, REASON_ELEMENT = "reason", "reason_chosen"
REMARK, REMARK_ELEMENT = "remark", "remark_written"

# The field of the modal in which a question is asked
QUESTION, QUESTION_ELEMENT = "question", "question_written"


def value_for(number: str, place: int = 0) -> str:
    """ "RC-7F3A9/2": the third source or choice of the answer with that receipt."""
    return f"{number}/{place}"


def read_value(value: str) -> tuple[str, int]:
    """The receipt and the place that a button carries.

    Raises:
        ValueError: it is none of ours.
    """
    number, sign, place = value.rpartition("/")
    if not sign or not number or not place.isdecimal():
        raise ValueError(f"{value!r} is no receipt with a place in it")
    return number, int(place)
