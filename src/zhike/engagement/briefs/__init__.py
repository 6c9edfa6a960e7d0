"""Briefs: what one must know of a customer or a deal, on one page, for a visit or a handover."""
