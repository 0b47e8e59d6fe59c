"""Errors and warnings of corrections, voids, annulments, reinstatements and merges."""
