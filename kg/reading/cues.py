"""What the beginning of a paragraph looks like: heading, title, opening formula, residue of a web page.

Grammar only: the words that Chinese reports begin, are titled and numbered with. What a cue is worth is decided in
split_weights.py.
"""

from __future__ import annotations

import re
from typing import Literal

from kg.reading.paragraphs import NUMERALS, Paragraph

__all__ = [
    "KIND",
    "ORGAN",
    "YEAR",
    "Role",
    "h1_number",
    "is_series",
    "opening",
    "residue",
    "role",
    "title_unit",
    "years",
]

Role = Literal["h1", "part", "item", "title", "unit", "subtitle", "date", "byline", "greeting", "series", "prose"]

YEAR = r"(?:20[0-4]\d|20[Xx×*]{2}|[Xx×*]{2,4}|二[〇○零Oo0][一二三四]?[〇○零一二三四五六七八九])"
KIND = r"总结|计划|打算|要点|思路|谋划|安排|规划|回顾|汇报|报告|情况|任务|举措"
# Endings of the names of organisations and of the areas that report.
ORGAN = (
    r"(?:局|委(?!员会)|办(?!公室|事处)|厅|部|委员会|办公室|中心|街道|办事处|镇|乡|村|社区|居委会|村委会|两委[”\"]?|政府"
    r"|管委会|院|馆|站|所|校|[中小大]学|总工会|工会|主席团|苏木|嘎查"
    r"|联合会|协会|学会|商会|公司|集团|银行|支队|大队|队|场|党委|[党D]组|党支部|[党D]总支|支部|党工委"
    r"|纪委|监委|[团妇残科]联|科协|团委"
    r"|行署|公署|开发区|高新区|经开区|园区|新区|区|县|市|州|旗|盟|省|处|科|室|社|库|园|会)"
)
_H1 = re.compile(r"([一二三四五六七八九十]{1,3})[、．.](?!第?[一二三四五六七八九十][、，]|[二三]产)")
_PART = re.compile(r"第[一二三四五六]部分|[上中下]篇|[Ⅰ-Ⅻ][.、．]")
_ITEM = re.compile(
    r"[（(][一二三四五六七八九十\d]{0,3}[)）]|\d{1,2}[、.．)）](?!\d)|[一二三四五六七八九十]{1,2}[是要]"
    r"|[①-⑳]|第[一二三四五六七八九十]{1,2}[，、,]"
    r"|[首其再最][先次后][，,是]|[—―-]{1,2}(?!.{0,30}(?:总结|计划|报告))|[·•●▪◆■]"
)
_SERIES = re.compile(r"汇编|合集|大全|系列\d|[（(]\d+\s*[篇份则]|[共全]\d+篇|目\s*录$|范文[（(]?\d*篇")
_TITLE_END = re.compile(rf"(?:{KIND})(?:的?(?:报告|汇报))?(?:[（(【].{{1,24}}[)）】])?$")
_TITLE_YEAR = re.compile(rf"{YEAR}年?(?:度|上半年|下半年|全年)?|年度|上半年|半年|季度|\d{{1,2}}月份?")
_TITLE_START = re.compile(
    r"(?:第[一二三四五六七八九十百\d]+篇"
    r"|[【\[（(]?[第篇]?[一二三四五六七八九十百\d]{1,4}[】\]）)、.．:：]"
    r"|范文[一二三四五六七八九十\d]+[:：、]?|#{1,4}|[◆●■★])"
)
_NOT_TITLE = re.compile(
    r"[。；;！!？?，,：:]|现将|我[局市县区镇乡们]|开展了|完成了|任务分解|存在"
    r"|完成情况(?!.{0,24}(?:计划|打算|安排|思路|的[报汇][告报]))"
)
_BEFORE_YEAR = re.compile(rf"(.{{0,50}}?{ORGAN})(?:关于)?(?:{YEAR}年|年度|上半年)")
# Of ORGAN only the endings that words of a topic hardly have (安全生产工作会, 社会治安).
_BEFORE_TOPIC = re.compile(
    r"(.{2,30}(?:局|委|委员会|办|办公室|厅|中心|镇|乡|街道|村|社区|政府|院|[支大]队|公司|银行))"
    rf"(?:关于[^，。]{{4,50}}|[^年，。、]{{2,10}}工作{YEAR}年.{{0,20}})(?:{KIND})"
)
_BEFORE_KIND = re.compile(rf"(.{{0,50}}?{ORGAN})(?:关于)?[^年]{{0,10}}?(?:工作)?(?:{KIND})")
_UNIT_LINE = re.compile(rf"[^，。；：:！？\d]{{1,40}}{ORGAN}[、]?$|.*人民政府.?长$")
_DATE = re.compile(
    rf"[（(—―-]*{YEAR}年(?:[\dXx×*一二三四五六七八九十]{{1,3}}月)?(?:[\dXx×*一二三四五六七八九十]{{1,3}}日)?"
    r"(?:[)）]|[^，。；：]{0,16}在.{4,30}会议?上(?:.{0,12}|.{0,24}作(?:政府)?工作?报告)|$)"
    r"|[（(—―-]+在.{4,40}(?:会议?|大会|全会)上[)）]?"
)
_BYLINE = re.compile(r"[^，。；：,\d]{0,16}(?:[省市州县区镇乡][长委]|主任|主席|专员|盟长|书记)[\u4e00-\u9fff·]{2,6}$")
_GREETING = re.compile(r"(?:[^，。；]{0,30}[：:])$")
_GREETED = re.compile(r"各位|同志|代表|委员|领导|主任|省委|市委|县委|区委|政府|[局委办部厅会]、?.{0,12}[：:]$")
_RESIDUE = re.compile(
    r"https?:|www\.|素材库|svip|会员|代笔|润笔|网盘|客服|扫码|扫一扫|二维码|公众号|订阅号|微信|阅读全文"
    r"|登[陆录]|注册|赞赏|打赏|赏赞|分享|相关(?:内容|阅读|文章|推荐|报道|链接|新闻)|点击图片|全屏|加大"
    r"|还原|[上下]载|【$|^】"
    r"|热门|推荐|本周|本月|点击|下载|收藏|浏览|阅读[数量:：]|评论|上一[篇页]|下一[篇页]|版权|转载|免责"
    r"|备案|ICP|责任编辑|责编|编辑[：:]|来源[：:]|作者[：:]"
    r"|发布(?:时间|日期|者|人|机构)|字[号体][:：大]|打印|关闭|返回|首页|当前位置|您(?:所在|现在|的位置)"
    r"|导航|搜索|网站地图|主办单位|承办单位|联系我们|关于(?:我们|本文)"
    r"|本文标题|链接地址|欢迎(?:加入|关注|订阅)|文库|文秘|范文|paidend|##|关注我们|查看更多|目录"
)
_ADVERT = re.compile(
    r"素材|svip|会员|代笔|润笔|网盘|客服|好评如潮|https?:|www\.|paidend|扫码|公众号|微信|欢迎加入|下载"
    r"|点击|版权|转载"
)
_BARE = re.compile(
    r"(?:\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?:\d{1,2}:\d{2}(?::\d{2})?)?\d*"
    r"|[-—－·\s]*\d{1,4}[-—－·\s]*|第\d+页(?:[,，/]?共\d+页)?"
    r"|[¥￥]\d+(?:\.\d+)?|[*=_~#\-—–·.•◆★☆]{3,}|[<>《》|│·•\s]+)"
)
_NOW = (
    rf"(?:刚刚过去的(?:一年|{YEAR}年)|回顾(?:过去的?一年|{YEAR}年?|一年)|今年(?:以来|来)?"
    rf"|{YEAR}年?(?:度|上半年)?(?:以来|来)?|[上本]年度?|半年来|上半年)"
)
_TIME = rf"(?:{_NOW}|一年来|一年以来|近年来|过去一年|这一年)"
# Opening formulas, each with its name in the table of weights; looked for in the first paragraph of a report.
_OPENINGS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "opening_assembly",
        re.compile(
            r".{0,30}(?:我.{0,4}代表|受.{2,20}委托).{2,30}?(?:作(?:政府)?(?:工作)?报告"
            r"|报告(?:政府)?工作|报告如下|作.{0,6}报告)"
        ),
    ),
    (
        "opening_led",
        re.compile(
            rf"{_TIME}[，,是].{{0,90}}?领导.{{0,40}}?下|(?!各位|让我们"
            rf"|我们)(?:[^，。！,]{{0,40}}[，,])?在.{{2,40}}?领导.{{0,40}}?下[，,]"
        ),
    ),
    ("opening_time", re.compile(rf"{_NOW}[，,是：]|{YEAR}(?:年)?以来")),
    ("opening_past", re.compile(r"(?:一年来|一年以来|近年来|过去一年|这一年)[，,是：]")),
    (
        "opening_basis",
        re.compile(
            r"(?:根据|按照|依据).{4,60}?(?:要求|通知|精神|安排|部署|文件)[，,。]?|为(?:了"
            r"|进一步)?.{4,30}[，,].{0,12}(?:根据|按照|制定|结合)"
        ),
    ),
    (
        "opening_subject",
        re.compile(
            rf"(?:{_TIME}[，,])?(?!我们|各位|推进|推动|加快|加强|深化|强化|持续|大力|统筹"
            rf"|严格)[^，。、；：,;]{{0,24}}(?:{ORGAN}|系统)(?:[（(].{{2,12}}[）)])?(?:坚持|紧紧围绕"
            rf"|紧扣|始终坚持|始终|认真|深入|位于|全面|牢牢|聚焦|以.{{2,30}}为)"
        ),
    ),
    (
        "opening_about",
        re.compile(
            r"全[市县区省镇乡村场][共现]|[^，。]{0,12}位于|[^，。]{0,8}(?:下[辖设]|总面积)"
            r"|[全我][市县区镇乡村街局场校院站所馆]道?(?:现有|辖区)"
        ),
    ),
)
_REPORTED = re.compile(
    r"(?:现|就).{0,30}(?:汇报|报告|总结|通报)(?:如下|于下)|(?:汇报|报告|总结)如下|进行(?:汇报|总结)"
    r"|[作做](?:个|如下)(?:汇报|报告)"
)
_PERORATION = re.compile(r"让我们|展望未来|不懈奋斗|更加紧密地?团结")
_LEAD_IN = re.compile(r"(?:以下|下列|如下|[一二三四五六七八九十几]+个?(?:方面|项)).{0,12}[：。:]$|^.{0,40}[：:]$")
_PLANNED = re.compile(
    rf"{_TIME}.{{0,40}}?(?:将(?!.{{0,20}}(?:汇报|报告))|(?<![主重首必需只])要(?!求)|拟|计划|打算|力争|重点抓好)|下一步|下一年"
    rf"|明年|新的一年|总体(?:要求|思路)|工作(?:目标|思路)"
)


