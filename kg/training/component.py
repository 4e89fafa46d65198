"""HanLP's named entity recogniser with dictionary features as token types and legal decoding.

Subclassed, not forked: HanLP's IOBES decoding can raise on ill-formed tags, so the tags are decoded by
kg.extraction.tagger.viterbi, which both runtimes share.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import torch
from hanlp.components.ner.transformer_ner import TransformerNamedEntityRecognizer
from hanlp.transform.transformer_tokenizer import TransformerSequenceTokenizer

from kg.extraction.tagger.features import FEATURES
from kg.extraction.tagger.viterbi import Transitions, decode

__all__ = ["DictionaryRecognizer"]


class _FeatureTokenizer(TransformerSequenceTokenizer):
    """HanLP's tokenizer, which also hands the feature numbers to the encoder."""

    def __call__(self, sample: dict[str, Any]) -> dict[str, Any]:
        sample = super().__call__(sample)
        sample[f"{self.input_key}_token_type_ids"] = [0, *sample["feature"], 0]
        return sample


class DictionaryRecognizer(TransformerNamedEntityRecognizer):
    """A TransformerNamedEntityRecognizer whose samples carry `feature`, a number for each token."""

    @property
    def tokenizer_transform(self) -> TransformerSequenceTokenizer:
        made: TransformerSequenceTokenizer | None = self.__dict__.get("_feature_tokenizer")
        if made is None:
            made = _FeatureTokenizer(self.transformer_tokenizer, self.config.token_key, ret_token_span=True)
            self.__dict__["_feature_tokenizer"] = made
        return made

    def build_transformer(self, training: bool = True) -> Any:
        """HanLP's encoder with room for the feature numbers among its token types; new ones begin as type 0."""
        encoder = super().build_transformer(training=training)
        embeddings = encoder.transformer.embeddings
        old = embeddings.token_type_embeddings.weight
        if old.shape[0] != FEATURES:
            new = torch.nn.Embedding(FEATURES, old.shape[1])
            with torch.no_grad():
                new.weight[:] = old[0]
            embeddings.token_type_embeddings = new
            encoder.transformer.config.type_vocab_size = FEATURES
        return encoder

    def feed_batch(self, batch: dict[str, Any]) -> tuple[torch.Tensor, torch.Tensor]:
        """HanLP's, with the encoder in bfloat16 while training where the processor has it (about twice as fast)."""
        mixed = self.model.training and bool(self.config.get("mixed_precision"))
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=mixed):
            logits, mask = super().feed_batch(batch)
        self._soft = batch.get("soft")
        return logits.float(), mask

    def compute_loss(self, criterion: Any, out: torch.Tensor, y: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """HanLP's loss of the hard tags plus, where a teacher's soft targets are given, the cross-entropy to them."""
        loss: torch.Tensor = super().compute_loss(criterion, out, y, mask)
        weight = float(self.config.get("soft_weight") or 0.0)
        if not weight or self._soft is None or not self.model.training:
            return loss
        columns = [self.config.soft_tags.index(tag) for tag in self.vocabs["tag"].idx_to_token]
        soft = torch.from_numpy(np.concatenate(self._soft)[:, columns]).float()
        cross = -(soft * torch.log_softmax(out[mask], dim=-1)).sum()
        return (1 - weight) * loss + weight * cross

    def build_samples(self, data: Sequence[Mapping[str, Any]], **_: Any) -> list[dict[str, Any]]:
        """Windows as samples: {"token": [...], "feature": [...]}."""
        return [{self.config.token_key: row["token"], "feature": row["feature"]} for row in data]

    def input_is_flat(self, tokens: object) -> bool:
        """A batch of windows is never a single sentence."""
        return False

    def transitions(self) -> Transitions:
        """The learnt transitions in numpy, with the illegal ones ruled out."""
        tags = self.vocabs["tag"].idx_to_token
        crf = self.model.crf
        if crf is None:
            return Transitions.of(tags)
        arrays = (crf.transitions, crf.start_transitions, crf.end_transitions)
        between, begin, end = (a.detach().cpu().numpy() for a in arrays)
        return Transitions.of(tags, between, begin, end)

    def decode_output(self, logits: torch.Tensor, mask: torch.Tensor, batch: dict[str, Any], model: Any = None) -> Any:
        """The best legal tags of each window as HanLP's spans (type, start, end)."""
        lengths = mask.sum(dim=1).tolist()
        paths = decode(logits.detach().float().cpu().numpy(), lengths, self.transitions())
        names = self.vocabs["tag"].idx_to_token
        return self.tag_to_span([[names[i] for i in path] for path in paths], batch)
