"""What she can change: how often tips come and when, their topics, the language, the factory; doors to the rest."""
