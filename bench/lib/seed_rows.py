"""seed_rows.py DATABASE ENTITY COUNT: adds COUNT attachments to a trace of the default project."""

import sqlite3
import sys

path, entity, count = sys.argv[1:]
# The workspace and the project of an Opik without authentication have this id.
default = "0190babc-62a0-71d2-832a-0feffa4676eb"
now = "2026-01-01T00:00:00.000Z"
with sqlite3.connect(path) as database:
    database.executemany(
        "INSERT INTO attachments VALUES (?, ?, 'trace', ?, ?, 'image/png', 1000, ?, ?, 'admin', 'admin')",
        ((default, default, entity, f"screenshot-{number:06}.png", now, now) for number in range(int(count))),
    )
