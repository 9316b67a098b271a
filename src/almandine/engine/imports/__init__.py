"""Imports: files are collected, their records placed, matched, stored and reported."""
