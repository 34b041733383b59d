"""Document -> Facts: what a job document states, each with the words that state it.

Fields count most, then sentences, then lists. Several values are all kept, with their places; none is merged, averaged
or guessed. A neighbouring statement is no fact: the catalogue's `not` patterns and the checks below keep it out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Literal

from knowledge.catalogue import Catalogue, Entry, fold_label
from knowledge.dates import find_dates
from knowledge.document import Block, Document
from knowledge.fact import Fact
from knowledge.lists import lists_of
from knowledge.normalised import normalised_value
from knowledge.organisation import organisation_names
from knowledge.parts import parts_of, title_in_full
from knowledge.sentences import sentences
from knowledge.sole_role import sole_role, title_called_for
from knowledge.statements import Field, Sentence, fields_of, matched_form, other_areas, sentences_of
from knowledge.titles import looks_like_title, names_paper, names_role_or_body, role_name
from knowledge.written_titles import title_fields

HARD_TO_READ = 0.2  # share of unknown words above which sentences are not trusted
MOST_SENTENCES = 8  # of one fact; what states it more often states something else
SHORT_LINE = 100  # characters that `lines` look at
ALIKE = 0.74  # of 1: how near a damaged label comes to a known one

# What makes a document one about a role: any two of these, or one and a title that names a role.
JOB_FACTS = frozenset(
    ("reports_to", "grade", "salary", "flsa_status", "job_code", "employment_type", "hours_per_week", "closing_date",
     "supervises", "duties", "requirements", "union_status", "job_class", "department", "education", "experience",
     "purpose", "skills", "knowledge", "physical_demands", "position_status", "pay_grade_range", "location",
     "works_with")
)  # fmt: skip


def extract_facts(document: Document, catalogue: Catalogue) -> tuple[Fact, ...]:
    """The facts that a document states, in the catalogue's order, each with a quote that is a slice of its text.

    A document that neither its title nor its fields and lists make a job document yields only what its fields and
    lists state: sentences of a handbook speak about anything.
    """
    taker = _Taker(document, catalogue)
    found: dict[str, list[Fact]] = {}
    for entry in catalogue:
        stated = taker.title_or_organisation(entry) or taker.fields(entry)
        found[entry.name] = [*stated, *taker.lists(entry)]
    if document.unknown_words <= HARD_TO_READ and describes_role(document, found):
        for entry in catalogue:
            has_field = any(fact.kind in ("field", "stated") for fact in found[entry.name])
            if (not has_field or entry.several) and entry.name not in ("title", "organisation"):
                found[entry.name].extend(taker.sentences(entry, found[entry.name]))
            if entry.titles.sources and not found[entry.name]:
                found[entry.name].extend(taker.titles(entry, found["title"]))
    return tuple(
        fact for entry in catalogue for fact in _distinct(sorted(found[entry.name], key=lambda fact: fact.start))
    )


def describes_role(document: Document, found: dict[str, list[Fact]]) -> bool:
    """Whether title, fields and lists make this a document about a role."""
    stated = {name for name, facts in found.items() if facts and name in JOB_FACTS}
    is_named = bool(looks_like_title(document.title) or title_in_full(document) or title_called_for(document))
    has_title = is_named or any(fact.kind == "field" for fact in found.get("title", ()))
    if not has_title and names_paper(document.title):  # a leave policy names managers, duties and hours, too
        return bool(parts_of(document))
    is_short = has_title and len(document.text) < 20_000
    if is_short or len(stated) >= (1 if has_title else 3) or bool(parts_of(document)):
        return True
    return sole_role(document, [fact for facts in found.values() for fact in facts]) is not None


class _Taker:
    """Takes the facts of one document. Built once a document, so that blocks are cut into statements only once."""

    def __init__(self, document: Document, catalogue: Catalogue) -> None:
        self.document = document
        self.catalogue = catalogue
        self.statements: dict[str, list[Field]] = {}
        for stated in fields_of(document, catalogue.labels):
            for name in self._names(stated):
                self.statements.setdefault(name, []).append(stated)
        self.all_sentences: list[Sentence] | None = None
        self.other_areas = other_areas(document)
        self.all_lists = lists_of(document, catalogue)

    def _names(self, stated: Field) -> tuple[str, ...]:
        """The facts that a label stands for. In a damaged text a date's label may be damaged too."""
        names = self.catalogue.labels.get(stated.label, ())
        if names or self.document.unknown_words <= HARD_TO_READ or not any(map(str.isdigit, stated.value[:30])):
            return names
        dates = [label for label, named in self.catalogue.labels.items() if named[0].endswith("_date")]
        alike = {label: SequenceMatcher(None, label, stated.label).ratio() for label in dates if len(label) > 6}
        best = max(alike, key=lambda label: alike[label])
        return self.catalogue.labels[best] if alike[best] >= ALIKE else ()

    # Title and organisation are worked out once for the whole document; here they get their quote.

    def title_or_organisation(self, entry: Entry) -> list[Fact]:
        document = self.document
        stated = document.metadata.title if entry.name == "title" else document.metadata.organisation
        if entry.name in ("title", "organisation") and stated:
            start = document.text.find(stated)
            place = (start, start + len(stated)) if start >= 0 else (0, 0)
            return [self._fact(entry, stated, None, *place, "stated")]
        if entry.name == "title":
            for block in title_fields(document.blocks):
                if document.title.casefold() in block.plain.casefold():
                    return [self._fact(entry, document.title, block, block.start, block.end, "field")]
            return self._named(entry, document.title, (document.title, *document.other_titles))
        if entry.name == "organisation" and document.organisation:
            return self._named(entry, document.organisation, organisation_names(document.organisation))
        return []

    def _named(self, entry: Entry, value: str, names: Sequence[str]) -> list[Fact]:
        """The first short block, or else the first sentence, that holds one of the names."""
        folded = [name.casefold() for name in names if name]
        words = value.casefold().split()
        folded += [" ".join(words[:count]) for count in range(len(words) - 1, 2, -1)]  # a line may break it
        for is_short in (True, False):
            for name in folded:
                for block in self.document.blocks:
                    fits = len(block.plain) <= 100 if is_short else block.kind != "heading"
                    at = block.plain.casefold().find(name) if fits else -1
                    if at >= 0:
                        sentence = _sentence_at(block, at)
                        start, end = sentence.place(self.document.text)
                        return [self._fact(entry, value, block, start, end, "sentence")]
            broken = re.search(r"\s+".join(map(re.escape, words)), self.document.text, re.IGNORECASE)
            if is_short and broken:  # over two lines
                first = next((each for each in self.document.blocks if each.start <= broken.start() < each.end), None)
                return [self._fact(entry, value, first, *broken.span(), "sentence")]
        return []

    def titles(self, entry: Entry, titles: Sequence[Fact]) -> list[Fact]:
        """What titles of jobs state of them: "Night Porter (part-time)"."""
        text = self.document.text
        named = [(None, title.start, title.end) for title in titles if title.end]
        headings = (
            block for block in self.document.blocks if block.kind == "heading" and looks_like_title(block.plain)
        )
        places = [*named, *((block, block.start, block.end) for block in headings)]
        found = [
            self._fact(entry, match[0], block, start, end, "sentence")
            for block, start, end in places
            if (match := next((m for pattern in entry.titles if (m := pattern.search(text[start:end]))), None))
        ]
        return list({fact.start: fact for fact in found}.values())

    def fields(self, entry: Entry) -> list[Fact]:
        """The fields that state it. A value that lacks what the entry `needs` states something else."""
        facts: list[Fact] = []
        for stated in self.statements.get(entry.name, ()):
            value = matched_form(stated.value)
            is_needed = not entry.needs or any(pattern.search(value) for pattern in entry.needs)
            is_out = any(pattern.search(value) for pattern in entry.excluded) and not _is_plain_field(entry, stated)
            is_list = stated.is_heading and bool(entry.lists)  # `lists` takes what stands below
            if not is_needed or is_out or is_list or entry.name in ("title", "organisation"):
                continue
            if entry.value == "date" and not self._is_date(value):
                continue
            facts.extend(self._of_field(entry, stated, value))
        return facts

    def _is_date(self, value: str) -> bool:
        """A value with figures has to hold a date; words ("open until filled") and damaged figures are kept."""
        is_damaged = self.document.unknown_words > HARD_TO_READ
        return is_damaged or not any(map(str.isdigit, value)) or bool(find_dates(value, is_labelled=True))

    def _of_field(self, entry: Entry, stated: Field, value: str) -> Iterator[Fact]:
        if stated.is_heading and len(value) > 40:  # a paragraph below a heading: first what its sentences state
            said = [
                fact
                for sentence in _sentences_in(stated.block)
                for fact in self._of_sentence(entry, sentence, entry.phrases)
            ]
            if said:
                yield from said
                return
            if entry.value == "role" and not names_role_or_body(value):
                return
        shown = stated.value
        for pattern in entry.values:
            picked = pattern.search(value)
            if picked:
                shown = stated.value[picked.start("value") : picked.end("value")]
                break
        yield self._fact(entry, shown.strip(), stated.block, stated.start, stated.end, "field", stated.written)

    def sentences(self, entry: Entry, known: Sequence[Fact]) -> list[Fact]:
        """The sentences that state it, less those that a field stated already."""
        if self.all_sentences is None:
            self.all_sentences = list(sentences_of(self.document))
        facts: list[Fact] = []
        for patterns in (entry.phrases, entry.otherwise):
            for sentence in self.all_sentences if patterns or entry.lines else ():
                if not self._is_elsewhere(sentence.block):
                    facts.extend(self._of_sentence(entry, sentence, patterns))
            facts = [fact for fact in facts if not any(_overlaps(fact, other) for other in known)]
            if facts or known:
                break
        facts = _distinct(facts)[:MOST_SENTENCES]
        return [*facts, *(item for fact in facts for item in self._introduced(entry, fact, known))]

    def _introduced(self, entry: Entry, fact: Fact, known: Sequence[Fact]) -> Iterator[Fact]:
        """The items of the list that a statement introduces: "Applications must come with:"."""
        if entry.value not in ("text", "list") or not introduces(fact.quote):
            return
        lead_in = next((block for block in self.document.blocks if block.start <= fact.start < block.end), None)
        for block in self.document.blocks:
            if lead_in and block.kind == "item" and block.level == 0 and _bare(block.lead_in) == _bare(lead_in.plain):
                path = (*block.heading, _bare(lead_in.plain))
                item = self._fact(entry, block.plain, block, block.start, block.end, "list", "", path)
                if block.start > fact.start and not any(_overlaps(item, other) for other in known):
                    yield item

    def _of_sentence(self, entry: Entry, sentence: Sentence, patterns: Sequence[re.Pattern[str]]) -> Iterator[Fact]:
        block = sentence.block
        context = f"{block.lead_in} {sentence.matched}" if block.lead_in else sentence.matched
        matches = [match for pattern in patterns if (match := pattern.search(sentence.matched))]
        if not matches and len(block.plain) <= SHORT_LINE:
            matches = [match for pattern in entry.lines if (match := _matched_part(pattern, sentence.matched))]
        if not matches or any(pattern.search(context) for pattern in entry.excluded):
            return
        for match in matches:
            value = self._value(entry, sentence, match)
            if value:
                start, end = sentence.place(self.document.text)
                yield self._fact(entry, value, block, start, end, "sentence")
                return

    def _value(self, entry: Entry, sentence: Sentence, match: re.Match[str]) -> str:
        """The words of the sentence that are the value, or "" where they can't be."""
        if "value" not in match.re.groupindex or match["value"] is None:
            return sentence.plain
        value = sentence.plain[match.start("value") : match.end("value")].strip(" ,;:").removesuffix(".")
        if entry.value != "role":
            return value
        name = role_name(value)
        is_itself = name.casefold() == self.document.title.casefold()
        return name if name and names_role_or_body(name) and not is_itself else ""

    def _is_elsewhere(self, block: Block) -> bool:
        return any(area in self.other_areas for area in block.heading)

    def lists(self, entry: Entry) -> list[Fact]:
        """The items of each list that states it, or the headings of a series ("Competency: ...")."""
        if not entry.lists:
            return []
        series = [
            block for block in self.document.blocks if block.kind == "heading" and self._is_of_series(entry, block)
        ]
        if len(series) > 1:
            values = [(block, block.plain.partition(": ")[2]) for block in series]
            return [self._fact(entry, value, block, block.start, block.end, "list") for block, value in values]
        if self.document.unknown_words > HARD_TO_READ:
            return []
        return [
            self._fact(entry, block.plain, block, block.start, block.end, "list", "", each.path)
            for each in self.all_lists
            if entry.name in each.claimed_by
            for block in each.items
        ]

    def _is_of_series(self, entry: Entry, block: Block) -> bool:
        label, colon, value = block.plain.partition(": ")
        return bool(colon and value) and entry.name in self.catalogue.labels.get(fold_label(label), ())

    def _fact(
        self,
        entry: Entry,
        value: str,
        block: Block | None,
        start: int,
        end: int,
        kind: Literal["field", "sentence", "list", "stated"],
        label: str = "",
        path: tuple[str, ...] | None = None,
    ) -> Fact:
        heading = path if path is not None else block.heading if block else ()
        return Fact(
            name=entry.name,
            value=value,
            document=self.document.path,
            start=start,
            end=end,
            quote=self.document.text[start:end],
            heading=heading,
            line=block.line if block else self.document.text.count("\n", 0, start) + 1,
            page=block.page if block else None,
            kind=kind,
            normalised=normalised_value(entry.value, label, value),
        )


