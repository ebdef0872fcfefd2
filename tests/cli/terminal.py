"""Runs a command in a pseudo-terminal: python3 terminal.py COLUMNS COMMAND...

What it prints goes to stdout. Each line on stdin is an order in JSON: {"type": TEXT} types, {"columns": N} makes the
terminal wider or narrower. At its end, stderr gets {"status": N, "signal": N or null}.
"""

import fcntl
import json
import os
import pty
import select
import struct
import sys
import termios


def resize(terminal, columns):
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))


def obey(terminal, order):
    if "columns" in order:
        resize(terminal, order["columns"])
    else:
        os.write(terminal, order["type"].encode())


def relay(terminal):
    """Until the terminal is closed, which reads as an error."""
    sources = [terminal, 0]
    while True:
        readable = select.select(sources, [], [])[0]
        if terminal in readable:
            try:
                os.write(1, os.read(terminal, 65536))
            except OSError:
                return
        if 0 in readable:
            orders = os.read(0, 65536)
            for line in orders.splitlines():
                obey(terminal, json.loads(line))
            if not orders:
                sources.remove(0)


child, terminal = pty.fork()
if child == 0:
    resize(0, int(sys.argv[1]))
    os.execvp(sys.argv[2], sys.argv[2:])
relay(terminal)
status = os.waitpid(child, 0)[1]
signal = os.WTERMSIG(status) if os.WIFSIGNALED(status) else None
code = os.WEXITSTATUS(status) if os.WIFEXITED(status) else None
sys.stderr.write(json.dumps({"status": code, "signal": signal}))
