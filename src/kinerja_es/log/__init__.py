"""Where facts are kept for ever, in the order in which they were recorded."""
