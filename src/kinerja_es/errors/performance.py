"""Errors and warnings of agreements, plans, realisations, assessments and upgrades."""
