"""What whoever runs the site sees of it: health, figures and logs, none with a word of what anybody said."""
