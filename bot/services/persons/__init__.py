"""What the console shows of a person, and does for her."""
