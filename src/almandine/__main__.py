"""`python -m almandine` is the command `almandine`."""

from almandine.cli import main

if __name__ == "__main__":
    main()
