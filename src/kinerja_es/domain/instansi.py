"""What one government sets for itself: policy, terms of office, staffing needs, ceilings of budget."""
