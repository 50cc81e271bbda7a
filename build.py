"""The promised door: `python build.py [ARGS]` is the same as `dpcsite build [ARGS]`."""

import sys

from dpcsite.cli import main

if __name__ == "__main__":
    main(["build", *sys.argv[1:]])
