"""The one exception of this package."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .types import Error


class FollowthroughError(ValueError):
    """What went wrong (`code`, `message`), where (`path`, `line`, `column`), and what to do about it (`help`).

    A playbook has all its problems in `errors`; the attributes are those of the first.
    """

    def __init__(self, text: str, errors: list[Error]) -> None:
        super().__init__(text, errors)
        first: Error = errors[0] if errors else {"code": "FT-X002", "path": "", "message": text}
        self.errors = errors
        self.code: str = first["code"]
        self.path: str = first["path"]
        self.message: str = first["message"]
        self.help: str | None = first.get("help")
        self.line: int | None = first.get("line")
        self.column: int | None = first.get("column")

    def __str__(self) -> str:
        text: str = self.args[0]
        return text
