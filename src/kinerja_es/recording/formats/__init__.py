"""Formats that others made: one file for each, which says what its fields mean as a record of one kind."""
