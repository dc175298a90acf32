"""The laws of this house: what holds for every file, whoever wrote it."""
