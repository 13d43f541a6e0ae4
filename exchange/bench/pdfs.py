"""B7: invoice PDFs against WeasyPrint's best settings on the same HTML."""
