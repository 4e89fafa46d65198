"""Pictures of analyses with matplotlib, in a font that shows Chinese."""

from kg.plot.draw import SUFFIXES, check_plot, draw

__all__ = ["SUFFIXES", "check_plot", "draw"]
