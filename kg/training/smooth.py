"""Outliers moved from activations into weights before quantisation, so that int8 loses less.

Xiao, Lin, Seznec, Wu, Demouth, Han 2022: SmoothQuant. The product of a layer stays the same: its input is divided by a
scale for each channel, its weights are multiplied by it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import torch

__all__ = ["smooth"]

_STRENGTH = 0.8
"""How much of the difficulty goes from activations to weights: alpha in the paper, which recommends 0.75 and more for
models with strong outliers, as this encoder has (agreement with fp32 was best from 0.75 on)."""


class _Scaled(torch.nn.Module):
    """A linear layer whose input is scaled channel by channel."""

    def __init__(self, linear: torch.nn.Linear, scale: torch.Tensor) -> None:
        super().__init__()
        self.inverse = torch.nn.Parameter(1 / scale, requires_grad=False)
        self.linear = torch.nn.Linear(linear.in_features, linear.out_features)
        self.linear.weight.data = linear.weight.detach() * scale
        self.linear.bias.data = linear.bias.detach().clone()

    def forward(self, hidden: torch.Tensor) -> torch.Tensor:
        out: torch.Tensor = self.linear(hidden * self.inverse)
        return out


def _groups(layer: Any) -> list[list[tuple[Any, str]]]:
    """The linear layers of an encoder layer, those that read the same input together."""
    attention = layer.attention
    return [
        [(attention.self, name) for name in ("query", "key", "value")],
        [(attention.output, "dense")],
        [(layer.intermediate, "dense")],
        [(layer.output, "dense")],
    ]


def smooth(transformer: Any, inputs: Iterable[tuple[torch.Tensor, torch.Tensor]]) -> None:
    """Scale the encoder's linear layers in place, by the activations that `inputs` give rise to.

    Args:
        transformer: a BERT-like encoder in evaluation mode.
        inputs: token ids and token types of typical windows, each windows × characters.
    """
    groups = [group for layer in transformer.encoder.layer for group in _groups(layer)]
    largest: dict[int, torch.Tensor] = {}

    def watch(number: int) -> Callable[..., None]:
        def hook(_: object, arguments: tuple[torch.Tensor, ...]) -> None:
            peak = arguments[0].abs().flatten(0, -2).amax(dim=0)
            largest[number] = torch.maximum(largest[number], peak) if number in largest else peak

        return hook

    hooks = [
        getattr(*group[0]).register_forward_pre_hook(watch(number)) for number, group in enumerate(groups)
    ]
    with torch.no_grad():
        for token, kind in inputs:
            transformer(token, token.ne(0), kind)
    for hook in hooks:
        hook.remove()
    for number, group in enumerate(groups):
        heaviest = [getattr(*place).weight.detach().abs().amax(dim=0) for place in group]
        weight = torch.stack(heaviest).amax(dim=0).clamp(min=1e-4)
        scale = (largest[number].clamp(min=1e-4) ** _STRENGTH / weight ** (1 - _STRENGTH)).clamp(min=1e-3)
        for parent, name in group:
            setattr(parent, name, _Scaled(getattr(parent, name), scale))
