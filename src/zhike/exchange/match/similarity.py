"""How alike two texts are, by the measures of the databases that Splink runs on."""

from __future__ import annotations

PREFIX = 4
PREFIX_WEIGHT = 0.1
# Below it a common beginning does not count.
BOOST_FROM = 0.7


def edits(one: str, other: str) -> int:
    """Letters to put in, take out, replace or swap with a neighbour (each letter once or more)."""
    if one == other:
        return 0
    last: dict[str, int] = {}
    size = len(one) + len(other)
    table = [[size] * (len(other) + 2) for _ in range(len(one) + 2)]
    for row in range(len(one) + 1):
        table[row + 1][1] = row
    for column in range(len(other) + 1):
        table[1][column + 1] = column
    for row, letter in enumerate(one, start=1):
        match = 0
        for column, against in enumerate(other, start=1):
            before, swapped = last.get(against, 0), match
            cost = letter != against
            if not cost:
                match = column
            table[row + 1][column + 1] = min(
                table[row][column] + cost,
                table[row + 1][column] + 1,
                table[row][column + 1] + 1,
                table[before][swapped] + (row - before - 1) + 1 + (column - swapped - 1),
            )
        last[letter] = row
    return table[-1][-1]


def are_within(one: str, other: str, most: int) -> bool:
    """Whether so many edits at most lie between them; most pairs are told apart without counting.

    Each edit changes one letter of the bag of letters; swapping changes none.
    """
    if abs(len(one) - len(other)) > most:
        return False
    rest = other
    missing = 0
    for letter in one:
        shorter = rest.replace(letter, "", 1)
        missing += len(shorter) == len(rest)
        if missing > most:
            return False
        rest = shorter
    return len(rest) <= most and edits(one, other) <= most


def jaro_winkler(one: str, other: str) -> float:
    """1 for the same, 0 for nothing in common; a common beginning counts more."""
    similarity = _jaro(one, other)
    if similarity <= BOOST_FROM:
        return similarity
    common = 0
    for left, right in zip(one[:PREFIX], other[:PREFIX], strict=False):
        if left != right:
            break
        common += 1
    return similarity + common * PREFIX_WEIGHT * (1 - similarity)


def _jaro(one: str, other: str) -> float:
    if not one or not other:
        return float(one == other)
    reach = max(max(len(one), len(other)) // 2 - 1, 0)
    taken = [False] * len(other)
    found: list[str] = []
    for place, letter in enumerate(one):
        for there in range(max(0, place - reach), min(len(other), place + reach + 1)):
            if not taken[there] and other[there] == letter:
                taken[there] = True
                found.append(letter)
                break
    if not found:
        return 0.0
    mirrored = [letter for letter, is_taken in zip(other, taken, strict=True) if is_taken]
    wrong = sum(a != b for a, b in zip(found, mirrored, strict=True)) // 2
    same = len(found)
    return (same / len(one) + same / len(other) + (same - wrong) / same) / 3
