"""The program that prints: a process of its own, fed by a pipe, which reaches nothing else."""