def h1_number(head: str) -> int | None:
    """The number of a first-level heading (一、 to 三十九、), None where the text begins otherwise."""
    found = _H1.match(head)
    if not found:
        return None
    tens, ten, ones = found.group(1).rpartition("十")
    if not ten:
        return NUMERALS.get(ones) if len(ones) == 1 else None
    return (NUMERALS.get(tens, 1) if tens else 1) * 10 + (NUMERALS.get(ones, 0) if ones else 0)


def is_series(head: str) -> bool:
    """Whether a short line is the title of a collection (汇编（85篇）) or of its table of contents."""
    return len(head) <= 70 and bool(_SERIES.search(head)) and not head.endswith("。")


def role(paragraph: Paragraph) -> Role:
    """What a paragraph is by its form."""
    head = paragraph.head
    size = len(head)
    if _H1.match(head):
        return "title" if size <= 60 and _titled(_H1.sub("", head, count=1)) and title_unit(head) else "h1"
    if _PART.match(head) and size <= 60:
        return "part"
    if size <= 64 and _DATE.fullmatch(head):
        return "date"
    if size > 70:
        return "item" if _ITEM.match(head) else "prose"
    if is_series(head):
        return "series"
    if _titled(head):
        return "subtitle" if head[0] in "—―-" else "title"
    if _ITEM.match(head):
        return "item"
    if size <= 30 and _GREETING.match(head) and _GREETED.search(head) and not _RESIDUE.search(head):
        return "greeting"
    if size <= 24 and _BYLINE.match(head):
        return "byline"
    if _UNIT_LINE.fullmatch(head):
        return "unit"
    return "prose"


