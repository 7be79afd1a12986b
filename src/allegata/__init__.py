"""Allegata reads dispatches into attributed claims, and gathers claims into incidents."""

__version__ = "0.1.0"
