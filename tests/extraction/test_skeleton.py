"""What stands around a unit and an object as a row of classes of words."""

from __future__ import annotations

from kg.extraction.passages import enumerations, passages
from kg.extraction.skeleton import Skeleton
from tests.extraction.marked import marked


def features(tagged: str) -> list[str]:
    """Those of the first unit and the first object."""
    text, spans = marked(tagged)
    units = [span for span in spans if span.type == "Unit"]
    objects = [span for span in spans if span.type in {"Campaign", "Document"}]
    skeleton = Skeleton(text, sorted(spans), passages(text))
    return skeleton.features(units[0], enumerations(text, units)[0], objects[0], enumerations(text, objects)[0])


def test_the_same_said_in_other_words() -> None:
    one = features("联合⟦U:县公安局⟧、⟦U:县教育局⟧开展⟦C:“护校安园”行动⟧。")
    two = features("会同⟦U:市水务局⟧、⟦U:市住建局⟧实施⟦C:净水行动⟧。")
    assert one == two
    assert "<KPjoint|do" in one


def test_our_own_voice_and_order() -> None:
    assert "usTrue" in features("⟦U:县公安局⟧会同我局开展⟦C:净水行动⟧。")
    assert ">Kpassive" in features("⟦C:净水行动⟧由⟦U:县公安局⟧牵头。")


def test_figures_and_names_between_are_letters() -> None:
    text, spans = marked("⟦U:县公安局⟧出动⟦N:30人⟧，开展⟦C:净水行动⟧。")
    assert Skeleton(text, sorted(spans), passages(text)).tokens(0, len(text)) == ["U", "N", "，", "do", "O", "."]


def test_far_apart() -> None:
    assert "<Kfar" in features("⟦U:县公安局⟧" + "字" * 90 + "⟦C:净水行动⟧。")
