"""A simulated past: invented people bring what troubles them, and officers with loads and habits deal with it.

Every act is planned by the real engine at its own time and written by the bulk carrier (``procedure.bulk``).
"""
