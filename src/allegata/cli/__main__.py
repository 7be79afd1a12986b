"""``python -m allegata.cli``."""

from allegata.cli.app import main

main()
