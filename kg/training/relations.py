"""Training of what mentions and figures have to do with each other: their statuses, about, acting units.

    python -m kg.training.relations GOLD_DIR… [-o FOLDER]
    python -m kg.training.relations --cross-validate GOLD_DIR… [--tagged] [--errors FILE]

reads annotated reports and writes the weights that kg/extraction ships (kg/extraction/data). Deterministic: the same
gold gives the same bytes. --cross-validate prints instead how good models are on reports that they did not learn from,
with the gold's names and figures, or (--tagged) with those that the installed tagger finds.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from kg.gold import read_folder
from kg.training.cases import Case, train
from kg.training.crossvalidate import report
from kg.training.forest import write_forest
from kg.training.linear import write_model

__all__ = ["main"]


def main() -> None:
    """Train on folders of gold and write the weights, or cross-validate."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("gold", nargs="+", type=Path, help="folders of annotated reports")
    default = Path(__file__).parent.parent / "extraction" / "data"
    parser.add_argument("-o", "--output", type=Path, default=default, help="folder of the weights")
    parser.add_argument("--cross-validate", action="store_true", help="measure by cross-validation, write no weights")
    parser.add_argument("--tagged", action="store_true", help="measure with the installed tagger's names and figures")
    parser.add_argument("--errors", type=Path, help="write the faults of a cross-validation there")
    args = parser.parse_args()
    cases = [Case.of(gold) for folder in args.gold for gold in read_folder(folder)]
    if args.cross_validate:
        report(cases, tagger=args.tagged, errors=args.errors)
        return
    models = train(cases)
    for name, model in models.linear.items():
        write_model(model, args.output / f"{name}.json")
    write_forest(models.trees, args.output / "about_trees.npz")


if __name__ == "__main__":
    main()
