"""Training of the indicator network (kg/extraction/indicator_model.py) on annotated reports.

    python -m kg.training.indicators GOLD_FOLDER... --encoder FOLDER [--aside 3] --out indicators.npz

Needs torch (extra kg[hanlp]). The embeddings of the characters begin as the principal components of a
pretrained encoder's (FOLDER as transformers reads it). --aside K leaves out every fourth report of each folder
(number mod 4 = K), for measuring (tests/extraction/measure_quantities.py --part K); without it all are used.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from torch import nn
from transformers import AutoModel, AutoTokenizer

from kg.extraction.indicator_window import FIGURE, KINDS, Window, window_of
from kg.extraction.quantities import find_quantities
from kg.gold import read_folder
from kg.reading.joined import analyse

__all__ = ["Example", "examples", "train"]

Arrays = dict[str, npt.NDArray[np.generic]]

WIDTH, HIDDEN = 64, 64
DILATIONS = (1, 2, 4, 8, 1)
CHARACTERS = 4000
EPOCHS, BATCH, RATE, DROPOUT, BLANK, SMOOTH = 9, 32, 2e-3, 0.25, 0.06, 0.998


@dataclass(frozen=True)
class Example:
    """A figure's window, the indexes of the tokens that make up its indicator, and the indicator."""

    window: Window
    keep: tuple[int, ...]
    indicator: str


def align(indicator: str, tokens: Sequence[str], centre: int) -> tuple[int, ...]:
    """The tokens that spell the indicator in order: as many and as contiguous as can be, near the figure."""
    best: dict[tuple[int, int], tuple[float, tuple[int, int] | None]] = {}
    for i, char in enumerate(indicator):
        found: dict[tuple[int, int], tuple[float, tuple[int, int] | None]] = {}
        for j, token in enumerate(tokens):
            if token != char:
                continue
            own = 1 - 0.004 * abs(j - centre) - (0.15 if j > centre else 0)
            top: tuple[float, tuple[int, int] | None] = (own, None)
            for (row, column), (score, _) in best.items():
                if column < j:
                    joined = score + own + (0.6 if column == j - 1 and row == i - 1 else -0.5)
                    top = max(top, (joined, (row, column)), key=lambda pair: pair[0])
            found[i, j] = top
        best.update(found)
    at = max(best, key=lambda key: best[key][0], default=None)
    kept = []
    while at is not None:
        kept.append(at[1])
        at = best[at][1]
    return tuple(reversed(kept))


def examples(folders: Sequence[Path]) -> Iterator[tuple[int, Example]]:
    """Every annotated figure that the grammar finds too, with its report's number in the folder."""
    for folder in folders:
        for number, gold in enumerate(read_folder(folder)):
            analysis = analyse(gold.text)
            names = [(analysis.index_at(m.start), analysis.index_at(m.end - 1) + 1) for m in gold.mentions]
            found = find_quantities(analysis.text, names)
            for (start, end), row in zip(gold.quantities, gold.observations, strict=True):
                first, last = analysis.index_at(start), analysis.index_at(end - 1) + 1
                for k, quantity in enumerate(found):
                    if quantity.start < last and first < quantity.end:
                        window = window_of(analysis.text, quantity, found[max(0, k - 24) : k])
                        indicator = str(row["indicator"])
                        yield (
                            number,
                            Example(window, align(indicator, window.tokens, window.centre), indicator),
                        )
                        break


