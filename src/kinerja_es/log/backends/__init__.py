"""One file for each database that can hold the log, with the same names in each."""
