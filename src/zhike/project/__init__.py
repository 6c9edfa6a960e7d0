"""The project: settings, URLs and command line, the only package that knows all others."""
