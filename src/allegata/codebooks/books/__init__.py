"""The built-in codebooks: one module each, with a data file of the same name in ``codebooks/data``."""
