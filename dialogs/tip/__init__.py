"""Tips: one short thing to do today, chosen by rules that can be told, shown at once or on the weekly rhythm."""
