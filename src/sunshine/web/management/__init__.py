"""Commands of the `sunshine` program."""
