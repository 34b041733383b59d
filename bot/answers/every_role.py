"""Whether a question is about all roles: "which roles ...", "list every job that ...", "who needs a licence?"."""

from __future__ import annotations

from collections.abc import Collection

from bot.answers.fact_words import FactAsked
from bot.answers.lexicon import lexicon
from bot.answers.mentions import Mentions
from bot.answers.role_match import SOMEBODYS
from bot.answers.wording import Word, Wording

MOST_BETWEEN = 2  # words that may say which kind of role: "which part time jobs"
NEAR = 12  # words from the beginning in which roles are spoken of
ASKING = frozenset({"which", "what"})
TOWARDS_OTHERS = frozenset({"reports_to", "supervises", "works_with", "dotted_line", "career_path", "acting_role"})


def asks_every_role(
    wording: Wording, mentions: Mentions, facts: Collection[FactAsked], details: Collection[Word]
) -> bool:
    """Also "which coordinators ..." where several have that title, and "which roles report to the head cook?"."""
    words = [word.plain for word in wording.words]
    if not mentions.mentions and _says_all_roles(words):  # "who has to coach others? All roles, please"
        return True
    noun = next((n for n, word in enumerate(words[:NEAR]) if word in _nouns(words, n)), None)
    if noun and words[noun - 1] in SOMEBODYS:  # "my job on the first day"
        return False
    if noun is None:
        return _asks_who(words, mentions, facts, details) or _asks_which_of_a_kind(words, mentions)
    if any(not _may_stand(wording, mention.start, mention.end, noun, facts) for mention in mentions.mentions):
        return False
    asker = next((n for n, word in enumerate(words[: noun + 1]) if word in lexicon().askers), None)
    if asker is None:
        return noun == 0 and words[0].endswith("s")
    named = mentions.covered.union(*(range(mention.start, mention.end) for mention in mentions.mentions))
    speaks_of_all = words[noun].endswith("s") or {"every", "each"} & set(words[asker:noun])
    if speaks_of_all:  # "what fixed term or temporary posts are there?"
        named |= {number for each in facts for number in each.words}
    between = [n for n in range(asker + 1, noun) if n not in named and not wording.words[n].is_idle]
    return len(between) <= (MOST_BETWEEN if speaks_of_all else 0)


def _says_all_roles(words: list[str]) -> bool:
    """Whether "all roles", "each of the jobs" or the like is said."""
    idle = ("of", "the", "our", "these")
    for number, word in enumerate(words):
        if word in ("all", "every", "each"):
            behind = [each for each in words[number + 1 : number + 5] if each not in idle]
            if behind and behind[0] in lexicon().role_nouns and (behind[0].endswith("s") or word != "all"):
                return True
    return False


def _may_stand(wording: Wording, start: int, end: int, noun: int, facts: Collection[FactAsked]) -> bool:
    """Whether a role that is named leaves it about all roles: a kind ("cook jobs"), or whom the facts lead to."""
    if start == end:  # only an organisation is named
        return True
    towards = [each for each in facts if each.name in TOWARDS_OTHERS]
    return (end == noun and wording.words[noun].plain.endswith("s")) or any(
        noun < each.words[0] < start for each in towards
    )


def _nouns(words: list[str], number: int) -> frozenset[str]:
    """Role nouns; "documents" and the like only after "job", "role" or "position", or when asked what they state."""
    papers = lexicon().paper_nouns
    follows_job = number > 0 and words[number - 1] in lexicon().role_nouns
    after_which = number > 0 and words[number - 1] in lexicon().askers | {"the", "these", "of"}
    states = bool(lexicon().stating & set(words))
    if words[number] == "ones" and number > 0 and words[number - 1] == "which":
        return frozenset({"ones"})
    return lexicon().role_nouns | (papers if follows_job or (after_which and states) else frozenset())


def _asks_who(words: list[str], mentions: Mentions, facts: Collection[FactAsked], details: Collection[Word]) -> bool:
    """ "Who needs a licence?": a fact that is no person, nothing else said, and nobody named."""
    if words[1:3] in (["does", "not"], ["do", "not"]):
        words = [words[0], *words[3:]]
    is_all = words[:2] == ["who", "all"]
    words = [words[0], *words[2:]] if is_all else words
    is_ours = not {"our", *SOMEBODYS}.isdisjoint(words[2:4])  # "who is our pension with"
    is_who = words[:1] == ["who"] and len(words) > 1 and words[1] in lexicon().holding and not is_ours
    is_who = (is_who or bool(lexicon().anyone & set(words[:2]))) and "i" not in words
    is_open = not mentions.mentions and not mentions.unknown and (is_all or all(word.is_number for word in details))
    if is_all and is_who and is_open and not facts:
        return True
    return (
        is_who
        and is_open
        and any(
            0 not in asked.words and asked.content and asked.name not in TOWARDS_OTHERS | {"contact"} for asked in facts
        )
    )


def _asks_which_of_a_kind(words: list[str], mentions: Mentions) -> bool:
    """ "Which coordinators work weekends?": a title that fits several, after "which"."""
    return any(
        mention.start > 0 and words[mention.start - 1] in ASKING and len(mention.roles) > 1
        for mention in mentions.mentions
    )
