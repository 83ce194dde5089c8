"""Readers: from the bytes of a returned file to marks, nothing settled yet."""
