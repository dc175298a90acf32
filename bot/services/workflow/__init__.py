"""How content comes about: written, looked over, signed, published, changed, taken back and retired."""
