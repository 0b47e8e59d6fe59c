"""Draws the pictures of read models."""
