"""Assessments of competence, and the teams that assess."""
