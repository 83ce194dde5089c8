"""Everything that goes out for a workshop: a copy per person, mail drafts, one archive."""
