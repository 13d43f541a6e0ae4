"""Imports: a file is taken in, mapped, checked, and made into rows, all of them or none."""
