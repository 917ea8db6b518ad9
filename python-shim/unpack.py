"""Unpacks downloaded packages into a folder to import from: unpack.py FOLDER FILE...

Only what the files hold is copied; no setup script runs and nothing is compiled, so any Python 2.7
can do it, with or without pip. Run by the interpreter that will import the packages.
"""
from __future__ import absolute_import, print_function

import contextlib
import os
import sys
import tarfile
import zipfile

#: What to take out of source archives; parts written in C are left out, all of these work without them.
SOURCES = {
    'cbor': 'cbor',
    'coordinate': 'coordinate',
    'PyYAML': 'lib/yaml',
    'scandir': 'scandir.py',
    # One program of it; what is beside it needs compiled packages.
    'streamcorpus_pipeline': 'streamcorpus_pipeline/_directory.py',
    'yakonfig': 'yakonfig',
}


def main(folder, files):
    for path in files:
        if path.endswith('.whl'):
            with contextlib.closing(zipfile.ZipFile(path)) as archive:
                archive.extractall(folder)
        else:
            unpack_source(path, folder)


def unpack_source(path, folder):
    """Copies one package or module, and its PKG-INFO so that its version can be asked for."""
    release = os.path.basename(path)[:-len('.tar.gz')]
    wanted = '%s/%s' % (release, SOURCES[release.rpartition('-')[0]])
    above = os.path.dirname(wanted) + '/'
    with contextlib.closing(tarfile.open(path)) as archive:
        for member in archive.getmembers():
            if not member.isfile():
                continue
            if member.name == release + '/PKG-INFO':
                write(os.path.join(folder, release + '.egg-info'), archive.extractfile(member).read())
            elif member.name == wanted or member.name.startswith(wanted + '/'):
                write(os.path.join(folder, member.name[len(above):]), archive.extractfile(member).read())


def write(path, content):
    if not os.path.isdir(os.path.dirname(path)):
        os.makedirs(os.path.dirname(path))
    with open(path, 'wb') as out:
        out.write(content)


if __name__ == '__main__':
    main(sys.argv[1], sys.argv[2:])
