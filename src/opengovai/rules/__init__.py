"""Deterministic decision tables: what the rules recommend, and which rule said so.

A subset of DMN 1.3 decision tables (OMG formal/2021-02-01) with FEEL unary tests.
"""
