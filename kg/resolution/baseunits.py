"""Base units (schema/measures.yaml): 亩 and 公顷 in square metres, 斤 and 吨 in kilograms, beside what was printed."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from typing import Any

from kg.errors import SchemaError
from kg.resources import parse_yaml, resource

__all__ = ["BaseUnits", "load_base_units"]


class BaseUnits:
    """From a measure to its base unit and the exact factor."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        """data: the sections `base` and `same` of schema/measures.yaml. Raises SchemaError where they are malformed."""
        self._known: dict[str, tuple[str, Fraction]] = {}
        try:
            for base, units in data["base"].items():
                self._known[base] = (base, Fraction(1))
                for unit, (factor, source) in units.items():
                    self._known[unit] = (base, _factor(unit, factor, source))
            for unit, words in data["same"].items():
                for word in words.split():
                    self._known[word] = self._known.get(unit, (unit, Fraction(1)))
        except (KeyError, AttributeError, TypeError, ValueError) as error:
            raise SchemaError(
                f"the base units are malformed: {error}", where="schema/measures.yaml", todo="install kg again"
            ) from error

    def unit(self, measure: str) -> str:
        """The base unit of a measure, the measure itself where it has none.

        Of a rate each part has its own: 元/亩 is 元/平方米; a rate whose second part counts (元/人) stays.
        """
        return self._of(measure)[0]

    def convert(self, value: float | None, measure: str) -> tuple[float | None, str]:
        """(value in the base unit, the base unit); None stays None. Exact but for the last bit.

        >>> load_base_units().convert(3, "公顷"), load_base_units().convert(150, "亩")
        ((30000.0, '平方米'), (100000.0, '平方米'))
        """
        unit, factor = self._of(measure)
        if value is None or factor == 1:
            return value, unit
        return float(Fraction(str(value)) * factor), unit

    def _of(self, measure: str) -> tuple[str, Fraction]:
        known = self._known.get(measure)
        if known is None and "/" in measure:
            parts = [self._known.get(part, (part, Fraction(1))) for part in measure.split("/")]
            factor = parts[0][1]
            for _, below in parts[1:]:
                factor /= below
            known = "/".join(unit for unit, _ in parts), factor
            self._known[measure] = known
        return known or (measure, Fraction(1))


def _factor(unit: str, factor: object, source: object) -> Fraction:
    said = Fraction(str(factor))
    if not source or said <= 0:
        raise ValueError(f"{unit}: a factor above 0 and its source are needed")
    return said


@cache
def load_base_units() -> BaseUnits:
    """The base units that ship with kg. Raises SchemaError when the file is malformed."""
    return BaseUnits(parse_yaml(resource("schema", "measures.yaml").read_text("utf-8")))
