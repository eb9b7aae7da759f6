"""Measures answers against questions with gold quotes: pure functions over values.

`questions` reads a set, `answers` scores and summarises, `risk` relates confidence to risk,
`intervals` says how sure a figure is. Nothing here asks a model or an assistant.
"""
