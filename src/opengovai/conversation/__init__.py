"""What was said before: heard in its language, understood with its history, remembered for a while.

Everything here sees redacted text only.
"""
