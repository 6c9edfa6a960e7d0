"""The benchmark's figures as people read them."""

from __future__ import annotations

from typing import Any

_PAGE = "{user:<5}{page:<24}{median:>8.1f}{p95:>8.1f}{sql_p95:>8.1f}{queries:>5}{kilobytes:>8.1f}"
_TITLE = (
    f"{'user':<5}{'page':<24}{'median':>8}{'p95':>8}{'SQL p95':>8}{'n':>5}{'KB':>8}"
    f"{'8: /s':>8}{'p95':>8}"
)
_LIVE = (
    "{asked:<21}{questions:>5}{median:>8.1f}{p99:>8.1f}{cpu_median:>8.1f}{cpu_p99:>8.1f}"
    "{request_median:>9.1f}{request_p99:>8.1f}{request_cpu:>6.1f}{queries:>5}{failed:>7}"
)
_LIVE_TITLE = (
    f"{'n':>5}{'p50':>8}{'p99':>8}{'CPU p50':>8}{'p99':>8}{'request':>9}{'p99':>8}{'CPU':>6}"
    f"{'n':>5}{'failed':>7}"
)


def heading(found: dict[str, Any]) -> None:
    """What was made, and on what."""
    machine, size = found["machine"], found["size"]
    print(
        f"{machine['database']}, Python {machine['python']}, {machine['cores']} cores, load"
        f" {machine['load']}: {size['parties']:,} customers made in {size['seconds_to_make']} s,"
        f" {found['database_megabytes']:,} MB\n\nmilliseconds\n{_TITLE}",
        flush=True,
    )


def page(row: dict[str, Any]) -> None:
    """One page's line."""
    failed = f"  {row['failed']} failed" if row["failed"] else ""
    print(
        _PAGE.format(**row) + f"{row['per_second']:>8.1f}{row['p95_of_8']:>8.1f}{failed}",
        flush=True,
    )


def work(found: dict[str, Any]) -> None:
    """Who got the customer that all wanted, and how long a handover kept others waiting."""
    race, given = found["race"], found["handover"]
    print(
        f"\nrace: {race['people']} people claim one customer: {race['got it']} got it,"
        f" {race['told who']} were told who; first answer {race['first_seconds']} s, last"
        f" {race['last_seconds']} s\n"
        f"handover: {given['records']:,} records in {given['seconds']} s, {given['chunks']}"
        f" transactions of {given['median']} ms (median), {given['slowest']} ms at most; undone in"
        f" {given['undo_seconds']} s",
        flush=True,
    )


def live(row: dict[str, Any], title: bool) -> None:
    """What one kind of question to the duplicate check took."""
    if title:
        print(f"\n{'duplicate check':<21}{_LIVE_TITLE}")
    print(_LIVE.format(**row), flush=True)


def directory(found: dict[str, Any]) -> None:
    """How fast a list came in, and how long searches took."""
    if loaded := found.get("load"):
        print(
            f"\ndirectory: {loaded['rows']:,} companies in {loaded['seconds']} s:"
            f" {loaded['rows_per_second']:,} rows/s, {loaded['rows_per_cpu_second']:,} per"
            f" CPU-second, peak {loaded['peak_megabytes']} MB"
        )
    print(f"\n{'searches':<22}{'median':>8}{'p95':>8}{'most':>8}{'CPU':>8}{'most':>8}{'found':>12}")
    for row in found["searches"]:
        print(
            f"{row['name']:<22}{row['median']:>8.1f}{row['p95']:>8.1f}{row['most']:>8.1f}"
            f"{row['cpu_median']:>8.1f}{row['cpu_most']:>8.1f}{row['found']:>12,}", flush=True,
        )  # fmt: skip


def ending(found: dict[str, Any]) -> None:
    """Import, memory, size."""
    print()
    if "import" in found:
        _import(found["import"])
    for name in ("memory", "memory_after_import"):
        if sizes := found.get(name):
            each = ", ".join(f"{one['pss'] / 1024:.0f}/{one['rss'] / 1024:.0f}" for one in sizes)
            total = sum(one["pss"] for one in sizes) / 1024
            print(f"{name.replace('_', ' ')}: PSS/RSS MB {each}; together {total:.0f} MB")
    print(f"database: {found['database_megabytes_after']:,} MB at the end")


def _import(found: dict[str, Any]) -> None:
    door, bare, undo = found["door"], found["bare"], found["undo"]
    print(
        f"import: {door['rows']:,} customers with a phone and an email each in {door['seconds']} s:"
        f" {door['rows_per_second']:,} rows/s, {door['rows_per_cpu_second']:,} per CPU-second,"
        f" peak {door['peak_megabytes']} MB\n"
        f"bare bulk_create of the customers alone: {bare['rows_per_second']:,} rows/s,"
        f" {bare['rows_per_cpu_second']:,} per CPU-second; the door does"
        f" {found['ratio_per_cpu_second']} of that\n"
        f"undo: {undo['seconds']} s, {undo['rows_left']} customers and"
        f" {undo['contact_points_left']} contact points left\n"
        f"a list page while importing: median {found['page_meanwhile']['median']} ms,"
        f" p95 {found['page_meanwhile']['p95']} ms"
        f" ({found['page_meanwhile']['requests']} requests)"
    )


def money(sums: dict[str, Any]) -> None:
    """How much money there was, and what it takes to count anew what everybody owes."""
    print(
        f"\nmoney: {sums['payments']:,} payments, {sums['instalments']:,} instalments"
        f" ({sums['open']:,} open) of {sums['contracts']:,} contracts, {sums['invoices']:,}"
        f" invoices; what {sums['debtors']:,} customers owe is counted anew in"
        f" {sums['recount_seconds']} s",
        flush=True,
    )


def selling(rows: list[dict[str, Any]]) -> None:
    """What a quote of many lines costs the server."""
    print(f"\n{'500 lines, ms of CPU':<32}{'median':>12}{'most':>9}", flush=True)
    for row in rows:
        print(f"{row['name']:<32}{row['median']:>12.1f}{row['most']:>9.1f}", flush=True)
