"""Migrations of the tables, run by Alembic when a casebook of an older version is opened."""
