"""What Jiayin does: everything with a socket, a file, a clock or a database."""