def introduces(quote: str) -> bool:
    """Whether words only introduce a list: "Applications must come with:", "Please send the following."."""
    return quote.endswith(":") or _bare(quote).endswith("the following")


def _bare(line: str) -> str:
    return line.rstrip(":. ")


def _is_plain_field(entry: Entry, stated: Field) -> bool:
    """A short value of a label that names the fact outright is it, whatever words it holds."""
    return entry.value in ("role", "money") and len(stated.value) <= 160


def _sentence_at(block: Block, at: int) -> Sentence:
    return next(sentence for sentence in _sentences_in(block) if sentence.start <= at < sentence.end)


def _sentences_in(block: Block) -> list[Sentence]:
    return [Sentence(matched_form(block.plain[start:end]), block, start, end) for start, end in sentences(block.plain)]


def _matched_part(pattern: re.Pattern[str], line: str) -> re.Match[str] | None:
    """A match of the whole line, or of a whole part of a line such as "Leeds · Full-time | Permanent"."""
    start = 0
    for part in re.split(r" ?[·|•;] ", line):
        start = line.index(part, start)
        match = pattern.fullmatch(line, start, start + len(part.rstrip())) if part.strip() else None
        if match:
            return match
        start += len(part)
    return None


def _overlaps(one: Fact, other: Fact) -> bool:
    return one.start < other.end and other.start < one.end


def _distinct(facts: Sequence[Fact]) -> list[Fact]:
    """Each place and value once."""
    seen: Counter[tuple[int, str]] = Counter()
    kept = []
    for fact in facts:
        key = (fact.start, fold_label(fact.value))
        if not seen[key]:
            kept.append(fact)
        seen[key] += 1
    return kept
