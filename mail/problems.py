"""What goes wrong with mail servers, in words for who keeps them."""


class MailProblem(Exception):
    """Its text says what is wrong. `is_refused`: it will be, until somebody changes something."""

    def __init__(self, text: str, *, is_refused: bool = False) -> None:
        super().__init__(text)
        self.is_refused = is_refused
