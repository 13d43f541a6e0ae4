"""Pages of depositions, a module for each noun."""
