"""Validates CBOR against rules of a CDDL file: python3 validate.py SCHEMA < JSON lines {"rule", "hex"} > JSON lines.

A line comes out for each that went in: null where it is valid, else what is wrong with it.
"""

import json
import sys
import threading

from cddl_verifier import Validator


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        validator = Validator(file.read())
    for line in sys.stdin:
        asked = json.loads(line)
        result = validator.validate(bytes.fromhex(asked["hex"]), root_type=asked["rule"])
        problem = None if result.valid else "; ".join(str(each) for each in result.diagnostics)[:500]
        sys.stdout.write(json.dumps(problem) + "\n")


# The validator goes into nested values by recursion.
sys.setrecursionlimit(100_000)
threading.stack_size(512 * 1024 * 1024)
thread = threading.Thread(target=main)
thread.start()
thread.join()
