"""Taking everything out into one archive, and putting it back where nothing is."""
