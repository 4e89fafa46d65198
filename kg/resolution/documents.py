"""Which document a title means."""

from __future__ import annotations

import re

from kg.resolution.ids import make_id
from kg.resolution.masks import is_masked
from kg.resolution.names import fold
from kg.resolution.places import Place, level_word

__all__ = ["identify_document"]

# A kind of paper without a subject is a short way to write a title given before it.
_KIND = re.compile(
    r"^(?:实施|工作|行动|试点|管理|若干|指导|三年)*(?:方案|意见|办法|通知|决定|规划|计划|要点|细则|条例|规定|清单|措施|报告|制度|公告"
    r"|纲要|意见稿|政府工作报告|行动计划)$"
)


def identify_document(name: str, place: Place) -> str:
    """The id of the document that the surface names in a report of this place.

    Masked titles and bare kinds of paper (《实施方案》) belong to their report, titles that begin with a level
    (市“十四五”规划) to the report's district or the one above it, all others are one document everywhere.
    """
    folded = fold(name)
    if is_masked(name) or _KIND.match(folded):
        return make_id("doc", "report", place.report, folded)
    level, word, rest = level_word(folded)
    if level and rest:
        area = place.at_level(level, word)
        return make_id("doc", "area", area.id if area else place.home.id, rest if area else folded)
    return make_id("doc", "title", folded)
