"""Plain bots to measure against, each as its library's documentation shows it; versions in the extra `bench`."""
