"""Runs a server for as long as standard input stays open, so that none outlives the tests, however those end.

python minder.py COMMAND ARGUMENT…

A byte on standard input asks the server to end; the end of standard input, without one, kills it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading


def main() -> int:
    """Start the command, wait for it or for what comes on standard input."""
    server = subprocess.Popen(sys.argv[1:], stdin=subprocess.DEVNULL)

    def watch() -> None:
        while os.read(0, 1):
            server.terminate()
        server.kill()

    threading.Thread(target=watch, daemon=True).start()
    return server.wait()


if __name__ == "__main__":
    sys.exit(main())
