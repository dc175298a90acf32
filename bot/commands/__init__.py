"""The command line: one module per group of commands; the service starts from `run`."""
