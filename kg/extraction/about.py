"""Which initiative a figure is part of: candidates around the figure are scored, and so is none of them.

Guidelines: about is "the surface of the P or C whose figure it is, as tagged nearest before (or after) it, when the
text makes the figure part of that initiative; else null"; "figures after a list of drives: about the last one named;
after a mere tool (依托…平台) null". What makes a figure part of an initiative is learnt (kg/training/relations.py) in
two steps: a linear model of the words (data/about.json) over three blocks of features, the figure's, the candidate's,
and how the two stand to each other; then trees (data/about_trees.npz) over the numbers of about_table.py, which see
what the words said of the figures around, as figures of one initiative come in rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain

from kg.extraction.about_candidates import Decisions, decisions
from kg.extraction.about_table import table
from kg.extraction.forest import Forest, read_forest
from kg.extraction.linear import Linear, read_model
from kg.extraction.pair_features import figure_features, span_features
from kg.extraction.passages import Passages
from kg.extraction.sections import Section
from kg.extraction.tagger.labels import Span

__all__ = ["abouts", "said_by_words"]

_LEAST = 0.4  # how probable a candidate must be: where F1 is best in cross-validation


def said_by_words(made: Decisions, model: Linear) -> list[list[float]]:
    """For each decision the linear model's score of none and of each candidate."""
    text = made.text
    figure_blocks = (figure_features(text, figure, made.figure_places, i) for i, figure in enumerate(made.figures))
    span_blocks = (span_features(text, span, made.span_places, i) for i, span in enumerate(made.initiatives))
    of_figures = model.sums(list(chain.from_iterable(figure_blocks)))
    of_spans = model.sums(list(chain.from_iterable(span_blocks)))
    of_pairs = iter(
        model.sums([made.pair(choice, rank) for choice in made.choices for rank in range(len(choice.candidates))])
    )
    out = []
    for choice in made.choices:
        i = choice.figure
        scores = [of_figures[3 * i]]
        for rank, number in enumerate(choice.candidates):
            way = 0 if rank < choice.before else 1
            scores.append(of_figures[3 * i + 1 + way] + of_spans[2 * number + way] + next(of_pairs))
        out.append(scores)
    return out


def abouts(
    text: str,
    spans: Iterable[Span],
    parts: Sequence[Section],
    places: Passages | None = None,
    *,
    model: Linear | None = None,
    trees: Forest | None = None,
) -> dict[Span, Span | None]:
    """For each figure among the spans the mention of the initiative it is about, or None.

    Args:
        text: the analysis text of one report.
        spans: all its tagged names and figures.
        parts: its sections.
        places: its passages, where they are known already.
        model: other weights than those that are shipped (for cross-validation).
        trees: other trees than those that are shipped.
    """
    made = decisions(text, spans, parts, places)
    said = said_by_words(made, model or read_model("about"))
    chances = (trees or read_forest("about_trees")).chances(table(text, made, said)).tolist()
    out: dict[Span, Span | None] = {}
    at = 0
    for choice in made.choices:
        own = chances[at : at + len(choice.candidates)]
        at += len(own)
        best = max(own, default=0.0)
        chosen = made.initiatives[choice.candidates[own.index(best)]] if best > _LEAST else None
        out[made.figures[choice.figure]] = chosen
    return out
