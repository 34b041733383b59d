import pytest

from bot.errors import UnknownRole
from bot.role_lookup import find_role
from knowledge.fact import Role

ASSISTANT = Role("Library Assistant", "a.md", "Alder County Library", aliases=("Circulation Clerk",))
OTHER = Role("Library Assistant", "b.md", "Birch City Library")
DIRECTOR = Role("Library Director", "c.md", "Alder County Library")
ROLES = (ASSISTANT, OTHER, DIRECTOR)


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("library director", DIRECTOR),
        ("Director", DIRECTOR),
        ("circulation-clerk", ASSISTANT),
        ("Library Assistant, Birch City Library", OTHER),
        ("assistant birch", OTHER),
        ("libary direktor", DIRECTOR),
        ("c.md", DIRECTOR),
    ],
)
def test_a_role_goes_by_its_names(name, role):
    assert find_role(ROLES, name) == role


@pytest.mark.parametrize(("name", "said"), [("library assistant", "Several roles"), ("astronaut", "No document")])
def test_the_choices_are_named(name, said):
    with pytest.raises(UnknownRole, match=said) as raised:
        find_role(ROLES, name)
    assert "Library Assistant, Birch City Library (b.md)" in str(raised.value)


def test_an_index_without_roles_says_so():
    with pytest.raises(UnknownRole, match="No document in the index"):
        find_role((), "clerk")
