"""Bodies and places: the words that tell a ministry, court or firm from a person, and, as an
option, recognizers that hide organisations and places too."""
