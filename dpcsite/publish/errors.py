"""What keeps a site from being published."""


class CannotPublishError(Exception):
    """Nothing more will be sent; `help` says what to do, and `missing` which files did not arrive."""

    def __init__(self, message: str, help_: str, missing: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.help = help_
        self.missing = missing
