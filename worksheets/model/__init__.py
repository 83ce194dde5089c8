"""Plain frozen data: what a map is, what a sheet is, what comes back."""
