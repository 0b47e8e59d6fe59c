"""Moves between agencies (pindah instansi), out and in."""
