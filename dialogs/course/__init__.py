"""Small courses: a lesson in a few screens, one thing to try in the week, three questions, and how it went."""
