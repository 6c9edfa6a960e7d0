"""Rules of selling as plain functions: no database, no Django."""
