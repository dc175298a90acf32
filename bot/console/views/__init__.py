"""The pages of the console, one module or package for each matter."""
