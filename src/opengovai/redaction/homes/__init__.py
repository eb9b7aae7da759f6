"""Homes told in words, where no street and number tell the address."""
