"""Splits lists of names: 市妇联、各县（市、区）妇联，市教育局."""


def split_names(flat: str) -> list[str]:
    """The names separated by comma, 、 or semicolon outside of brackets."""
    names, depth, start = [], 0, 0
    for i, char in enumerate(flat):
        if char == "(":
            depth += 1
        elif char == ")":
            depth = max(0, depth - 1)
        elif char in ",、;" and not depth:
            names.append(flat[start:i].strip())
            start = i + 1
    return [name for name in [*names, flat[start:].strip()] if name]
