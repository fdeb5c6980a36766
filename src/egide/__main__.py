"""Run the command line with `python -m egide`."""

from egide.cli import main

main()
