"""Tips and starters read aloud by trainers: taken in, listened to by a second person, heard by parents."""
