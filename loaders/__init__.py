"""Loaders: one module for each store (see loaders.base for what a loader is)."""
