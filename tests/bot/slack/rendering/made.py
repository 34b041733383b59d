"""Arbitrary answers and what else is drawn, made of the worst that documents and people could write."""

from __future__ import annotations

from hypothesis import strategies as st

from bot.answers.answer import Answer, Choice, Citation
from tests.bot.slack.rendering.alive import FRAGMENTS

pieces = st.one_of(st.sampled_from(FRAGMENTS), st.text(max_size=20), st.sampled_from(["word", " ", ". ", "\n• ", ": "]))
texts = st.lists(pieces, max_size=12).map("".join)
long_texts = st.one_of(
    texts, st.builds(lambda text, times: text * times, texts, st.sampled_from([20, 100])), st.just("x" * 4_000)
)
citations = st.builds(
    Citation,
    document=texts,
    title=st.one_of(texts, st.sampled_from(["Leave Policy", "Handbook"])),
    section=st.lists(texts, max_size=3).map(tuple),
    quote=long_texts,
    line=st.integers(1, 10**6),
    page=st.one_of(st.none(), st.integers(1, 999)),
    date=texts,
)
choices = st.builds(Choice, label=long_texts, question=texts)
compared = st.builds(
    lambda roles, labels, said: "\n\n".join(
        "\n".join([f"{label}:", *(f"• {role}: {said}" for role in roles)]) for label in labels
    ),
    st.lists(texts, min_size=2, max_size=25),
    st.lists(texts, min_size=1, max_size=120),
    texts,
)
answers = st.builds(
    Answer,
    status=st.sampled_from(["answered", "not_found", "clarify", "refused", "chat"]),
    text=st.one_of(long_texts, compared),
    kind=st.sampled_from(["fact", "passage", "list", "compare", "aggregate", "chat", "refusal", "none"]),
    citations=st.lists(citations, max_size=12).map(tuple),
    choices=st.lists(choices, max_size=12).map(tuple),
    nearest=st.lists(texts, max_size=8).map(tuple),
)
