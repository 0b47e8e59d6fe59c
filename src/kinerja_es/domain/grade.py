"""Grade and pay within an engagement: golongan, KGB, and probation that ends (CPNS to PNS)."""
