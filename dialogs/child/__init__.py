"""The children: how old, who looks after them, how they can be reached, whether they board; never a name."""
