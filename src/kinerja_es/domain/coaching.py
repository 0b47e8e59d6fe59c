"""Coaching (pembinaan), and what follows an evaluation."""
