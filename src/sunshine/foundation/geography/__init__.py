"""Administrative divisions, from the province to the townships."""
