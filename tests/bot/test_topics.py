import pytest

from bot.topics import Topic, read_topics, topic_of

HARASSMENT = Topic("harassment", ("harass*", "hostile workplace"), "Please talk to Helen Hughes, extension 12.")
HEALTH = Topic("health", ("sick", "HIV"), "Please talk to the nurse.", ready_made=("health",))


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("How do I report harassment?", "harassment"),
        ("my boss HARASSES me", "harassment"),
        ("is this a hostile  workplace", "harassment"),
        ("what about hiv", "health"),
        ("do I get paid when sick?", "health"),
        ("who runs the sickroom?", None),
        ("I am homesick", None),
        ("how many days of leave?", None),
    ],
)
def test_a_question_belongs_to_the_first_topic_with_one_of_its_words(question, topic):
    found = topic_of(question, (HARASSMENT, HEALTH))
    assert (found.name if found else None) == topic


def test_topics_are_read_from_the_settings():
    written = [{"name": "health", "words": ["sick", "HIV"], "text": "Please talk to the nurse. "}]
    assert read_topics(written) == (HEALTH,)


def test_a_topic_by_the_name_of_a_ready_made_one_needs_no_words():
    (topic,) = read_topics([{"name": "Violence at home", "text": "Please call Helen Hughes."}])
    assert topic.ready_made == ("violence at home",)
    assert not topic.is_about("anything")


def test_a_topic_may_take_in_several_ready_made_ones_or_none():
    written = {"text": "Please call Helen Hughes.", "words": ["pay"]}
    respect, health = read_topics(
        [
            {"name": "respect", "ready_made": ["harassment", "discrimination"], "text": "x"},
            {"name": "health", "ready_made": [], **written},
        ]
    )
    assert respect.ready_made == ("harassment", "discrimination")
    assert health.ready_made == ()


@pytest.mark.parametrize(
    ("written", "problems"),
    [
        ("health", 1),
        (["health"], 1),
        ([{"name": "pay"}], 2),
        ([{"name": "health"}], 1),
        ([{"name": "health", "text": "x", "ready_made": []}], 1),
        ([{"name": "health", "text": "x", "ready_made": ["pay"]}], 1),
        ([{"name": "pay", "text": "x", "ready_made": "health"}], 1),
        ([{"name": "health", "words": ["*"], "text": "x"}], 1),
        ([{"name": " ", "words": "sick", "text": "x", "colour": "red"}], 3),
    ],
)
def test_every_problem_of_a_topic_is_named(written, problems):
    with pytest.raises(ValueError) as raised:
        read_topics(written)
    assert len(raised.value.args) == problems
