"""The guide, read as a person reads it: its links lead somewhere, its commands do what it says."""
