"""Soft targets: what a large, slow teacher thinks of each character, for the small tagger to learn from.

Hinton, Vinyals, Dean 2015: Distilling the Knowledge in a Neural Network.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt
import torch
from hanlp_trie.dictionary import TrieDict

from kg.extraction.tagger.features import feature_ids
from kg.extraction.tagger.labels import spans_of, tags_of
from kg.extraction.tagger.viterbi import Transitions, decode
from kg.extraction.tagger.vocabulary import Vocabulary
from kg.extraction.tagger.windows import windows
from kg.reading.joined import analyse
from kg.training.component import DictionaryRecognizer
from kg.training.samples import Sample

__all__ = ["label_samples", "plain_samples"]

_BATCH = 24


def plain_samples(texts: Iterable[str], vocabulary: Vocabulary, dictionary: TrieDict) -> list[Sample]:
    """Windows of texts that nobody annotated, all tags O."""
    samples: list[Sample] = []
    for text in texts:
        analysis = analyse(text)
        features = feature_ids(analysis.text, dictionary)
        for start, end in windows(analysis.text):
            tokens = [vocabulary.token(ch) for ch in analysis.text[start:end]]
            samples.append({"token": tokens, "tag": ["O"] * (end - start), "feature": features[start:end]})
    return samples


def label_samples(
    samples: Sequence[Sample], teachers: Sequence[DictionaryRecognizer], tags: Sequence[str], *, keep_tags: bool
) -> list[Sample]:
    """The samples with `soft`, the teachers' mean probability of each tag for each character (float16).

    Args:
        samples: windows.
        teachers: components with the same set of tags, in any order of theirs.
        tags: the order of tags in `soft`.
        keep_tags: whether the hard tags stay (gold) or become the teachers' best legal ones.
    """
    transitions = Transitions.of(tags)
    out: list[Sample] = [sample.copy() for sample in samples]
    order = sorted(range(len(out)), key=lambda i: len(out[i]["token"]))
    for at in range(0, len(order), _BATCH):
        rows = order[at : at + _BATCH]
        mean = np.mean([_probabilities(teacher, [out[i] for i in rows], tags) for teacher in teachers], axis=0)
        lengths = [len(out[i]["token"]) for i in rows]
        if not keep_tags:
            paths = decode(np.log(mean + 1e-8).astype(np.float32), lengths, transitions)
            for i, path in zip(rows, paths, strict=True):
                out[i]["tag"] = tags_of(len(path), spans_of([tags[k] for k in path]))
        for row, i in enumerate(rows):
            out[i]["soft"] = mean[row, : lengths[row]].astype(np.float16)
    return out


def _probabilities(
    teacher: DictionaryRecognizer, batch: Sequence[Sample], tags: Sequence[str]
) -> npt.NDArray[np.float32]:
    """Probabilities: windows × characters × tags, in the order of `tags`."""
    loader = teacher.build_dataloader(teacher.build_samples(batch), len(batch), False, teacher.device)
    own = {tag: i for i, tag in enumerate(teacher.vocabs["tag"].idx_to_token)}
    columns = [own[tag] for tag in tags]
    teacher.model.eval()
    for data in loader:
        with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
            logits, _ = teacher.feed_batch(data)
        found: npt.NDArray[np.float32] = torch.softmax(logits.float(), dim=-1)[:, :, columns].numpy()
    return found
