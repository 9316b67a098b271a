"""The rules of running jobs; knows records, faults and env, and nothing else."""
