"""Output to the terminal, and the running of other programs."""

import errno
import os
import signal
import subprocess
import sys
import time

HEARTBEAT_SECONDS = 10


class Problem(Exception):
    """The command cannot go on. The text says what is missing and what to do about it."""


def say(text):
    """Print one line at once, also when the output is a pipe."""
    print(text, flush=True)


def step(text):
    """Announce a step of the work."""
    say(f"- {text}")


def warn(text):
    """Tell what is not as it should be although the work goes on."""
    say(f"! {text}")


def tail(path, count=25):
    """The last lines of a log, for a message about a failure."""
    try:
        with open(path, encoding="utf-8", errors="replace") as stream:
            return "".join(stream.readlines()[-count:]).rstrip()
    except OSError:
        return "(there is no log)"


def size_of(path):
    """Bytes of a file, or of all files below a folder; 0 when there is nothing yet."""
    if os.path.isfile(path):
        return os.path.getsize(path)
    total = 0
    for folder, _folders, files in os.walk(path):
        for name in files:
            try:
                total += os.lstat(os.path.join(folder, name)).st_size
            except FileNotFoundError:
                continue  # moved while we looked
    return total


class Progress:
    """A line that shows that a long step is still alive: seconds, and megabytes where a folder fills up.

    On a terminal the line is rewritten every second; elsewhere one is printed every ten seconds, to keep logs short.
    """

    def __init__(self, watch=None):
        self.watch = watch
        self.terminal = sys.stdout.isatty()
        self.begin = time.monotonic()
        self.shown = self.begin
        self.before = size_of(watch) if watch else 0

    def beat(self):
        now = time.monotonic()
        if now - self.shown < (1 if self.terminal else HEARTBEAT_SECONDS):
            return
        self.shown = now
        text = f"{now - self.begin:.0f} s"
        if self.watch:
            text += f", {(size_of(self.watch) - self.before) / 1e6:.0f} MB"
        print(f"\r    {text} " if self.terminal else f"    {text}", end="" if self.terminal else "\n", flush=True)

    def end(self):
        if self.terminal and self.shown != self.begin:
            print("\r" + " " * 30 + "\r", end="", flush=True)


def run(command, what, log, *, account=None, watch=None, mode="w", **options):
    """Run a program to its end with its output in `log`; a failure becomes a Problem that shows the log's end.

    `account` is the places.Account to run as, `watch` a folder whose growth is shown as progress.
    """
    options.setdefault("stdin", subprocess.DEVNULL)
    with open(log, mode, encoding="utf-8") as stream:
        try:
            process = subprocess.Popen(
                command, stdout=stream, stderr=subprocess.STDOUT, **(account.options if account else {}), **options
            )
        except FileNotFoundError as error:
            raise Problem(f"{what}: the program {error.filename} is not there.") from error
        progress = Progress(watch)
        try:
            while process.poll() is None:
                try:
                    process.wait(0.5)
                except subprocess.TimeoutExpired:
                    progress.beat()
        except BaseException:
            process.terminate()
            process.wait()
            raise
        finally:
            progress.end()
    if process.returncode:
        raise Problem(f"{what} failed (exit status {process.returncode}). The end of {log}:\n{tail(log)}")


def output(command, *, account=None, **options):
    """The output of a short program, stripped; None when it fails or is not there."""
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            **(account.options if account else {}),
            **options,
        )
    except FileNotFoundError:
        return None
    return done.stdout.strip() if done.returncode == 0 else None


def command(main):
    """Run a command's main function, and say in words why it could not go on."""
    # A stop signal must unwind like Ctrl-C, or what is half done would not be cleaned up.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        sys.exit(main())
    except Problem as problem:
        say(f"\nCannot go on: {problem}")
    except KeyboardInterrupt:
        say("\nStopped. The command can be run again.")
        sys.exit(130)
    except BrokenPipeError:
        # The reader of our output has gone (`| head`); the work is done or can be run again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES):
            raise
        say(f"\nCannot go on: {error.strerror}: {error.filename or ''}")
    sys.exit(1)
