"""Observations: which year a figure is about, and its value in base units."""

from __future__ import annotations

from kg.records import Observation, Report
from kg.resolution.baseunits import load_base_units
from kg.resolution.graph import Value
from kg.resolution.ids import make_id
from kg.resolution.masks import is_masked_figure
from kg.resolution.names import display

__all__ = ["observation_id", "observation_properties", "year_of"]


def year_of(report: Report, observation: Observation) -> int | None:
    """The year a figure is about: the report's year, for a plan the year planned for, for a baseline the year before.

    None where the report says no year.
    """
    if observation.status == "planned":
        if report.plan_year is not None:
            return report.plan_year
        return report.year + 1 if report.year is not None else None
    if report.year is None:
        return None
    return report.year - 1 if observation.status == "baseline" else report.year


def observation_id(report: Report, rid: str, observation: Observation) -> str:
    """Derived from the report and the figure's place in it, so a report added before it in the file changes nothing."""
    return make_id("obs", rid, observation.start - report.start, observation.end - report.start)


def observation_properties(report: Report, observation: Observation) -> dict[str, Value]:
    """The properties of the node: the figure as printed, and beside it in base units."""
    value = None if observation.value is None else float(observation.value)
    base_value, base_measure = load_base_units().convert(value, observation.measure)
    return {
        "value": value,
        "measure": observation.measure,
        "base_value": base_value,
        "base_measure": base_measure,
        "approx": observation.approx,
        "masked": is_masked_figure(observation.text),
        "status": observation.status,
        "year": year_of(report, observation),
        "text": display(observation.text),
    }
