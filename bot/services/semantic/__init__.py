"""Questions matched by what they mean, with a sentence-embedding model that the operator brings: an optional extra."""
