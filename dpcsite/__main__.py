"""`python -m dpcsite` is the same as `dpcsite`."""

from dpcsite.cli import main

if __name__ == "__main__":
    main()
