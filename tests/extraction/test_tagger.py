"""The tagger's parts: tags, decoding, windows, dictionary features; and its runtimes on real text."""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extraction.tagger.engine import Window, tag_text
from kg.extraction.tagger.features import CLASSES, feature_ids, load_dictionary
from kg.extraction.tagger.labels import TYPES, Span, legal_transitions, spans_of, tags_of
from kg.extraction.tagger.onnx_engine import OnnxEngine
from kg.extraction.tagger.viterbi import Transitions, decode
from kg.extraction.tagger.vocabulary import UNKNOWN, Vocabulary
from kg.extraction.tagger.windows import LIMIT, windows
from kg.reading.joined import analyse
from kg.resources import resource

TAGS = ["O", *(f"{place}-{kind}" for kind in TYPES[:2] for place in "BIES")]
CHINESE = st.text(alphabet="县委开展安全生产月，。；\n“”0123456789x*年 ", max_size=600)


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(1, 5), st.sampled_from(TYPES)), max_size=12))
def test_tags_give_back_their_spans(gaps: list[tuple[int, int, str]]) -> None:
    spans, at = [], 0
    for gap, length, kind in gaps:
        spans.append(Span(at + gap, at + gap + length, kind))
        at += gap + length
    assert spans_of(tags_of(at, spans)) == spans


@given(st.integers(0, 2**32 - 1), st.lists(st.integers(1, 9), min_size=1, max_size=4))
def test_decoding_finds_the_best_legal_path(seed: int, lengths: list[int]) -> None:
    random = np.random.default_rng(seed)
    tags = TAGS[:5]
    scores = random.normal(size=(len(lengths), max(lengths), len(tags))).astype(np.float32)
    learnt = random.normal(size=(len(tags), len(tags))).astype(np.float32)
    transitions = Transitions.of(tags, between=learnt)
    follows, begins, ends = legal_transitions(tags)
    for row, (length, path) in enumerate(zip(lengths, decode(scores, lengths, transitions), strict=True)):
        assert len(path) == length
        assert begins[path[0]]
        assert ends[path[-1]]
        assert all(follows[a, b] for a, b in itertools.pairwise(path))
        if length <= 5:

            def total(candidate: tuple[int, ...], row: int = row) -> float:
                steps = sum(float(learnt[a, b]) for a, b in itertools.pairwise(candidate))
                return steps + sum(float(scores[row, i, tag]) for i, tag in enumerate(candidate))

            legal = (
                p
                for p in itertools.product(range(len(tags)), repeat=length)
                if begins[p[0]] and ends[p[-1]] and all(follows[a, b] for a, b in itertools.pairwise(p))
            )
            assert total(tuple(path)) == pytest.approx(max(total(p) for p in legal), abs=1e-4)


@given(CHINESE)
def test_windows_cover_every_character_that_is_not_blank(text: str) -> None:
    cuts = windows(text)
    assert all(0 < b - a <= LIMIT for a, b in cuts)
    assert all(first[1] <= second[0] for first, second in itertools.pairwise(cuts))
    covered = {i for a, b in cuts for i in range(a, b)}
    assert all(i in covered for i, ch in enumerate(text) if not ch.isspace())


def test_a_window_does_not_cut_a_sentence_that_fits() -> None:
    sentence = "全面推行河长制，落实巡河责任。"
    cuts = windows(sentence * 40)
    assert all((b - a) % len(sentence) == 0 for a, b in cuts)


def test_a_million_characters_without_a_break_are_cut() -> None:
    assert sum(b - a for a, b in windows("工" * 1_000_000)) == 1_000_000


def test_unknown_characters_have_a_token() -> None:
    vocabulary = Vocabulary.load(resource("model", "vocab.txt"))
    assert vocabulary.token("😀") == UNKNOWN
    assert len(vocabulary.encode("河长制😀")) == 6
    assert vocabulary.encode("A") == vocabulary.encode("a")


def test_the_dictionary_sees_through_quotation_marks() -> None:
    dictionary = load_dictionary()
    program = 1 + 3 * CLASSES.index("program")
    plain = feature_ids("推行河长制。", dictionary)
    assert plain == [0, 0, program, program + 1, program + 2, 0]
    assert feature_ids("“河长制”", dictionary) == [0, program, program + 1, program + 2, 0]


def test_the_shipped_model_tags_names() -> None:
    text = "市卫健委牵头开展爱国卫生运动，全面推行河长制，印发《健康城市实施方案》。"
    found = {(text[s.start : s.end], s.type) for s in tag_text(text, OnnxEngine())}
    assert ("市卫健委", "Unit") in found
    assert ("爱国卫生运动", "Campaign") in found
    assert ("河长制", "Program") in found
    assert ("《健康城市实施方案》", "Document") in found


def test_the_result_does_not_depend_on_the_batch() -> None:
    texts = ["县委召开会议。", "深入开展安全生产月活动，" * 9, "无"]
    engine = OnnxEngine()
    together = engine.tag([Window(t, [0] * len(t)) for t in texts])
    alone = [engine.tag([Window(t, [0] * len(t))])[0] for t in texts]
    assert together == alone


def test_no_window_no_span() -> None:
    assert OnnxEngine().tag([]) == []


@pytest.mark.hanlp
def test_the_fp32_export_gives_the_tags_of_hanlps_own_runtime(
    examples: Path, hanlp_model: Path, tmp_path: Path
) -> None:
    from kg.extraction.tagger.hanlp_engine import HanlpEngine
    from kg.training.export import export, load_component

    component = load_component(hanlp_model)
    export(component, tmp_path, {})
    ours, theirs = OnnxEngine(tmp_path, file="tagger.onnx"), HanlpEngine(hanlp_model)
    spans = 0
    for path in sorted(examples.glob("*年*.txt")):
        try:
            text = analyse(path.read_text(encoding="utf-8")).text
        except UnicodeDecodeError:
            continue  # the one example in GB18030
        found = tag_text(text, ours)
        assert found == tag_text(text, theirs), path.name
        spans += len(found)
    assert spans > 500
