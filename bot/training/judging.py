"""Judging: how often the best unit is right, and how well right and wrong are told apart."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from sklearn.metrics import roc_auc_score

NOT_STATED = 1 / 7  # share of questions that documents don't answer; ours have more, which are counted for less

Numbers = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Judged:
    """(n) for each question; of the units as they are read, with search's scores, and as they are compared."""

    is_read_right: Numbers  # 1.0 or 0.0: the best unit is one that answers
    is_compared_right: Numbers
    read_lead: Numbers  # logits by which the best unit leads "nothing"
    compared_lead: Numbers
    certainty: Numbers
    is_answerable: Numbers


def report(judged: Judged, corpora: npt.NDArray[np.str_]) -> str:
    """A line for each corpus, and one for all."""
    lines = [_line(name, judged, corpora == name) for name in sorted(set(corpora))]
    return "\n".join([*lines, _line("all", judged, np.ones(len(corpora), np.bool_))])


def _line(name: str, judged: Judged, among: npt.NDArray[np.bool_]) -> str:
    answerable = judged.is_answerable[among] > 0
    counted = weights(answerable)
    said = [f"{name:22} {among.sum():5}"]
    for title, right, surety in (
        ("read", judged.is_read_right, judged.read_lead),
        ("compared", judged.is_compared_right, judged.compared_lead),
        ("certainty", judged.is_compared_right, judged.certainty),
    ):
        right_here, surety_here = right[among], surety[among]
        area = roc_auc_score(right_here, surety_here, sample_weight=counted) if 0 < right_here.mean() < 1 else np.nan
        shown = right_with(right_here, surety_here, counted, answerable)
        said.append(f"{title}: best {right_here[answerable].mean():.3f} AUROC {area:.3f} right at 4% wrong {shown:.3f}")
    return " | ".join(said)


def weights(answerable: npt.NDArray[np.bool_]) -> npt.NDArray[np.float64]:
    """What each question of a collection counts, so that no more of them than people ask have no answer."""
    share = 1 - answerable.mean()
    if share <= NOT_STATED:
        return np.ones(len(answerable))
    counted: npt.NDArray[np.float64] = np.where(answerable, (1 - NOT_STATED) / (1 - share), NOT_STATED / share)
    return counted


def right_with(
    right: Numbers,
    surety: Numbers,
    counted: npt.NDArray[np.float64],
    answerable: npt.NDArray[np.bool_],
    most_wrong: float = 0.04,
) -> float:
    """Share of questions that come out right at the lowest bar with at most that share of wrong answers."""
    order = np.argsort(-surety)
    total = counted.sum()
    wrong = np.cumsum(counted[order] * (right[order] < 0.5)) / total
    answered = np.searchsorted(wrong, most_wrong, side="right")
    shown = order[:answered]
    kept = ~answerable
    kept[shown] = False
    return float(((counted * right)[shown].sum() + counted[kept].sum()) / total)
