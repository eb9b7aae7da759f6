"""Names of persons beside the tagger: a list of names, and what stands around a name found."""
