"""What an official's record is made of, and the rules that decide what may be added to it."""
