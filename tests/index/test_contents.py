"""Numbers of passages and units, and the texts that are embedded."""

from index.contents import passage_text, unit_text
from index.decoded import WordCounts
from tests.index.library import TEXTS, contents_of


def test_units_are_numbered_through_all_passages():
    contents = contents_of()
    assert contents.first_unit[0] == 0
    assert contents.first_unit[-1] == len(contents.unit_vectors) == sum(len(each.units) for each in contents.passages)
    for number in range(len(contents.passages)):
        units = range(contents.first_unit[number], contents.first_unit[number + 1])
        assert {int(contents.passage_of_unit[unit]) for unit in units} == {number}


def test_every_passage_belongs_to_its_document():
    contents = contents_of()
    assert list(contents.passages_of) == sorted(TEXTS)
    for path, numbers in contents.passages_of.items():
        assert {contents.passages[number].document for number in numbers} == {path}
        assert contents.document_by_path[path].path == path
    assert sum(map(len, contents.passages_of.values())) == len(contents.passages)


def test_what_is_embedded_says_where_it_stands():
    contents = contents_of()
    leave = contents.passages[contents.passages_of["policies/leave.md"][0]]
    assert passage_text(leave).startswith("Leave > Parental leave\nParents take 16 weeks")
    assert unit_text(leave, leave.units[0]) == ("Leave > Parental leave: Parents take 16 weeks of paid parental leave.")


def test_the_same_documents_give_the_same_contents():
    assert contents_of().keys.tolist() == contents_of().keys.tolist()


def test_a_document_of_headings_alone_has_no_passages():
    contents = contents_of({"empty.md": "# Leave\n\n## Holidays\n"})
    assert len(contents.passages) == 0
    assert len(contents.unit_vectors) == 0


def test_words_are_counted_in_small_letters_and_looked_up_in_what_was_stored() -> None:
    counts = WordCounts(WordCounts.of(["Leave is paid leave.", "A form, a LEAVE form: 12"]).encode())
    assert dict(counts) == {"form": 2, "leave": 3, "paid": 1}
    assert "a" not in counts
