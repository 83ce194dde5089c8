"""Writers: from a solved worksheet and answers to the bytes of one file."""
