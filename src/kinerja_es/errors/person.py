"""Errors and warnings of personal data, grades, increments, transfers and leave."""
