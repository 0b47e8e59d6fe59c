"""From part-time to full-time: proposed, approved or declined, and decided by a person with an SK."""
