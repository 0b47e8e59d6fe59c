"""Errors and warnings of violations, sanctions, coaching, and of changes of units and posts."""
