"""Who we deal with: parties (persons and organizations), contact points, relationships.

It may not know what is sold to them, written to them or done for them.
"""
