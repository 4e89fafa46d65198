"""Invented reports for tests: short to write where one thing matters, or many from a seed where size does."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Sequence

from kg.records import Actor, EntityType, Extraction, Mention, MentionStatus, Observation, Report, SourceText

__all__ = ["extraction", "many", "report", "source"]

_LETTERS: dict[str, EntityType] = {
    "U": "Unit",
    "D": "District",
    "P": "Program",
    "C": "Campaign",
    "L": "Document",
}


def report(text: str = "正文", **said: object) -> Report:
    """A report over the whole of a text."""
    values: dict[str, object] = {
        "source": "reports/a.txt", "name": "a.txt", "start": 0, "end": len(text), "start_line": 1, "end_line": 1,
        "title": None, "unit": None, "kind": "summary", "year": 2023, "plan_year": 2024, "level": None,
        "district": None,        "sha256": hashlib.sha256(text.encode()).hexdigest(),
    }  # fmt: skip
    return Report(**{**values, **said})  # type: ignore[arg-type]


def extraction(names: Sequence[str], status: MentionStatus = "done", **said: object) -> Extraction:
    """A report that is nothing but names, each "U:县委" or "P:河长制", "C:…", "D:…", "L:…"."""
    text, mentions = "", []
    for name in names:
        letter, _, surface = name.partition(":")
        mentions.append(Mention(_LETTERS[letter], len(text), len(text) + len(surface), surface, status))
        text += surface + "。"
    return Extraction(report(text, **said), tuple(mentions))


def source(extraction: Extraction, text: str) -> SourceText:
    """The source text of a report that spans all of it."""
    digest = hashlib.sha256(text.encode()).hexdigest()
    return SourceText(extraction.report.source, extraction.report.name, text, digest)


def many(reports: int, mentions: int, seed: int = 1) -> list[tuple[Extraction, SourceText]]:
    """Reports of invented districts with about so many mentions each, a third as many figures, some acting units."""
    dice = random.Random(seed)
    syllables = "安平长宁云清河林石桥东湖南岭泉塘新田柳溪高坪白沙金竹"

    def word(size: int) -> str:
        return "".join(dice.choices(syllables, k=size))

    programs = [f"{word(3)}{end}" for end in ("工程", "计划", "制度") for _ in range(400)]
    campaigns = [f"{word(3)}{end}" for end in ("专项行动", "攻坚战", "宣传月") for _ in range(300)]
    organs = [
        f"{level}{word(2)}{end}" for level in ("县", "市") for end in ("局", "办", "中心") for _ in range(40)
    ]
    things = [f"新建{word(2)}" for _ in range(3000)]
    found = []
    for number in range(reports):
        text, said, figures, actors = f"第{number}份。", [], [], []
        for _ in range(mentions):
            kind: EntityType = dice.choice(
                ("Program", "Program", "Campaign", "Unit", "Unit", "District", "Document")
            )
            surface = {
                "Program": lambda: dice.choice(programs), "Campaign": lambda: dice.choice(campaigns),
                "Unit": lambda: dice.choice(organs), "District": lambda: word(2) + "镇",
                "Document": lambda: f"《{word(4)}条例》",
            }[kind]()  # fmt: skip
            said.append(
                Mention(kind, len(text), len(text) + len(surface), surface, dice.choice(("done", "planned")))
            )
            text += surface
            if dice.random() < 0.33:
                amount = str(dice.randrange(1, 999))
                about = said[-1] if kind in ("Program", "Campaign") else None
                figures.append(
                    Observation(
                        len(text), len(text) + len(amount) + 1, amount + "个", int(amount), "个", None,
                        dice.choice(things), "done", about.text if about else None,
                        about.start if about else None,
                    )
                )  # fmt: skip
                text += amount + "个"
            if len(said) > 1 and said[-2].type == "Unit" and kind in ("Program", "Campaign"):
                actors.append(Actor(said[-2].text, "lead", surface, said[-2].start, said[-1].start))
            text += "。"
        head = report(
            text,
            source=f"in/{number}.txt",
            name=f"{number}.txt",
            unit="县人民政府",
            district=f"{word(2)}{number}县",
        )
        extraction = Extraction(head, tuple(said), tuple(figures), tuple(actors))
        found.append((extraction, source(extraction, text)))
    return found
