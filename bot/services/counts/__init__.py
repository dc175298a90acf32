"""How many came, stayed, tried and called; and what an employer may see of it."""
