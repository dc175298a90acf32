"""Content out to spreadsheets and back in: read with care, compared row by row, and taken in as drafts."""
