"""A program of its own: workbooks, address books and JSON become rows, within limits.

Such files may unfold to anything, read by code that may end the process: only this program can
come to grief. `python -m zhike.exchange.unfolding FILE OUT [PART]` writes the rows of a part as
UTF-8 CSV, each entry's number in front (with `!` where it is damaged), and prints the names of all
parts as JSON. On failure one word: password, unreadable.
"""
