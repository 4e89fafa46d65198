"""Names that a reviewer's decision takes out of the thing that the rules gave them: they get an id of their own."""

from __future__ import annotations

from collections.abc import Iterable

from kg.corrections.record import Correction
from kg.records import INITIATIVES
from kg.resolution.ids import make_id
from kg.resolution.names import display, fold, normal_form

__all__ = ["LABELS", "Splits", "form_of", "group_of"]

LABELS = (*INITIATIVES, "Unit", "District", "Document", "Indicator")
"""Of the things that decisions are about."""


def group_of(label: str) -> str:
    """What may be one thing: a program may be a campaign, everything else has its own label."""
    return "Initiative" if label in (*INITIATIVES, "Initiative") else label


def form_of(name: str, label: str) -> str:
    """The form by which a decision finds a name again: the normal form of an initiative, else the folded name."""
    return (normal_form(name) if label in INITIATIVES else fold(name)) or name


class Splits:
    """The decisions `split`, and what they took out."""

    _LABELS = (*INITIATIVES, "Unit", "Document", "Indicator")

    def __init__(self, rows: Iterable[Correction] = ()) -> None:
        """Those of the rows that split; districts are what their codes say, and are not split."""
        self._by_form: dict[tuple[str, str], list[Correction]] = {}
        for row in rows:
            if row.action != "split":
                continue
            for label in self._LABELS:
                if not row.label or group_of(row.label) == group_of(label):
                    known = self._by_form.setdefault((label, form_of(row.a, label)), [])
                    known.append(row)
        self.done: dict[tuple[str, str, str], set[Correction]] = {}
        """(id from the rules, own id, surface) → the decisions."""

    def own_id(self, id: str, label: str, surface: str, place: object = None) -> str:
        """The id of what the surface means, for which the rules say `id`."""
        if not self._by_form:
            return id
        rows = self._by_form.get((label, form := form_of(surface, label)), ())
        found = [row for row in rows if not row.place or fold(row.place) == fold(str(place or ""))]
        if not found:
            return id
        own = make_id(id.partition("-")[0], "split", id, form)
        self.done.setdefault((id, own, display(surface)), set()).update(found)
        return own
