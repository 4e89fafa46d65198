"""How good the shipped extraction is, measured on reports that it did not learn from.

Run with -s to see the figures. `../shared/gold/dev` is for measuring only.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from kg.extraction.interchange import to_json
from kg.extraction.parallel import extract_all
from kg.extraction.tagger.engine import Engine, tag_text
from kg.extraction.tagger.onnx_engine import OnnxEngine
from kg.gold import read_folder
from kg.reading import analyse, find_reports, read_sources
from kg.records import SourceText
from kg.training.samples import gold_spans

LEAST = {
    "unit (exact span)": 0.75,
    "initiative (exact span)": 0.58,
    "quantity (value and measure)": 0.95,
    "observation (with its indicator)": 0.85,
    "observation status (of found)": 0.93,
    "initiative status (of overlapping)": 0.93,
    "report head (year, kind)": 1.0,
    "report head (unit)": 1.0,
}


@pytest.mark.shared
def test_the_scorer_of_the_gold_finds_it_good_enough(shared: Path, tmp_path: Path) -> None:
    dev = shared / "gold" / "dev"
    paths = sorted(path for path in dev.glob("*.txt") if not path.name.endswith(".ann.txt"))
    sources = [source for source in read_sources(paths) if isinstance(source, SourceText)]
    assert len(sources) == len(paths) == 10
    found = list(extract_all((source, report) for source in sources for report in find_reports(source)))
    assert len(found) == 10
    system = tmp_path / "system.jsonl"
    system.write_text("".join(json.dumps(to_json(each)) + "\n" for each in found), encoding="utf-8")
    command = [sys.executable, str(shared / "gold" / "score.py"), str(dev), str(system), "--json"]
    table = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    for label, row in table.items():
        print(f"{label:42} P {row['precision']:.3f} R {row['recall']:.3f} F1 {row['f1']:.3f} ({row['gold']})")
    short = {label: table[label]["f1"] for label, least in LEAST.items() if table[label]["f1"] < least}
    assert not short


def _f1(engine: Engine, folder: Path) -> float:
    """F1 of all names and figures by exact span and type."""
    hits = wanted = found = 0
    for gold in read_folder(folder):
        analysis = analyse(gold.text)
        spans = set(gold_spans(gold, analysis))
        tagged = set(tag_text(analysis.text, engine))
        hits, wanted, found = hits + len(spans & tagged), wanted + len(spans), found + len(tagged)
    return 2 * hits / (wanted + found)


@pytest.mark.shared
@pytest.mark.hanlp
def test_int8_loses_at_most_half_a_point(shared: Path, hanlp_model: Path, tmp_path: Path) -> None:
    from kg.training.export import export, load_component

    export(load_component(hanlp_model), tmp_path, {})
    dev = shared / "gold" / "dev"
    full, small = _f1(OnnxEngine(tmp_path, file="tagger.onnx"), dev), _f1(OnnxEngine(), dev)
    print(f"fp32 {full:.4f}, int8 {small:.4f}, loss {100 * (full - small):.2f} points")
    assert full - small <= 0.005
