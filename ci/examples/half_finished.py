"""A daemon of the Coordinate job queue in the making, as an example of what a verdict looks like: python3 half_finished.py PORT

It reads and writes frames, keeps work specs and adds units, and knows nothing of leases, workers or locks. Python's standard
library is all it needs.
"""
import socketserver
import struct
import sys
import threading
import time


class Malformed(Exception):
    """Bytes that are no frame, or no message."""


def read_item(read):
    """One CBOR item of what a Python client sends, from a function that reads exactly so many bytes."""
    initial = read(1)[0]
    major, info = initial >> 5, initial & 31
    if info > 27:
        raise Malformed("lengths that are not told at the start are not done yet")
    width = 0 if info < 24 else 1 << (info - 24)
    argument = int.from_bytes(read(width), "big") if width else info
    if major == 0:
        return argument
    if major == 1:
        return -1 - argument
    if major == 2:
        return read(argument)
    if major == 3:
        return read(argument).decode("utf-8")
    if major == 4:
        return [read_item(read) for _ in range(argument)]
    if major == 5:
        return {key_of(read_item(read)): read_item(read) for _ in range(argument)}
    if major == 6:
        content = read_item(read)
        return ("frame", content) if argument == 24 else tuple(content) if argument == 128 else content
    if width == 8:
        return struct.unpack(">d", argument.to_bytes(8, "big"))[0]
    return {20: False, 21: True}.get(argument)


def key_of(key):
    return key.decode("utf-8", "replace") if isinstance(key, bytes) else key


def head(major, argument):
    if argument < 24:
        return bytes([major << 5 | argument])
    for info, size in ((24, 1), (25, 2), (26, 4), (27, 8)):
        if argument < 1 << 8 * size:
            return bytes([major << 5 | info]) + argument.to_bytes(size, "big")
    raise OverflowError("the number has more than 64 bits")


def write_item(value):
    if value is None or value is False or value is True:
        return {None: b"\xf6", False: b"\xf4", True: b"\xf5"}[value]
    if isinstance(value, int):
        return head(0, value) if value >= 0 else head(1, -1 - value)
    if isinstance(value, float):
        return b"\xfb" + struct.pack(">d", value)
    if isinstance(value, bytes):
        return head(2, len(value)) + value
    if isinstance(value, str):
        return head(3, len(value.encode())) + value.encode()
    if isinstance(value, tuple):
        return head(6, 128) + write_item(list(value))
    if isinstance(value, list):
        return head(4, len(value)) + b"".join(map(write_item, value))
    return head(5, len(value)) + b"".join(write_item(k) + write_item(v) for k, v in value.items())


class JobQueue:
    """Seven methods of thirty-one."""

    def __init__(self):
        self.specs, self.units = {}, {}

    def now(self):
        return int(time.time())

    def set_work_spec(self, spec):
        name = key_of(spec["name"])
        self.specs[name] = {**spec, "name": name}
        self.units.setdefault(name, {})
        return [True, None]

    def get_work_spec(self, name):
        return self.specs.get(key_of(name))

    def list_work_specs(self, _options):
        return [list(self.specs.values()), None]

    def add_work_units(self, name, units):
        for key, data, *_ in units:
            self.units[key_of(name)][key] = data
        return [True, None]

    def count_work_units(self, name):
        count = len(self.units[key_of(name)])
        return [{1: count} if count else {}, None]

    def clear(self):
        count = len(self.specs)
        self.specs, self.units = {}, {}
        return count


class Connection(socketserver.StreamRequestHandler):
    queue, lock = JobQueue(), threading.Lock()

    def handle(self):
        try:
            while True:
                _, message = read_item(self.read)
                view = memoryview(message)
                self.wfile.write(self.answer(read_item(lambda size: self.take(view, size))))
        except (Malformed, ValueError, TypeError, IndexError, ConnectionError):
            return  # the connection ends

    def read(self, size):
        data = self.rfile.read(size)
        if len(data) < size:
            raise ConnectionError
        return data

    def take(self, view, size):
        self.at = getattr(self, "at", 0)
        data = bytes(view[self.at : self.at + size])
        self.at = 0 if self.at + size == len(view) else self.at + size
        return data

    def answer(self, request):
        method = getattr(self.queue, key_of(request["method"]), None)
        try:
            with self.lock:
                outcome = {b"result": method(*request["params"])}
        except Exception as error:  # a mistake of the caller or of this program
            outcome = {b"error": {"message": repr(error)}}
        message = write_item({b"id": request["id"], **outcome})
        return b"\xd8\x18" + head(2, len(message)) + message


class Daemon(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True


if __name__ == "__main__":
    Daemon(("127.0.0.1", int(sys.argv[1])), Connection).serve_forever()
