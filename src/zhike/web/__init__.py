"""The page toolkit: generic views, components, style."""
