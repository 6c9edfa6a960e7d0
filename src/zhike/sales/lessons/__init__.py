"""The library of lessons: what deals that were won and lost have taught."""
