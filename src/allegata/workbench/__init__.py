"""The workbench: the web application over a casebook."""
