"""Readers of formats other than plain text, one module a format; entry points of "kg.readers" name them."""
