"""What Jiayin says and decides: pure functions and values, without IO, clock, chance or channel."""
