"""The cycle collector is put back as it was."""

from __future__ import annotations

import gc

import pytest

from kg.memory import collector_paused


def test_it_runs_again_also_after_an_error() -> None:
    assert gc.isenabled()
    with pytest.raises(ValueError, match="inside"), collector_paused():
        assert not gc.isenabled()
        raise ValueError("inside")
    assert gc.isenabled()


def test_it_stays_off_where_it_was() -> None:
    gc.disable()
    try:
        with collector_paused(), collector_paused():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
