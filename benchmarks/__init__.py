"""How quick the house is, beside the programs that people would use instead: `make bench`."""
