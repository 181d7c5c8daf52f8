"""The drill: people file at full speed while everything under them is killed, filled up and set to a wrong time."""
