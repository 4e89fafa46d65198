"""Whose title it is, said in one place and one word: 全省X示范镇, 省X示范镇 and X省级示范镇 are 省级X示范镇."""

from __future__ import annotations

import re

__all__ = ["has_level", "is_title", "level_first"]

# What a level gives, or counts among its own, ends so. Only there 全省 and 省 say the same as 省级, 全国 as 国家级.
_TITLE = re.compile(
    r"(?:示范|试点|标杆|样板|先进|优秀|模范|百强|龙头|重点|特色|平台|中心|基地|园区?|集群|景区|度假区|街区|集聚区|试验区|先行区"
    r"|开发区|单位|企业|工厂|车间|实验室|[城县市区村镇乡州]|社区|学校|医院|家庭|案例|项目|工程|奖|名录|专科|机构|站|河湖|路)"
    r"(?:建设|创建|培育|评选|[\d一二三四五六七八九十两]+连冠)*$"
)
_ISSUE = r"(?:首批|第[\d一二三四五六七八九十]+批次?)?"
# 省委, 省道, 市场, 市民: the sign is part of another word.
_PROVINCE = r"(?![委会道属内际外直域市区以定长厅部运级和]|政府|人民|人大|政协)"
_CITY = r"(?![委场属内外直域区以定长民容中运级政和南北东西州第]|人民|人大)"
_LEVELS = (
    (re.compile(rf"^(?:国家级|全国|国家){_ISSUE}(?=.{{4}})(?!人民|人大|政协|各)"), "国家"),
    (re.compile(rf"^(?:省级|全省|省{_PROVINCE}){_ISSUE}(?=.{{4}})"), "省级"),
    (re.compile(rf"^(?:市级|市{_CITY}){_ISSUE}(?=.{{4}})"), "市级"),
)
_INSIDE = re.compile(r"^(?!国家|全国|[省市县区])(?P<rest>.{2,}?)(?P<level>国家级|[省市县区]级)(?=.{2})(?!以上|统筹)")
_ANY = re.compile(r"国家|全国|省|市级|县级|区级")


def has_level(text: str) -> bool:
    """Whether the text may name a level, so that `level_first` may change it."""
    return bool(_ANY.search(text)) or text.startswith("市")


def is_title(text: str) -> bool:
    """Whether the name ends as what a level gives or counts among its own: 示范镇, 试点, 龙头企业."""
    return bool(_TITLE.search(text))


def level_first(text: str) -> str:
    """The title with its level in front, and without the issue after it (首批, 第二批); any other name as it is.

    >>> level_first("全省首批榆钱示范镇"), level_first("榆钱省级示范镇"), level_first("省委巡视")
    ('省级榆钱示范镇', '省级榆钱示范镇', '省委巡视')
    """
    if not has_level(text) or not is_title(text):
        return text
    if moved := _INSIDE.match(text):
        text = moved["level"] + moved["rest"] + text[moved.end() :]
    for pattern, instead in _LEVELS:
        text, times = pattern.subn(instead, text)
        if times:
            break
    return text
