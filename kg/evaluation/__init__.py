"""How good extraction is: scores against annotated reports, and where it goes wrong."""

from kg.evaluation.confusions import confusions
from kg.evaluation.score import Scores, Tally, score
from kg.evaluation.systems import System, extracted_by_kg, read_system

__all__ = ["Scores", "System", "Tally", "confusions", "extracted_by_kg", "read_system", "score"]
