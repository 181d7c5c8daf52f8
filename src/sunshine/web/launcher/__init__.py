"""Starting and stopping everything Sunshine runs on."""
