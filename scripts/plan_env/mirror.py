"""Files out of Debian packages that are not installed: fetched through a private apt, checked by it, unpacked beside.

The mirror is the one that the machine's own sources name; its signatures are checked with the keys that the machine
trusts. Nothing of the machine's apt changes: lists, cache and sources of the private one are in a folder of ours.
"""

import platform
import re
import shutil
import subprocess
from pathlib import Path

from .console import Problem, output, run

SOURCES = Path("/etc/apt")
SKIPPED_SUITES = re.compile(r"(-updates|-security|-backports.*|-proposed-updates|/updates)$")

ONE_LINE = re.compile(r"\s*deb\s+(?:\[(?P<options>[^]]*)]\s+)?(?P<uri>\S+)\s+(?P<suite>\S+)\s*(?P<rest>[^#]*)")


def _codename():
    """The release's code name, which is a suite's name on every Debian mirror."""
    return platform.freedesktop_os_release().get("VERSION_CODENAME", "")


def _deb822_entries(text):
    """The entries of a .sources file as dicts of lower-case names; a value may go on over several lines."""
    for block in re.split(r"\n\s*\n", text):
        fields, name = {}, None
        for line in block.splitlines():
            if line.startswith("#"):
                continue
            if line[:1] in (" ", "\t") and name:
                fields[name] += "\n" + line
            elif ":" in line:
                name, _colon, value = line.partition(":")
                name = name.strip().lower()
                fields[name] = value.strip()
        if fields:
            yield fields


def _one_line_entries(text):
    """The entries of a sources.list in the same form."""
    for line in text.splitlines():
        match = ONE_LINE.match(line)
        if match:
            options = dict(option.split("=", 1) for option in (match["options"] or "").split() if "=" in option)
            entry = {"types": "deb", "uris": match["uri"], "suites": match["suite"], "components": match["rest"]}
            if "signed-by" in options:
                entry["signed-by"] = options["signed-by"]
            yield entry


def own_source():
    """The machine's own entry for its release: where it gets Debian from, and whose signature it wants."""
    files = [SOURCES / "sources.list", *sorted((SOURCES / "sources.list.d").glob("*"))]
    for path in files:
        if path.suffix not in (".list", ".sources") or not path.is_file():
            continue
        read = _deb822_entries if path.suffix == ".sources" else _one_line_entries
        for entry in read(path.read_text(encoding="utf-8", errors="replace")):
            suites = [suite for suite in entry.get("suites", "").split() if not SKIPPED_SUITES.search(suite)]
            enabled = entry.get("enabled", "yes").lower() not in ("no", "false", "0")
            is_debian = "deb" in entry.get("types", "").split() and "main" in entry.get("components", "").split()
            if enabled and is_debian and _codename() in suites:
                return entry
    raise Problem("the apt sources of this machine name no Debian mirror for its own release.")


class Mirror:
    """A private apt that knows the machine's own release and sid."""

    def __init__(self, folder, log):
        self.folder = folder
        self.log = log
        self.suite = _codename()
        for name in ("sources", "lists/partial", "archives/partial", "preferences"):
            (folder / name).mkdir(parents=True, exist_ok=True)
        entry = own_source()
        # One location is enough, and apt wants the key's fields only where the machine's own entry has them.
        text = f"Types: deb\nURIs: {entry['uris'].split()[0]}\nSuites: {self.suite} sid\nComponents: main\n"
        if "signed-by" in entry:
            text += f"Signed-By: {entry['signed-by']}\n"
        (folder / "sources" / "debian.sources").write_text(text, encoding="utf-8")

    @property
    def options(self):
        settings = {
            "Dir::Etc::SourceList": "/dev/null",
            "Dir::Etc::SourceParts": self.folder / "sources",
            "Dir::Etc::Preferences": "/dev/null",
            "Dir::Etc::PreferencesParts": self.folder / "preferences",
            "Dir::State::Lists": self.folder / "lists",
            "Dir::Cache": self.folder,
            "Dir::Cache::Archives": self.folder / "archives",
            "APT::Update::Post-Invoke": "",
            "APT::Update::Post-Invoke-Success": "",
            "Acquire::Languages": "none",
            # The private folders are closed to apt's own download user; what comes is checked all the same.
            "APT::Sandbox::User": "root",
        }
        return [word for name, value in settings.items() for word in ("-o", f"{name}={value}")]

    def update(self):
        run(
            ["apt-get", *self.options, "update"],
            "fetching the package lists of Debian's archive",
            self.log,
            watch=self.folder / "lists",
            mode="a",
        )

    def version(self, package, suite):
        """The version of a package in a suite, or None."""
        found = output(["apt-cache", *self.options, "madison", package]) or ""
        for line in found.splitlines():
            fields = [field.strip() for field in line.split("|")]
            if len(fields) == 3 and f" {suite}/" in f" {fields[2]} ":
                return fields[1]
        return None

    def download(self, package, suite):
        """Fetch one package, checked against the signed lists, and return its file."""
        version = self.version(package, suite)
        if not version:
            raise Problem(f"Debian's archive has no package {package} in {suite}.")
        folder = self.folder / "packages" / package
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        run(
            ["apt-get", *self.options, "download", f"{package}={version}"],
            f"downloading {package}",
            self.log,
            cwd=folder,
            watch=folder,
            mode="a",
        )
        return next(folder.glob("*.deb"))


def unpack(package, folder, log, leave_out=()):
    """Unpack a .deb file into a folder, without the paths that match one of the patterns."""
    excludes = [f"--exclude={pattern}" for pattern in leave_out]
    with open(log, "a", encoding="utf-8") as stream:
        source = subprocess.Popen(["dpkg-deb", "--fsys-tarfile", package], stdout=subprocess.PIPE, stderr=stream)
        try:
            run(
                ["tar", "--extract", "--no-same-owner", "--wildcards", *excludes, "--directory", str(folder)],
                f"unpacking {package.name}",
                log,
                mode="a",
                stdin=source.stdout,
                watch=folder,
            )
        finally:
            source.stdout.close()
            source.wait()
