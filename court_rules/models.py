"""Rules of a firm beside those that are shipped, and days on which its courts are closed."""
