"""Runs a program in a pseudo-terminal: terminal.py STEPS PROGRAM ARGUMENTS...

STEPS is a JSON list of [text to wait for, keys to send then]. Prints what the terminal showed; ends as the program did,
or with 99 when a text did not come."""

import fcntl
import json
import os
import pty
import select
import struct
import sys
import termios
import time

steps = json.loads(sys.argv[1])
pid, terminal = pty.fork()
if pid == 0:
    os.execvp(sys.argv[2], sys.argv[2:])
fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 160, 0, 0))
shown = b""
seen = 0


def more(seconds):
    """Reads what the program wrote, and tells whether the program still has the terminal."""
    global shown
    ready, _, _ = select.select([terminal], [], [], seconds)
    if not ready:
        return True
    try:
        data = os.read(terminal, 65536)
    except OSError:
        return False
    shown += data
    return data != b""


def wait(text):
    global seen
    end = time.time() + 20
    while text not in shown[seen:]:
        if not more(0.1) or time.time() > end:
            return False
    seen = shown.index(text, seen) + len(text)
    return True


came = True
for text, keys in steps:
    came = came and wait(text.encode())
    if came:
        # The program draws its question before it reads keys.
        more(0.2)
        os.write(terminal, keys.encode())
end = time.time() + (20 if came else 0)
while more(0.1) and time.time() < end:
    pass
if not came:
    os.kill(pid, 9)
_, status = os.waitpid(pid, 0)
sys.stdout.buffer.write(shown)
sys.stdout.flush()
sys.exit(os.waitstatus_to_exitcode(status) & 0x7F if came else 99)
