"""Understanding what people write in Chinese: numbers, times, questions and signs of danger."""
