"""Rules about time: age bands, shifts, recurrence, call windows, seasons, holidays and telephone areas."""