def _titled(head: str) -> bool:
    """Whether a line is a report's title by its form: …2023年工作总结及2024年工作计划."""
    if not 4 <= len(head) <= 64:
        return False
    bare = _TITLE_START.sub("", head.lstrip("—―-"), count=1) if not _ITEM.match(head) or "年" in head[:14] else head
    if _ITEM.match(bare) or not _TITLE_END.search(bare) or _NOT_TITLE.search(bare):
        return False
    return (
        bool(_TITLE_YEAR.search(bare))
        or bare.endswith(("政府工作报告", "工作总结", "述职报告", "工作报告"))
        or bare == "政府工作报告"
    )


def title_unit(title: str) -> str | None:
    """The unit named in a title: what stands between its numbering and 2023年 or 工作总结."""
    bare = _TITLE_START.sub("", _H1.sub("", title.strip("—―-《》"), count=1), count=1)
    bare = bare.rpartition("——")[2]
    found = _BEFORE_YEAR.match(bare) or _BEFORE_TOPIC.match(bare) or _BEFORE_KIND.match(bare)
    if not found or re.match(rf"{YEAR}年|关于", found.group(1)):
        return None
    return found.group(1)


def opening(head: str) -> tuple[str, ...]:
    """The names of the opening formulas in a first paragraph, and whether it promises a report or plans."""
    if _PERORATION.search(head, 0, 120):
        return ()
    found = [name for name, pattern in _OPENINGS if pattern.match(head)]
    if _REPORTED.search(head):
        found.append("opening_reported")
    if _PLANNED.match(head):
        found.append("opening_planned")
    if (
        len(head) <= 80
        and "opening_reported" not in found
        and not {"opening_assembly", "opening_basis"} & set(found)
        and _LEAD_IN.search(head)
    ):
        found.append("lead_in")
    return tuple(found)


def years(text: str) -> list[int]:
    """The years that a text names as numbers, in order; 二〇二三 too."""
    found = []
    for match in re.finditer(r"(20[0-4]\d)年|(二[〇○零][一二三四]?[〇○零一二三四五六七八九])年", text):
        if match.group(1):
            found.append(int(match.group(1)))
        elif len(match.group(2)) == 4:
            found.append(int("".join(str(NUMERALS.get(ch, 0)) for ch in match.group(2))))
    return found


def residue(paragraph: Paragraph) -> float:
    """How much a paragraph looks like residue of a web page (positive) or like a report's text (negative)."""
    head = paragraph.head
    size = len(head)
    if not head or _BARE.fullmatch(head):
        return 2.0
    adverts = len(set(_ADVERT.findall(head)))
    if adverts >= 2 or (size <= 60 and is_series(head)):
        return 4.0
    if (
        size <= 40
        and _RESIDUE.search(head)
        and not head.endswith("。")
        and not _ITEM.match(head)
        and not _H1.match(head)
    ):
        return 3.0
    if _H1.match(head) or _ITEM.match(head):
        return -6.0
    if size <= 14 and head[-1] not in "。；！？":
        return 0.2
    return -min(6.0, 0.5 + size / 12)
