"""Standings, climbs and leads counted from a results file alone, by other means than the program's.

python3 counted.py FILE EVERY MINUTES... prints a JSON list, one object for each instant so many minutes after the gun. Of
the file's rows every EVERYth counts. Times are tenths of a second by the runner's own start; whose start is not told has
started with the gun. Nothing here knows the program's code.
"""

import csv
import gzip
import json
import sys

POINTS = ["s5k", "s10k", "s15k", "s20k", "shalf", "s25k", "s30k", "s35k", "s40k", "finish"]


def rows_of(path):
    opened = gzip.open(path, "rt", newline="") if path.endswith(".gz") else open(path, newline="")
    with opened as file:
        for row in csv.DictReader(file):
            start = row["start_offset_s"]
            yield {
                "bib": row["bib"],
                "sex": row["sex"],
                "start": tenths(start),
                "times": [tenths(row[point]) for point in POINTS],
            }


def tenths(text):
    return int(round(float(text) * 10)) if text else None


def seen_by(rows, instant):
    """For each runner the times at the points that were read by the instant, and whether the start was."""
    for index, row in enumerate(rows):
        start = row["start"] or 0
        times = [t if t is not None and start + t <= instant else None for t in row["times"]]
        runs = any(t is not None for t in row["times"])
        started = runs and start <= instant
        yield index, row, times, started


def standings(rows, instant):
    placed = []
    for index, row, times, started in seen_by(rows, instant):
        read = [i for i, t in enumerate(times) if t is not None]
        if read:
            placed.append((-read[-1] - 1, times[read[-1]], row["bib"]))
        elif started:
            placed.append((0, 0, row["bib"]))
    keys = sorted(key[:2] for key in placed)
    first = {}
    for place, key in enumerate(keys, 1):
        first.setdefault(key, place)
    return sorted([[bib, first[(point, time)], -point, time] for point, time, bib in placed])


def at_points(rows, instant, sex=None):
    """For each point the (time, index) of those read there, in order."""
    boards = [[] for _ in POINTS]
    for index, row, times, _ in seen_by(rows, instant):
        if sex in (None, row["sex"]):
            for board, time in zip(boards, times):
                if time is not None:
                    board.append((time, index))
    return [sorted(board) for board in boards]


def climbs(rows, instant):
    """The most places won between neighbouring points that read anybody: [kind, point, bib, before, after]."""
    front = max(10, len(rows) // 100)
    before, found = None, []
    for point, board in zip(POINTS, at_points(rows, instant)):
        if not board:
            continue
        times = [time for time, _ in board]
        place, places = {}, {}
        for n, time in enumerate(times, 1):
            place.setdefault(time, n)
        for time, index in board:
            places[index] = place[time]
        if before is not None:
            won = [(before[i] - p, -p, -t, -i) for t, i in board for p in [places[i]] if before.get(i, 0) > p]
            near = [w for w in won if -w[1] <= front]
            best, best_near = max(won, default=None), max(near, default=None)
            if best_near:
                found.append(told("front", point, best_near, before, rows))
            if best and best != best_near:
                found.append(told("all", point, best, before, rows))
        before = places
    return found


def told(kind, point, won, before, rows):
    index = -won[3]
    return [kind, point, rows[index]["bib"], before[index], -won[1]]


def leads(rows, instant, sex):
    """Where the lead was taken, as [point, bib, bib of who had it]; points at which nobody can say are left out."""
    boards = at_points(rows, instant, sex)
    time_at = [dict((index, time) for time, index in board) for board in boards]
    had, found = None, []
    for n, board in enumerate(boards):
        if not board or unsure(boards, time_at, n):
            continue
        best, leader = board[0]
        level = [index for time, index in board[:10] if time == best]
        # Whoever is first at the finish without ever having been first before is told as having won.
        if had not in level and not (had is None and POINTS[n] == "finish"):
            found.append([POINTS[n], rows[leader]["bib"], None if had is None else rows[had]["bib"]])
        had = leader
    return found


def unsure(boards, time_at, n):
    leader = boards[n][0][1]
    for later in range(n + 1, len(boards)):
        if leader not in time_at[later]:
            continue
        for time, index in boards[later][:10]:
            if index not in time_at[n] and time < time_at[later][leader]:
                return True
    if n > 0 and boards[n - 1]:
        before = boards[n - 1][0][1]
        if before not in time_at[n] and any(before in times for times in time_at[n + 1 :]):
            return True
    return False


def main():
    rows = list(rows_of(sys.argv[1]))[:: int(sys.argv[2])]
    answers = []
    for minutes in sys.argv[3:]:
        instant = int(minutes) * 600
        answers.append(
            {
                "standings": standings(rows, instant),
                "climbs": climbs(rows, instant),
                "F": leads(rows, instant, "F"),
                "M": leads(rows, instant, "M"),
            }
        )
    json.dump(answers, sys.stdout)


main()
