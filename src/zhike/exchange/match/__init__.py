"""Which rows of one or two tables mean the same party: prepared here, weighed by Splink.

Nothing here asks the database: rows of text go in, pairs with a probability and a decision come
out (`matching.match`). The order of reading: columns, preparing, comparisons, model, matching.
"""
