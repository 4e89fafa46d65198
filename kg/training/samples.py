"""Gold as samples for HanLP's tagger: windows of characters with their tags and dictionary features."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NotRequired, TypedDict

import numpy as np
import numpy.typing as npt
from hanlp_trie.dictionary import TrieDict

from kg.extraction.tagger.features import feature_ids
from kg.extraction.tagger.labels import Span, tags_of
from kg.extraction.tagger.vocabulary import Vocabulary
from kg.extraction.tagger.windows import windows
from kg.gold import GoldReport
from kg.reading.joined import AnalysisText, analyse
from kg.training.soft import SoftTargets

__all__ = ["Sample", "gold_spans", "gold_tags", "samples_of", "window_sample"]


class Sample(TypedDict):
    """One window: a token, a tag and a feature number for each character.

    soft: probabilities of each tag by a teacher, characters × tags, in the order of the teacher's tags.
    """

    token: list[str]
    tag: list[str]
    feature: list[int]
    soft: NotRequired[npt.NDArray[np.float16]]


def window_sample(
    text: str, span: tuple[int, int], tags: list[str], features: list[int], vocabulary: Vocabulary
) -> Sample:
    """The window `span` of an analysis text. tags: of its characters; features: of all characters of the text."""
    start, end = span
    return {
        "token": [vocabulary.token(ch) for ch in text[start:end]],
        "tag": tags,
        "feature": features[start:end],
    }


def gold_spans(gold: GoldReport, analysis: AnalysisText) -> list[Span]:
    """The gold's names and figures as spans of the analysis text, in order; empty ones are left out."""
    found = []
    for kind, start, end in [
        *((m.type, m.start, m.end) for m in gold.mentions),
        *(("Quantity", start, end) for start, end in gold.quantities),
    ]:
        first, last = analysis.index_at(start), analysis.index_at(end)
        if last > first:
            found.append(Span(first, last, kind))
    return sorted(found)


def gold_tags(gold: GoldReport, analysis: AnalysisText) -> list[str]:
    """The IOBES tag of each character of the analysis text."""
    return tags_of(len(analysis.text), gold_spans(gold, analysis))


def samples_of(
    golds: Iterable[GoldReport], vocabulary: Vocabulary, dictionary: TrieDict, targets: SoftTargets | None = None
) -> list[Sample]:
    """Samples of annotated reports. A span that a window cuts is left out, as the tagger could not find it either.

    targets: what a teacher thought; a report that it did not read gets its own tags as certainties.
    """
    samples: list[Sample] = []
    for gold in golds:
        analysis = analyse(gold.text)
        tags = gold_tags(gold, analysis)
        features = feature_ids(analysis.text, dictionary)
        soft = targets.dense(analysis.text) if targets else None
        for start, end in windows(analysis.text):
            part = _whole(tags[start:end])
            sample = window_sample(analysis.text, (start, end), part, features, vocabulary)
            if targets:
                sample["soft"] = targets.certain(part) if soft is None else soft[start:end]
            samples.append(sample)
    return samples


def _whole(tags: list[str]) -> list[str]:
    """Tags without the pieces of spans that begin or end outside."""
    out = list(tags)
    i = 0
    while i < len(out) and out[i][0] in "IE":
        out[i] = "O"
        i += 1
    i = len(out) - 1
    while i >= 0 and out[i][0] in "BI":
        out[i] = "O"
        i -= 1
    return out
