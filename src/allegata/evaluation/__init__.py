"""Scorers and readers of public gold sets: how exactly Allegata reads, beside the published results of others."""
