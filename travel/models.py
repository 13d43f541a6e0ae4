"""Trips with their legs, stays, papers and costs."""
