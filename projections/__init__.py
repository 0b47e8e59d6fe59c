"""The questions that the record answers, one file each."""
