"""Names settled: whole in their quotation marks, the same at every occurrence."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from kg.extraction.names import settle
from kg.extraction.tagger.labels import Span


def _at(text: str, name: str, kind: str = "Program", occurrence: int = 0) -> Span:
    start = -1
    for _ in range(occurrence + 1):
        start = text.index(name, start + 1)
    return Span(start, start + len(name), kind)


def _surfaces(text: str, spans: list[Span]) -> list[str]:
    return [text[span.start : span.end] for span in settle(text, spans)]


def test_a_closing_mark_that_was_cut_off_is_taken_in() -> None:
    text = "扎实推进“雨露计划”落实。"
    assert _surfaces(text, [_at(text, "“雨露计划")]) == ["“雨露计划”"]
    assert _surfaces(text, [_at(text, "雨露计划”")]) == ["“雨露计划”"]


def test_a_name_that_begins_within_its_marks_is_taken_from_the_first() -> None:
    text = "践行“一河多长、五水同治”机制。在“为民”中心，以治水兴水”为题。"
    assert _surfaces(text, [_at(text, "、五水同治”")]) == ["“一河多长、五水同治”"]
    assert _surfaces(text, [_at(text, "治水兴水”")]) == ["治水兴水”"]


def test_straight_marks_that_were_cut_off_are_taken_in() -> None:
    text = '开展"护苗行动",推进"双减"。'
    assert _surfaces(text, [_at(text, '"护苗行动')]) == ['"护苗行动"']
    assert _surfaces(text, [_at(text, '双减"')]) == ['"双减"']


def test_footnote_marks_at_the_edge_are_no_part_of_a_name() -> None:
    text = "推行“一标四实”㉘和“三医”㊱协同发展。"
    assert _surfaces(text, [_at(text, "“一标四实”㉘")]) == ["“一标四实”"]
    assert _surfaces(text, [_at(text, "“三医”㊱协同发展")]) == ["“三医”㊱协同发展"]


def test_the_year_and_the_speaker_stay_outside() -> None:
    text = "开展2024年“春风行动”，我市“两癌”筛查（简称安责险），2035年远景，2023年度。"
    assert _surfaces(text, [_at(text, "2024年“春风行动”", "Campaign")]) == ["“春风行动”"]
    assert _surfaces(text, [_at(text, "我市“两癌”筛查")]) == ["“两癌”筛查"]
    assert _surfaces(text, [_at(text, "（简称安责险")]) == ["安责险"]
    assert _surfaces(text, [_at(text, "2035年远景")]) == ["2035年远景"]  # nothing would be left
    assert _surfaces(text, [_at(text, "我市“两癌”筛查", "Document")]) == ["我市“两癌”筛查"]


def test_a_mark_without_its_partner_is_left_out() -> None:
    text = "开展“清源断流专项行动。"
    assert _surfaces(text, [_at(text, "“清源断流专项行动")]) == ["清源断流专项行动"]


def test_a_name_in_marks_with_its_head_stays_as_it_is() -> None:
    text = "开展“打非治违”专项行动。"
    assert _surfaces(text, [_at(text, "“打非治违”专项行动")]) == ["“打非治违”专项行动"]


def test_the_same_name_is_tagged_at_every_occurrence() -> None:
    text = "推进雪亮工程建设。下一步，巩固雪亮工程成果。"
    assert _surfaces(text, [_at(text, "雪亮工程")]) == ["雪亮工程", "雪亮工程"]


def test_a_name_that_is_mostly_untagged_is_not_spread() -> None:
    text = "综合行政执法。" * 5
    assert len(settle(text, [_at(text, "行政执法")])) == 1


def test_short_names_and_parts_of_names_are_not_spread() -> None:
    text = "落实低保，低保金。双随机监管，“双随机监管”平台。"
    spans = [_at(text, "低保"), _at(text, "双随机监管"), _at(text, "“双随机监管”平台")]
    assert settle(text, spans) == sorted(spans)


@given(st.text(alphabet="“”《》雨露计划县\n。", max_size=60), st.data())
def test_settled_names_are_disjoint_and_in_order(text: str, data: st.DataObject) -> None:
    spans, at = [], 0
    while at < len(text):
        start = data.draw(st.integers(at, len(text)))
        end = data.draw(st.integers(start, len(text)))
        if end > start:
            spans.append(Span(start, end, "Program"))
        at = end + 1
    found = settle(text, spans)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))
    assert all(0 <= span.start < span.end <= len(text) for span in found)
