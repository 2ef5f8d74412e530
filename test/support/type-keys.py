"""Runs a program in a pseudo-terminal and types: type-keys.py STEPS PROGRAM ARGUMENTS...

STEPS is a JSON list of [text to wait for, keys to send then]. Prints what the terminal showed; ends as the program did,
or with 99 when a text did not come within 20 seconds."""

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
output = b""
searched = 0


def read_output(seconds):
    """Reads what the program writes next, waiting that long at most; false when the program has left the terminal."""
    global output
    ready, _, _ = select.select([terminal], [], [], seconds)
    if not ready:
        return True
    try:
        data = os.read(terminal, 65536)
    except OSError:
        return False
    output += data
    return data != b""


def wait_for(text):
    """Waits for a text after those that were found before, and tells whether it came."""
    global searched
    deadline = time.time() + 20
    while text not in output[searched:]:
        if not read_output(0.1) or time.time() > deadline:
            return False
    searched = output.index(text, searched) + len(text)
    return True


all_came = True
for text, keys in steps:
    all_came = all_came and wait_for(text.encode())
    if all_came:
        # The program draws its question before it reads keys.
        read_output(0.2)
        os.write(terminal, keys.encode())
deadline = time.time() + (20 if all_came else 0)
while read_output(0.1) and time.time() < deadline:
    pass
if not all_came:
    os.kill(pid, 9)
_, status = os.waitpid(pid, 0)
sys.stdout.buffer.write(output)
sys.stdout.flush()
sys.exit(os.waitstatus_to_exitcode(status) & 0x7F if all_came else 99)
