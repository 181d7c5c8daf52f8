"""The shell: settings, URLs and the launcher."""
