"""How one official's record is replayed for any day, as known on any other day."""
