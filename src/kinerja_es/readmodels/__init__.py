"""The engine that answers questions from the log, and can build every answer again."""
