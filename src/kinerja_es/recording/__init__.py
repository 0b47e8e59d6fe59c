"""How a roster or a command becomes facts: all of it, or nothing and every error at once."""
