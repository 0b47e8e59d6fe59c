"""The record for people at a terminal: the `kinerja` command."""
