"""Level and own name of an area, read off a unit's name by the grammar of the names; no gazetteer."""

from __future__ import annotations

import re

__all__ = ["district_of", "level_of"]

_MASKED = re.compile(r"[*×xX某]")
_LEVELS = (
    (
        "村社区",
        re.compile(
            r"(?:村|社区)(?:居委会|居民委员会|村委会|村民委员会|两委|“两委”|[党D]支部|[党D]总支|[党D]委"
            r"|服务站)?$|^(?:村|社区)"
        ),
    ),
    (
        "乡镇街道",
        re.compile(
            r"街道|(?<!城)(?<!^)[镇乡](?![村镇])(?!.{0,3}市)|^[镇乡](?![村江海])|垦殖场|农场|林场"
            r"|便民服务中心|派出所|^场"
        ),
    ),
    ("县区", re.compile(r"县|旗|(?<!自治)(?<!开发)(?<!高新)(?<!新)(?<!地)(?<!园)(?<!景)(?<!小)区|分局")),
    ("市", re.compile(r"市|自治州|州|盟|行署|地区")),
    ("省", re.compile(r"省|自治区")),
    ("县区", re.compile(r"开发区|高新区|新区|经开区")),
)
_AREA = re.compile(
    r"(?:中共|共青团|中国共产党)?([\u4e00-\u9fff]{1,11}?"
    r"(?:特别行政区|自治区|自治州|自治县|自治旗|开发区|高新区|省|市|地区|州(?!.?市)|盟|县|区|旗"
    r"|镇(?!.市)|乡(?!村)|街道|村|社区))"
)
_BEFORE = re.compile(r"[—―\-《]*(?:20\d\d年度?)?(?:关于)?")
_LESSER = re.compile(r"([\u4e00-\u9fff]{1,6}?(?:自治县|市|县|区|旗|镇|乡(?!村)|街道|村|社区))")
_NO_OWN_NAME = re.compile(
    r"[省市县区州旗盟镇乡村]|自治[区州县旗]|街道|社区|.?(?:城市|地区|社区|农村|乡村|城乡|小区|园区|辖区|[省市县区]直"
    r"|郊区|城区)"
)


def level_of(unit: str | None) -> str | None:
    """The administrative level (省 市 县区 乡镇街道 村社区) that a unit's name shows; None where it shows none."""
    if not unit:
        return None
    return next((level for level, pattern in _LEVELS if pattern.search(unit)), None)


def district_of(name: str | None) -> str | None:
    """The own name of the area in a unit's name or a title: 云台县 of 云台县市场监督管理局.

    None where it is masked (*县教育局, 某某镇) or only generic (县教育局). Of several areas the smallest: of
    云川市河西区 it is 河西区.
    """
    if not name:
        return None
    name = _BEFORE.sub("", name, count=1)
    found = _AREA.match(name)
    if not found or _NO_OWN_NAME.fullmatch(found.group(1)) or len(found.group(1)) < 3:
        return None
    area = found.group(1)
    if "某" in area:
        return None
    rest = name[found.end() :]
    lesser = _LESSER.match(rest)
    if _MASKED.match(rest[:1]):
        return area if not re.match(r"[*×xX某]+(?:县|区|镇|乡|街道|村|社区)", rest) else None
    if (
        lesser
        and len(lesser.group(1)) >= 3
        and not _NO_OWN_NAME.fullmatch(lesser.group(1))
        and not re.match(r"(?:城市|市场|社区|村镇|区域)", rest)
    ):
        return lesser.group(1)
    return area
