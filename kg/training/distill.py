"""Distillation: what a large, slow teacher thinks of each character, for the small tagger to learn from.

`python -m kg.training.distill GOLD_DIR... --teacher FOLDER --unlabelled PATH... --out gold/teacher.npz` lets a teacher
(kg.training.teacher) read annotated and unannotated text and writes its soft targets; `kg train --soft` learns from
them. Hinton, Vinyals, Dean 2015: Distilling the Knowledge in a Neural Network.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from hanlp_trie.dictionary import TrieDict

from kg.errors import SourceError
from kg.extraction.tagger.features import feature_ids, load_dictionary
from kg.extraction.tagger.labels import spans_of, tags_of
from kg.extraction.tagger.viterbi import Transitions, decode
from kg.extraction.tagger.vocabulary import Vocabulary
from kg.extraction.tagger.windows import windows
from kg.gold import read_folder
from kg.reading import analyse, read_sources
from kg.training.component import DictionaryRecognizer
from kg.training.export import load_component
from kg.training.held import HELD
from kg.training.samples import Sample, window_sample
from kg.training.soft import SoftTargets, key_of

__all__ = ["excerpt_samples", "read_by_teacher"]

_BATCH = 24
_START, _LENGTH = 2000, 6000
"""The part of each unannotated text that the teacher reads: what comes before is mostly a title and greetings."""


def excerpt_samples(
    paths: Sequence[Path], targets: SoftTargets, vocabulary: Vocabulary, dictionary: TrieDict
) -> list[Sample]:
    """Windows of the unannotated texts that the teacher read, tagged with its best legal tags.

    Args:
        paths: files and folders, read as `kg build` reads them; texts that the teacher did not read are passed over.
        targets: what the teacher thought.
        vocabulary: of the tagger that is to learn.
        dictionary: the words that features say something about.
    """
    transitions = Transitions.of(targets.tags)
    samples: list[Sample] = []
    for source in _texts(paths):
        span = targets.excerpts.get(key_of(source))
        analysis = analyse(source[slice(*span)]) if span else None
        soft = targets.dense(analysis.text) if analysis else None
        if analysis is None or soft is None:
            continue
        features = feature_ids(analysis.text, dictionary)
        for start, end in windows(analysis.text):
            part = soft[start:end]
            (path,) = decode(np.log(part.astype(np.float32) + 1e-8)[None], [end - start], transitions)
            tags = tags_of(end - start, spans_of([targets.tags[k] for k in path]))
            sample = window_sample(analysis.text, (start, end), tags, features, vocabulary)
            samples.append({**sample, "soft": part})
    return samples


def read_by_teacher(
    texts: Iterable[str], teachers: Sequence[DictionaryRecognizer], vocabulary: Vocabulary, dictionary: TrieDict
) -> Iterator[tuple[str, npt.NDArray[np.float32]]]:
    """(analysis text, the teachers' mean probability of each of the first one's tags: characters × tags) of texts."""
    tags = teachers[0].vocabs["tag"].idx_to_token
    for text in texts:
        analysis = analyse(text)
        features = feature_ids(analysis.text, dictionary)
        dense = np.zeros((len(analysis.text), len(tags)), dtype=np.float32)
        dense[:, tags.index("O")] = 1.0
        spans = sorted(windows(analysis.text), key=lambda span: span[1] - span[0])
        for at in range(0, len(spans), _BATCH):
            part = spans[at : at + _BATCH]
            batch = [window_sample(analysis.text, (a, b), ["O"] * (b - a), features, vocabulary) for a, b in part]
            mean = np.mean([_probabilities(teacher, batch, tags) for teacher in teachers], axis=0)
            for row, (a, b) in enumerate(part):
                dense[a:b] = mean[row, : b - a]
        yield analysis.text, dense


def _texts(paths: Sequence[Path]) -> Iterator[str]:
    for source in read_sources(paths):
        if isinstance(source, SourceError):
            raise source
        yield source.text


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


def main() -> None:
    """Read the command line, let the teacher read, write its soft targets."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("gold", nargs="+", type=Path, help="folders of annotated reports")
    parser.add_argument("--teacher", nargs="+", type=Path, required=True, help="folders that kg.training.teacher wrote")
    parser.add_argument("--unlabelled", nargs="*", type=Path, default=[], help="files and folders of reports")
    parser.add_argument("--out", type=Path, required=True, help="an .npz file")
    options = parser.parse_args()
    teachers = [load_component(folder) for folder in options.teacher]
    vocabulary, dictionary = Vocabulary.load(options.teacher[0] / "encoder" / "vocab.txt"), load_dictionary()
    golds = [gold for folder in options.gold for gold in read_folder(folder) if gold.name not in HELD]
    excerpts = {key_of(text): (text, (_START, _START + _LENGTH)) for text in _texts(options.unlabelled)}
    texts = [*(gold.text for gold in golds), *(text[slice(*span)] for text, span in excerpts.values())]
    dense = read_by_teacher(texts, teachers, vocabulary, dictionary)
    tags = teachers[0].vocabs["tag"].idx_to_token
    SoftTargets.of(tags, dense, {key: span for key, (_, span) in excerpts.items()}).save(options.out)
    print(f"{len(texts)} texts: {options.out}")


if __name__ == "__main__":
    main()
