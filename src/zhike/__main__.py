"""`python -m zhike`: the command line."""

import sys

from zhike.project.cli import main

if __name__ == "__main__":
    sys.exit(main())
