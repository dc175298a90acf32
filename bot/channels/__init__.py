"""Where messages come from and go to; one small package per channel, which do not know each other."""
