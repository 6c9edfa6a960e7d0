"""Rules that record types share as plain functions: no database, no Django."""
