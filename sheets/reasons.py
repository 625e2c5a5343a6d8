"""Why a workbook or one of its cells is refused: a stable word and what it is about. Others put it into sentences."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Reason:
    """``code`` names the kind of problem; ``params`` are plain values (a cell's name, a title, a number)."""

    code: str
    params: dict = field(default_factory=dict, hash=False)


class Unreadable(ValueError):
    """A cell does not hold what its column takes."""

    def __init__(self, code, **params):
        super().__init__(code)
        self.reason = Reason(code, params)


class WorkbookRefused(Exception):
    """The file as a whole cannot be taken. ``reasons`` are all that was found, so that they are mended at once."""

    def __init__(self, *reasons):
        super().__init__(", ".join(reason.code for reason in reasons))
        self.reasons = reasons


def refuse(code, **params):
    raise WorkbookRefused(Reason(code, params))
