"""The command line: one module a command. ``main`` turns every wrong use into one line and exit status 2."""

from allegata.cli.app import main

__all__ = ["main"]
