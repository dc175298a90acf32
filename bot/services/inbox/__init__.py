"""Questions that parents passed on to trainers: sorted, shared out, heard, answered, and kept for the next parent."""
