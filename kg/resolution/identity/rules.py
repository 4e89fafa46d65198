"""The closed list of rules by which names are joined, linked or kept apart, each explained in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["RULES", "Rule"]

FIRST = "0.1.0"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its meaning in Chinese and English, and the version of kg that introduced it."""

    zh: str
    en: str
    since: str = FIRST


RULES: Mapping[str, Rule] = {
    # People: before every other
    "decision": Rule("人工判断（decisions.csv）", "a reviewer decided it (decisions.csv)"),
    # Initiatives: one thing
    "thesaurus": Rule("词表把两个名称列为同一概念", "the thesaurus lists both names under one concept"),
    "normal-form": Rule(
        "去掉引号、标点、年份、届次、“工作”“活动”等后名称相同",
        "the names are equal without quotation marks, punctuation, year, ordinal, 工作, 活动 and the like",
    ),
    "canonical": Rule(
        "再去掉“机制”“建设”、专名后的“行动”“工程”等不区分事物的词，统一动词位置后名称相同",
        "equal once words that do not tell things apart (机制, 建设, 行动 after a proper name) are gone and the verb is"
        " put in one place",
    ),
    "masked-pattern": Rule(
        "脱敏名称的未遮部分只与词表中一个概念相符",
        "what the mask leaves of the name fits exactly one concept of the thesaurus",
    ),
    # Initiatives: related, not one
    "thesaurus-broader": Rule("词表列为上位概念", "the thesaurus says that one is part of the other"),
    "local-drive": Rule(
        "通用的专项行动，各地各自开展：每地一个，同属一个上位概念",
        "a generic drive that each place holds for itself: one for each place, under a shared kind",
    ),
    "edition": Rule(
        "一届与办会本身、届次不同的两届（第七届运动会、第八届运动会）",
        "one edition of an event and the event itself, or two editions",
    ),
    # Initiatives: two things that look alike
    "thesaurus-not": Rule("词表注明两者易混而不同", "the thesaurus says that they are easily confused and are two"),
    "thesaurus-two": Rule("词表中是两个概念", "they are two concepts of the thesaurus"),
    "level": Rule("层级不同（国家级、省级……）", "another level: national, provincial …"),
    "number": Rule("名称中的数字不同", "another number in the name"),
    "place": Rule("名称中的地名不同", "another place in the name"),
    "contrast": Rule(
        "只差一对互相区别的词（城镇与农村、学校与医院……）",
        "they differ in words that exclude each other (town and village, school and hospital …)",
    ),
    "head": Rule(
        "中心语种类不同（月、日、赛、平台、检查……）",
        "another kind of thing: month, day, contest, platform, inspection …",
    ),
    "masked": Rule("脱敏名称，不与其他报告的名称合并", "the name is masked: it identifies nothing beyond its report"),
    # Initiatives: undecided
    "bare-name": Rule("词表中该简称须带引号才可靠", "the thesaurus trusts this short name in quotation marks only"),
    "similar": Rule("名称相近，未能判定", "the names are alike, and nothing decides"),
    # Units
    "unit-place": Rule(
        "同一机构，名称带不带地名或层级（县委、青石县委）", "one body, its name with or without the place or the level"
    ),
    "unit-abbreviation": Rule(
        "机构表中的全称与简称（爱卫办、爱国卫生运动委员会办公室）", "full name and abbreviation by the table of organs"
    ),
    "unit-reform": Rule("机构改革前后的两个机构", "two bodies, before and after a reform"),
    "unit-head": Rule("同地同一部门，一称局一称委或厅", "one place, one field, called 局 here and 委 or 厅 there"),
    "unit-open": Rule("简称可指同地的几个机构", "an abbreviation of several bodies of the place"),
    # Districts
    "district-name": Rule("行政区的全称、简称与曾用代码", "full name, short name, or former code of one division"),
    "district-context": Rule(
        "同名行政区，由报告所在地或所提及的上级行政区确定",
        "several divisions have the name: the report's own place or others that it names decide",
    ),
    "district-change": Rule("行政区划变更前后", "before and after a change of administrative divisions"),
    # Indicators
    "indicator-form": Rule(
        "去掉年份、“完成”、计量单位已说明的“户数”“人数”等，动词置前后名称相同",
        "equal without year, 完成, and what the measure says again (户数 in 户), the verb in front",
    ),
    "indicator-aspect": Rule(
        "一为总量，一为新增、净增或累计", "one is how many there are, the other a change or a running total"
    ),
    "indicator-words": Rule(
        "计量单位相同、用字相同，只差“城乡”“项目”“实施”等词或语序，未能判定",
        "the same measure and characters but for words like 城乡, 项目, 实施 or their order; nothing decides",
    ),
}
"""Every rule by its name, as the column `rule` gives it."""
