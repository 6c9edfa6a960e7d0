"""Rules of prices as plain functions: no database, no Django."""
