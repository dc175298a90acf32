"""What trainers announce to many: written, looked at by a second person where many get it, spread, taken back."""
