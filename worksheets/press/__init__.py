"""Finished PDFs made ready for printers: packs, tiles, n-up, proofs, continuation pages."""
