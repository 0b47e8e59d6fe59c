"""Discipline: a violation reported, examined, sanctioned, appealed against, and a sanction that ends."""
