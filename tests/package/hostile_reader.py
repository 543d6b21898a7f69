"""Reads workbooks, lists and packages, each in a process of its own that may not grow, and says what it took.

    python hostile_reader.py ROOT SPARE FILE...

ROOT is the addon's folder; a process gets SPARE MiB more than it has at its start. Writes a line of JSON a file: {code,
seconds, mib}. It imports nothing of Odoo, so that what is measured is the reading alone.
"""

import json
import os
import resource
import sys
import time

MIB = 1024 * 1024


def status(name):
    """Return a size of this process in MiB: VmHWM, the most it had in memory, or VmSize."""
    with open("/proc/self/status") as lines:
        return next(int(line.split()[1]) for line in lines if line.startswith(name)) / 1024


def door(path):
    """Return (reader, its error) of a file by how it ends; without an ending it is a workbook."""
    from tools.table import TableError, read_csv, read_worksheets, read_xlsx, read_zip
    from tools.xlsx_reader.reader import WorkbookError, read_workbook

    doors = {".csv": read_csv, ".zip": read_zip, ".xlsx": read_xlsx, ".sheets": read_worksheets}
    ending = os.path.splitext(path)[1]
    return (doors[ending], TableError) if ending else (read_workbook, WorkbookError)


def read(path, spare):
    reader, refusal = door(path)
    room = int((status("VmSize") + spare) * MIB)
    resource.setrlimit(resource.RLIMIT_AS, (room, room))
    before, start, code = status("VmHWM"), time.monotonic(), None
    try:
        with open(path, "rb") as file:
            reader(file.read())
    except refusal as error:
        code = error.code
    return {"code": code, "seconds": time.monotonic() - start, "mib": status("VmHWM") - before}


def main(root, spare, *paths):
    sys.path.insert(0, root)
    import tools.table  # noqa: F401  so that no child pays for it

    for path in paths:
        child = os.fork()
        if not child:
            status = 1
            try:
                answer(read(path, int(spare)))
                status = 0
            finally:
                os._exit(status)
        if os.waitpid(child, 0)[1]:
            answer({"code": "died", "seconds": 0, "mib": 0})


def answer(values):
    sys.stdout.write(json.dumps(values) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
