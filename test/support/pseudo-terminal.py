"""Runs a command with its output on a pseudo-terminal and writes what the terminal got to file descriptor 3."""
import errno
import fcntl
import os
import pty
import struct
import subprocess
import sys
import termios

columns, streams, command = int(sys.argv[1]), sys.argv[2], sys.argv[3:]
terminal, end = pty.openpty()
fcntl.ioctl(end, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
child = subprocess.Popen(
    command,
    stdin=subprocess.DEVNULL,
    stdout=end if streams == "both" else None,
    stderr=end,
)
os.close(end)
while True:
    try:
        got = os.read(terminal, 65536)
    except OSError as error:
        if error.errno != errno.EIO:
            raise
        break
    if not got:
        break
    os.write(3, got)
sys.exit(child.wait())
