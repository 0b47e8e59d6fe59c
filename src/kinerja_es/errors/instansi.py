"""Errors and warnings of policy and what a government sets for itself."""
