"""阳光信访: an open platform that hears, routes, clocks and answers the people's petitions."""
