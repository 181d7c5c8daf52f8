"""The working calendar: which days count, and when a statutory term ends."""
