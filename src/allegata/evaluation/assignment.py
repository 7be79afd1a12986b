"""One-to-one assignment of the greatest total worth."""

from collections.abc import Sequence


def assign(worth: Sequence[Sequence[float]]) -> list[tuple[int, int]]:
    """Return the pairs (row, column) of the one-to-one map with the greatest total; pairs worth nothing are left out.

    Kuhn's method on a square of ``worth`` filled up with zeros. Deterministic.
    """
    rows = len(worth)
    columns = max((len(row) for row in worth), default=0)
    size = max(rows, columns)
    if not rows or not columns:
        return []
    cost = [[-worth[i][j] if i < rows and j < len(worth[i]) else 0.0 for j in range(size)] for i in range(size)]
    left, right = [0.0] * (size + 1), [0.0] * (size + 1)
    owner, way = [0] * (size + 1), [0] * (size + 1)
    for row in range(1, size + 1):
        owner[0] = row
        column = 0
        least = [float("inf")] * (size + 1)
        seen = [False] * (size + 1)
        while True:
            seen[column] = True
            current, step, following = owner[column], float("inf"), 0
            for j in range(1, size + 1):
                if seen[j]:
                    continue
                reduced = cost[current - 1][j - 1] - left[current] - right[j]
                if reduced < least[j]:
                    least[j], way[j] = reduced, column
                if least[j] < step:
                    step, following = least[j], j
            for j in range(size + 1):
                if seen[j]:
                    left[owner[j]] += step
                    right[j] -= step
                else:
                    least[j] -= step
            column = following
            if owner[column] == 0:
                break
        while column:
            owner[column] = owner[way[column]]
            column = way[column]
    pairs = sorted((owner[j] - 1, j - 1) for j in range(1, size + 1))
    return [(i, j) for i, j in pairs if i < rows and j < len(worth[i]) and worth[i][j] > 0]
