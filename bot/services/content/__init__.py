"""Content on its way from files through its checks into the database, and out of it as the library."""
