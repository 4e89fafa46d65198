"""Normal forms: what is left of a name when everything is gone that does not tell two things apart.

`fold` serves every kind of name (width, quotation marks, punctuation, whitespace, D for 党); `normal_form` also takes
off what an initiative's name carries around its core (years, ordinals, verbs, 工作, 活动) and writes digits one way.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

__all__ = ["chinese_number", "core", "display", "edition_of", "fold", "normal_form"]

# Quotation marks, brackets and punctuation that reports put into names or leave out as they please. `+` stays: 1+N
# is not 1N. `*`, `×`, `○` and `?` stay too: they are masks.
_DROPPED = re.compile(
    r"[\s\u200b-\u200f\u2028-\u202e\u2060\ufeff"
    r"\"'`´“”‘’„‟＂＇「」『』〝〞《》〈〉<>«»【】\[\]〔〕{}()（）"
    r"、,，;；:：。.·•・‧∙⋅!！/／|｜\\~～\-‐-―−]+"
)
# 党 is printed as D where a filter would stop it: D建, D的…, 中共…D. Never a letter of a longer Latin word or 3D.
_PARTY = re.compile(
    r"(?<![A-Za-z0-9])D(?=[的建员支史委组工总小风章课内中性规纪政校徽旗群费籍龄务日外])"
    r"|(?<=[产建爱跟听全共管治入工])D(?![A-Za-z0-9])"
)
_DIGITS = "零一二三四五六七八九"
_CHINESE = "[〇零○一二三四五六七八九十百]"
_MASKED = "[xX*×○某]"
_YEARS = re.compile(
    rf"^(?:(?:19|20)(?:\d\d|{_MASKED}{{2}})|{_MASKED}{{4}}(?=年)|(?:二[〇零○]|一九)[〇零○一二三四五六七八九]{{2}})"
    r"(?:(?:至|到)?(?:19|20)\d\d)?(?!年?[前底内])(?:年度|学年|年)?(?=[^年度].{2})"
)
# 第13个, 第34次 of a day or month that comes again each year; 第七届 of a title. Not of an event, whose 届 is an
# edition (`edition_of`) unless it is masked, and not 第七次 of a census.
_EVENT = r"(?:会|节|赛|论坛|展|演|杯|艺术季)"
_ORDINAL = re.compile(
    rf"^(?:(?:全国|国际|世界|我国|全[省市县区])(?=第[^届]*[日周月年]$))?第(?:(?:\d+|{_CHINESE}+)(?:个(?=.*[日周月年节季]$)|届(?!.*{_EVENT}$)|次(?=.*[日周月]$))|{_MASKED}+[个届])(?=.{{3}})"
)
_EDITION = re.compile(
    rf"^(?P<whose>(?:.{{2,3}}[省市县区州]|全?[省市县区州国旗]|中国)?)(?:第(?P<which>{_CHINESE}+|\d+)|(?P<first>首))届"
    rf"(?P<event>.*{_EVENT})$"
)
# 12.4国家宪法日, x.xx世界无烟日: the date of a day.
_DATE = re.compile(rf"^(?:\d|{_MASKED}){{1,2}}[.·•‧．](?:\d|{_MASKED}){{1,2}}(?=.{{3}}.*[日周月])")
_VERBS = re.compile(
    r"^(?:坚决|深入|持续|扎实|全面|大力|积极|全力|着力|纵深|稳步|有序|统筹|加快|强力|继续)*"
    r"(?:打好打赢|打赢打好|打好|打赢|推进|开展|实施|落实|推行|做好|抓好|组织开展|深化(?=.*改革$)"
    r"|(?:建立健全|建立完善|健全完善|建立|健全|完善|构建)(?=.*(?:制度?|机制|体系)$))(?=.{4}|.{2}制)"
)
_CREATION = re.compile(r"^(?:创建|争创)(?=.{3})(?!.*创建)")
# 宣传 stays but after a day, week or month: 民法典宣传 is no code of law, 公共就业服务专项 not all of the service.
_TAIL = re.compile(
    r"(?<=.{3})(?:(?:系列|主题|(?<!社会)实践|主题实践|(?<=[日月周节年])(?:系列|主题)?宣传)?活动|(?:各项|专项)?工作)$"
)
# A number of one or two digits that counts something Chinese: 4好农村路, 3年行动. Not 5G, 1+8, 2035, 3.15, 6月.
_SMALL = re.compile(r"(?<![0-9A-Za-z+.*×%])(\d{1,2})(?=[\u4e00-\u9fff])(?![月日号时点分])")


_SPACE = re.compile(r"\s")
# Names of Chinese characters alone, which most are, fold to themselves.
_PLAIN = re.compile(r"[\u4e00-\u9fa5]*")
# What a text must begin or end with for one of the four patterns in `core` to take something off: one look for four.
_MAY_BEGIN = frozenset("0123456789xX*×○某二一第坚深持扎全大积着打推开实落做抓组纵稳有统加强继建健完构国世我")
_MAY_END = ("活动", "工作")


def display(name: str) -> str:
    """The surface as one line: line breaks gone, runs of other whitespace gone beside Chinese, else one space."""
    if not _SPACE.search(name):
        return name
    text = re.sub(r"\s*[\r\n\u2028\u2029]+\s*", "", name).strip()
    text = re.sub(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])", "", text)
    return re.sub(r"\s+", " ", text)


@lru_cache(maxsize=1 << 16)
def _folded(name: str) -> str:
    if _PLAIN.fullmatch(name):
        return name
    # × is a mask and … stands for what was left out; NFKC would make a letter and dots of them.
    text = re.sub(r"…+|\.{3,}", "*", name.replace("×", "\ue000"))
    text = unicodedata.normalize("NFKC", text).replace("\ue000", "×")
    return _PARTY.sub("党", _DROPPED.sub("", text))


def fold(name: str) -> str:
    """Width, case, quotation marks, brackets, punctuation and whitespace made equal; D written as 党.

    >>> fold("“ＰＰＰ” 模式"), fold("D建")
    ('ppp模式', '党建')
    """
    return _folded(name).casefold()


def chinese_number(value: int) -> str:
    """0 to 99 in Chinese numerals: 12 → 十二."""
    tens, ones = divmod(value, 10)
    head = "" if not tens else ("" if tens == 1 else _DIGITS[tens]) + "十"
    return head + (_DIGITS[ones] if ones or not tens else "")


@lru_cache(maxsize=1 << 16)
def core(name: str) -> str:
    """`normal_form` with its capital letters kept, for telling masks (A市, XX) from words."""
    text = _folded(_DATE.sub("", name.lstrip("“\"'‘「《 　")))
    for _ in range(3):  # 2023年第13个…; 2023年度开展…工作
        if text[:1] not in _MAY_BEGIN and not text.endswith(_MAY_END):
            break
        before = text
        text = _TAIL.sub("", _YEARS.sub("", text))
        text = _ORDINAL.sub("", text)
        text = _VERBS.sub("", text)
        if text == before:
            break
    if _CREATION.match(text):
        text = _CREATION.sub("", text) + "创建"
    return _SMALL.sub(lambda match: chinese_number(int(match[1])), text)


def normal_form(name: str) -> str:
    """What is left of an initiative's or document's name; two surfaces of one initiative should share it.

    Taken off, where at least three characters stay: a leading year (2023年), a leading ordinal of a day, month or
    title that recurs (第13个, 第34次, 第五届; not 第五次, which tells censuses apart, nor the edition of an event,
    第五届…会), a leading verb (打好, 开展), trailing 工作, 活动.
    创建X is written X创建; one and two digit numbers before Chinese characters are written in Chinese.

    >>> normal_form("2023年“安全生产月”活动"), normal_form("创建全国文明城市")
    ('安全生产月', '全国文明城市创建')
    """
    return core(name).casefold()


@lru_cache(maxsize=1 << 14)
def edition_of(name: str) -> tuple[str, str] | None:
    """(edition, event) where the name is that of one edition of an event that recurs, else None.

    >>> edition_of("市第7届运动会"), edition_of("首届园艺博览会"), edition_of("第七届全国文明城市")
    (('七', '市运动会'), ('一', '园艺博览会'), None)
    """
    form = normal_form(name)
    found = _EDITION.match(form) if "届" in form else None
    if found is None or len(event := found["whose"] + found["event"]) < 3:
        return None
    which = "一" if found["first"] else found["which"]
    return (chinese_number(int(which)) if which.isdecimal() and int(which) < 100 else which), event
