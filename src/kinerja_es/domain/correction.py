"""What becomes of facts that were wrong: corrected, voided, annulled, reinstated, merged."""
