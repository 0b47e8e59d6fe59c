"""Yearly performance plans (SKP)."""
