"""Foreign formats: one library, one door each."""
