"""`almandine demo`: placeholder."""

import rich_click as click


@click.command("demo")
def demo() -> None:
    """Demo."""
