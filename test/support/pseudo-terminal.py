"""Runs a command with its output on a pseudo-terminal: pseudo-terminal.py COLUMNS both|err COMMAND...

Writes what the terminal got to file descriptor 3; with err, standard output is not on the terminal."""
import errno
import fcntl
import os
import pty
import struct
import subprocess
import sys
import termios

columns, streams, command = int(sys.argv[1]), sys.argv[2], sys.argv[3:]
reader, terminal = pty.openpty()
fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
child = subprocess.Popen(
    command,
    stdin=subprocess.DEVNULL,
    stdout=terminal if streams == "both" else None,
    stderr=terminal,
)
os.close(terminal)
while True:
    try:
        data = os.read(reader, 65536)
    except OSError as error:
        if error.errno != errno.EIO:
            raise
        break
    if not data:
        break
    os.write(3, data)
sys.exit(child.wait())
