"""What speaks for and against a place where a report may begin: the features' names and their weights."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

__all__ = ["WEIGHTS", "score"]

WEIGHTS: Final[dict[str, float]] = {
    # the head
    "title": 5.0,  # a title with its unit
    "title_bare": 1.9,  # 2022年工作总结
    "greeting": 1.1,
    "greeted": 1.0,  # 各位代表：
    "byline": 1.0,
    # the first paragraph
    "opening_assembly": 4.1,
    "opening_led": 2.8,
    "opening_time": 2.4,
    "opening_past": 0.4,
    "lead_in": -3.1,
    "opening_basis": 1.5,
    "opening_subject": 1.4,
    "opening_about": 1.4,
    "opening_reported": 1.0,
    "opening_planned": -0.5,  # taken back where the report before is a plan too
    "plain": -1.3,  # prose without any formula
    "headless": -1.3,  # begins with 一、 itself
    # what follows
    "headless_done": 1.5,  # and 一、 is a section about what was done
    "restart": 3.5,
    "restart_far": 2.0,
    "first_heading": 0.3,  # 一、 follows at once
    "first_section": 0.1,  # 一、基本情况
    "first_year": 1.0,  # 一、2023年工作总结
    "plan_section": -0.3,  # 一、总体要求
    # what comes before
    "blanks": 1.2,  # more blank lines than usual
    "separator": 2.0,
    "closing": 1.2,
    "after_plan": 0.1,  # the report before has come to its plans
    "after_heading": -2.0,  # the paragraph is the text of a heading
    "under_plan": -1.9,  # 2024年工作的总体要求 stands over it
    "unfinished": -0.8,
    "addressed": -2.0,  # 各位代表！ in the course of a speech
    "attached": -4.0,  # 附件1 stands over it
    "parallel": -2.0,  # the paragraph before begins with the same words
    # change
    "new_self": 0.6,  # 我局 where it was 全市
    "same_self": -0.1,
    "year_next": -0.1,
    "next_bare": -0.7,  # the year after, and no unit at work
    "year_same": 0.3,
    "year_other": 0.7,
    # place in the report before
    "plan_part": -4.6,  # 2024年工作计划 after a summary of 2023
    "prologue": -4.0,  # no heading yet since the last beginning
    "goes_on": -3.0,  # the next heading counts on from the one before: 一、 … 二、
    "no_text": -6.0,  # only titles, dates and the like since the last beginning
    "short": -5.0,
    "brief": -0.5,
}
"""What each feature adds. First set by hand, then fitted (tests/reading/fit.py) on one half of the reports there."""


def score(names: Sequence[str]) -> float:
    """The sum of the features' weights."""
    return sum(WEIGHTS[name] for name in names)
