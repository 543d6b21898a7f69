"""A mail server that takes whatever comes, on a port of its own: real connections for tests of sending."""

import email
import email.policy
import socketserver
import threading
from contextlib import contextmanager


class _Conversation(socketserver.StreamRequestHandler):
    """One client, from greeting to farewell, as RFC 5321 has it."""

    def handle(self):
        self._say("220 test ESMTP")
        people = []
        for line in self.rfile:
            words = line.decode().strip()
            verb = words[:4].upper()
            if verb == "RCPT":
                people.append(words.partition("<")[2].rstrip(">"))
            if verb == "DATA":
                self._say("354 go on")
                self.server.received.append((people, self._read_message()))
                people = []
            self._say("221 bye" if verb == "QUIT" else "250 ok")
            if verb == "QUIT":
                return

    def _say(self, line):
        self.wfile.write(f"{line}\r\n".encode())

    def _read_message(self):
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line[1:] if line.startswith(b"..") else line)
        return email.message_from_bytes(b"".join(lines), policy=email.policy.default)


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


@contextmanager
def smtp_server(port=0):
    """Run a server; give its port and the list of what it has received: (addresses, message)."""
    with _Server(("127.0.0.1", port), _Conversation) as server:
        server.received = []
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield server.server_address[1], server.received
        finally:
            server.shutdown()
            thread.join()
