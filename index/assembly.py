"""Documents that were read -> contents: taken apart, embedded, indexed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import count

import numpy as np

from index.contents import KEY_BYTES, Contents, Keys, passage_text, unit_text
from index.decoded import (
    EncodedPassage,
    EncodedRoles,
    Passages,
    Roles,
    WordCounts,
    counted,
    encode_passage,
    encode_roles,
)
from index.documents import Documents, EncodedDocument, encode_document
from index.embedder import Embedder
from index.keywords import Keywords
from index.traits import AllTraits, Traits, traits_of
from index.vectors import Codes, FaissVectors, encode
from knowledge.catalogue import Catalogue
from knowledge.document import Document
from knowledge.facts import extract_facts
from knowledge.known_labels import labels_known
from knowledge.passages import split_passages
from knowledge.roles import find_roles

OnStage = Callable[[str, int, int], None]  # ("reading" or "embedding", done, of)
AT_ONCE = 16_384  # texts that are embedded before they are packed into 16 bits: 24 MB of a common model


def assemble(
    documents: Iterable[Document],
    skipped: Sequence[tuple[str, str]],
    embedder: Embedder,
    catalogue: Catalogue,
    known: Contents | None = None,
    on_stage: OnStage | None = None,
    *,
    recipe: str = "",
    said: Mapping[str, tuple[str, ...]] | None = None,
) -> tuple[Contents, int]:
    """Everything a snapshot holds, from documents already read; and how many texts were embedded anew.

    Args:
        documents: sorted by path. None is held: what is stored of them takes a tenth of the memory.
        skipped: looked at after the last document, so that it may grow until then.
        known: contents embedded by the same model; what they hold is not embedded again.
        said: what the settings say of the audience of documents, by path; kept beside them.
    """
    prepared: list[_Prepared] = []
    counts: Counter[str] = Counter()
    with labels_known(catalogue.labels):
        for document in documents:
            prepared.append(_prepare(document, catalogue, (said or {}).get(document.path, ())))
            counts.update(counted([document.text]))
    stored = Documents.of([each.document for each in prepared])
    passages = Passages.of([each.passages for each in prepared])
    roles = Roles.of([each.roles for each in prepared])
    traits = AllTraits.of([each.traits for each in prepared])
    passage_texts = [text for each in prepared for text in each.passage_texts]
    texts = passage_texts + [text for each in prepared for text in each.unit_texts]
    prepared.clear()  # before the embeddings want memory
    keys = _keys(texts)
    codes, embedded = _codes(texts, keys, embedder, known, on_stage)
    contents = Contents(
        documents=stored,
        passages=passages,
        stored_roles=roles,
        traits=traits,
        passage_vectors=FaissVectors.of_codes(codes[: len(passage_texts)], embedder.dimensions),
        unit_vectors=FaissVectors.of_codes(codes[len(passage_texts) :], embedder.dimensions),
        keywords=Keywords.build(passage_texts),
        words=WordCounts.of_counts(counts),
        keys=keys,
        model=embedder.name,
        fingerprint=embedder.fingerprint,
        recipe=recipe,
        skipped=tuple(skipped),
    )
    return contents, embedded


@dataclass(frozen=True, slots=True)
class _Prepared:
    """What an index holds of one document."""

    document: EncodedDocument
    passages: Sequence[EncodedPassage]
    roles: EncodedRoles
    traits: Traits
    passage_texts: Sequence[str]
    unit_texts: Sequence[str]


def _prepare(document: Document, catalogue: Catalogue, said: tuple[str, ...]) -> _Prepared:
    passages = split_passages(document)
    roles = find_roles(document, extract_facts(document, catalogue))
    return _Prepared(
        encode_document(document, said),
        [encode_passage(passage) for passage in passages],
        encode_roles(roles),
        traits_of(document, passages, roles),
        [passage_text(passage) for passage in passages],
        [unit_text(passage, unit) for passage in passages for unit in passage.units],
    )


def _keys(texts: Iterable[str]) -> Keys:
    digests = (blake2b(text.encode("utf-8", "surrogatepass"), digest_size=KEY_BYTES).digest() for text in texts)
    return np.frombuffer(b"".join(digests), dtype=f"S{KEY_BYTES}")


def _codes(
    texts: Sequence[str], keys: Keys, embedder: Embedder, known: Contents | None, on_stage: OnStage | None
) -> tuple[Codes, int]:
    """Embeddings of all texts as they are stored; a text that is known, or stands twice, is not embedded again."""
    names = keys.tolist()
    stores: list[Codes] = []
    numbers: dict[bytes, int] = {}  # of rows, through all stores
    if known is not None and names:
        stores = [known.passage_vectors.codes, known.unit_vectors.codes]
        numbers = {name: number for number, name in enumerate(known.keys.tolist())}
    new = {name: text for name, text in zip(names, texts, strict=True) if name not in numbers}
    numbers |= zip(new, count(sum(map(len, stores))), strict=False)
    stores.append(_embedded(list(new.values()), embedder, on_stage))
    return _rows([numbers[name] for name in names], stores), len(new)


def _rows(numbers: Sequence[int], stores: Sequence[Codes]) -> Codes:
    """Rows that are numbered through all stores."""
    rows = np.empty((len(numbers), stores[-1].shape[1]), dtype=np.uint8)
    for begin in range(0, len(numbers), AT_ONCE):  # of all rows at once there would be three copies
        part = rows[begin : begin + AT_ONCE]
        chosen = np.asarray(numbers[begin : begin + AT_ONCE], dtype=np.int64)
        first = 0
        for store in stores:
            is_here = (chosen >= first) & (chosen < first + len(store))
            part[is_here] = store[chosen[is_here] - first]
            first += len(store)
    return rows


def _embedded(texts: Sequence[str], embedder: Embedder, on_stage: OnStage | None) -> Codes:
    """Embeddings as they are stored, made a part at a time so that only one is held in full length."""
    none = encode(np.zeros((0, embedder.dimensions), dtype=np.float32))
    codes = np.empty((len(texts), none.shape[1]), dtype=np.uint8)
    for first in range(0, len(texts), AT_ONCE):

        def on_progress(done: int, _of: int, first: int = first) -> None:
            if on_stage is not None:
                on_stage("embedding", first + done, len(texts))

        codes[first : first + AT_ONCE] = encode(embedder.embed(texts[first : first + AT_ONCE], on_progress))
    return codes
