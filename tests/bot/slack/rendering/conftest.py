from __future__ import annotations

import pytest

from bot.answers.answer import Answer, Question


@pytest.fixture(scope="session")
def real_comparison(installation) -> Answer:
    """Of two roles of the sample documents."""
    from bot.main import open_answerer
    from bot.settings import load_settings

    answerer = open_answerer(load_settings(installation / "rolecall.yaml", {}))
    answer = answerer.answer(Question("Compare the Library Assistant and the Head of Circulation"))
    assert answer.kind == "compare", answer
    return answer
