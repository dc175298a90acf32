"""Her rights: silence at once, seeing and erasing what is kept, a code word for a shared phone, a way back in."""
