"""The matrix at its doors: what the tests of it share."""
