"""The record for other systems, over HTTP."""
