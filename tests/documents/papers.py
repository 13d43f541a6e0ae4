"""Small files for the tests of documents."""

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
OTHER_PDF = PDF + b"% second\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40
DOCX = b"PK\x03\x04" + b"\0" * 60
