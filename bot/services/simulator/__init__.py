"""What would come, and what would be said: the real rules, played without writing anything."""