class Network(nn.Module):
    """The network of kg/extraction/indicator_model.py in torch."""

    def __init__(self, embeddings: torch.Tensor) -> None:
        super().__init__()
        self.char = nn.Embedding.from_pretrained(embeddings, freeze=False)
        self.clause, self.listed = nn.Embedding(16, WIDTH), nn.Embedding(8, WIDTH)
        self.figures, self.place = nn.Embedding(8, WIDTH), nn.Embedding(40, WIDTH)
        for table in (self.clause, self.listed, self.figures, self.place):
            table.weight.data *= 0.3
        self.input, self.figure, self.out = (
            nn.Linear(WIDTH, HIDDEN),
            nn.Linear(HIDDEN, HIDDEN),
            nn.Linear(HIDDEN, 2),
        )
        self.convolutions = nn.ModuleList(
            nn.Conv1d(HIDDEN, HIDDEN, 3, padding=step, dilation=step) for step in DILATIONS
        )
        self.normal = nn.ModuleList(nn.LayerNorm(HIDDEN) for _ in DILATIONS)
        self.transitions = nn.Parameter(torch.zeros(2, 2))
        self.drop = nn.Dropout(DROPOUT)

    def forward(self, fields: torch.Tensor, mask: torch.Tensor, centre: torch.Tensor) -> torch.Tensor:
        tables = (self.char, self.clause, self.listed, self.figures, self.place)
        x = torch.stack([table(field) for table, field in zip(tables, fields, strict=True)]).sum(0)
        cover = mask[..., None]
        x = self.drop(self.input(x)) * cover
        for i, (convolution, normal) in enumerate(zip(self.convolutions, self.normal, strict=True)):
            y = torch.relu(convolution((normal(x) * cover).transpose(1, 2)).transpose(1, 2))
            x = (x + self.drop(y)) * cover
            if i == len(DILATIONS) - 2:
                x = (x + self.figure(x[torch.arange(len(x)), centre])[:, None]) * cover
        scores: torch.Tensor = self.out(torch.relu(x))
        return scores

    def loss(self, scores: torch.Tensor, keep: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Negative log likelihood of the chain."""
        moves = self.transitions
        right = (scores.gather(2, keep[..., None])[..., 0] * mask).sum(1)
        right = right + (moves[keep[:, :-1], keep[:, 1:]] * mask[:, 1:]).sum(1)
        ahead = scores[:, 0]
        for i in range(1, scores.shape[1]):
            after = torch.logsumexp(ahead[:, :, None] + moves[None], 1) + scores[:, i]
            ahead = torch.where(mask[:, i, None] > 0, after, ahead)
        return (torch.logsumexp(ahead, 1) - right).mean()

    def arrays(self, chars: str) -> Arrays:
        """The weights in the form that kg.extraction.indicator_model reads, halves for the large table."""

        def plain(tensor: torch.Tensor) -> npt.NDArray[np.generic]:
            return np.asarray(tensor.detach().numpy(), np.float16)

        out: Arrays = {
            "chars": np.array(chars),
            "dilations": np.array(DILATIONS),
            "transitions": plain(self.transitions),
        }
        for name in ("char", "clause", "listed", "figures", "place"):
            out[name] = plain(getattr(self, name).weight)
        for name in ("input", "figure", "out"):
            out[name], out[f"{name}_bias"] = (
                plain(getattr(self, name).weight.T),
                plain(getattr(self, name).bias),
            )
        for i, (convolution, normal) in enumerate(zip(self.convolutions, self.normal, strict=True)):
            out[f"kernel_{i}"] = plain(convolution.weight.permute(2, 1, 0))
            out[f"bias_{i}"] = plain(convolution.bias)
            out[f"scale_{i}"], out[f"shift_{i}"] = plain(normal.weight), plain(normal.bias)
        return out


def initial(encoder: Path, seen: set[str]) -> tuple[str, torch.Tensor]:
    """The characters known to the network, and their first embeddings; rows 0 and 1: padding and unknown."""
    vocabulary = AutoTokenizer.from_pretrained(encoder).get_vocab()
    place = {entry: i for entry, i in sorted(vocabulary.items(), key=lambda item: item[1]) if len(entry) == 1}
    usual = [entry for entry in place if "\u4e00" <= entry <= "\u9fff"][:CHARACTERS]
    chars = "".join(dict.fromkeys([*KINDS, FIGURE, *usual, *sorted(seen)]))
    table = AutoModel.from_pretrained(encoder, add_pooling_layer=False).get_input_embeddings().weight.detach().numpy()
    known = [i for i, char in enumerate(chars) if char in place]
    rows = table[[place[chars[i]] for i in known]]
    rows = rows - rows.mean(0)
    parts = rows @ np.linalg.svd(rows, full_matrices=False)[2][:WIDTH].T
    out = np.random.default_rng(0).normal(0, 0.25, (len(chars) + 2, WIDTH)).astype(np.float32)
    out[np.array(known) + 2] = parts / parts.std() / 2
    out[0] = 0
    return chars, torch.tensor(out)


def batch(part: Sequence[Example], ids: dict[str, int], blank: float = 0.0) -> tuple[torch.Tensor, ...]:
    """Fields, mask, centres and labels of some examples; blank: share of characters made unknown."""
    width = max(len(example.window.tokens) for example in part)
    fields = torch.zeros(5, len(part), width, dtype=torch.long)
    mask, keep = torch.zeros(len(part), width), torch.zeros(len(part), width, dtype=torch.long)
    for i, example in enumerate(part):
        window, n = example.window, len(example.window.tokens)
        row = [ids.get("0" if t.isascii() and t.isdigit() else t, 1) for t in window.tokens]
        row = [1 if t >= " " and random.random() < blank else k for k, t in zip(row, window.tokens, strict=True)]
        for field, values in enumerate((row, window.clause, window.listed, window.figures, window.place)):
            fields[field, i, :n] = torch.tensor(values)
        mask[i, :n] = 1
        keep[i, list(example.keep)] = 1
    return fields, mask, torch.tensor([example.window.centre for example in part]), keep


def train(known: list[Example], encoder: Path, seed: int = 0) -> Arrays:
    """Train on the examples; the weights are the exponential mean over the steps."""
    torch.manual_seed(seed)
    random.seed(seed)
    seen = {token for example in known for token in example.window.tokens if not token.isdigit()}
    chars, table = initial(encoder, seen | {"0"})
    ids = {char: i + 2 for i, char in enumerate(chars)}
    network, mean = Network(table), Network(table.clone())
    mean.load_state_dict(network.state_dict())
    optimizer = torch.optim.AdamW(network.parameters(), RATE, weight_decay=0.01)
    steps = EPOCHS * (len(known) // BATCH + 1)
    rate = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, steps, pct_start=0.1)
    for epoch in range(EPOCHS):
        random.shuffle(known)
        known.sort(key=lambda example: len(example.window.tokens) // 12)
        starts = list(range(0, len(known), BATCH))
        random.shuffle(starts)
        total = 0.0
        for start in starts:
            fields, mask, centre, keep = batch(known[start : start + BATCH], ids, BLANK)
            loss = network.loss(network(fields, mask, centre), keep, mask) / 10
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            rate.step()
            total += loss.item()
            with torch.no_grad():
                for slow, fast in zip(mean.parameters(), network.parameters(), strict=True):
                    slow.lerp_(fast, 1 - SMOOTH)
        print(f"epoch {epoch + 1}: loss {total / len(starts):.3f}", flush=True)
    return mean.arrays(chars)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("gold", nargs="+", type=Path)
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument("--aside", type=int, choices=range(4))
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    known = [each for number, each in examples(args.gold) if args.aside is None or number % 4 != args.aside]
    np.savez_compressed(args.out, **train(known, args.encoder, args.seed))  # type: ignore[arg-type]


if __name__ == "__main__":
    main()
