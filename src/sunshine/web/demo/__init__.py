"""The demo: its organs, its cast and its petitions."""
