"""How well Jiayin understands questions, danger and time phrases: labelled texts, and what comes of them."""
