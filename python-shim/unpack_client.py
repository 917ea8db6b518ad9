"""Copies a client out of a source tree, a source archive or a wheel: unpack_client.py FOLDER SOURCE

Only the package `coordinate` is copied; no setup script runs. Prints the version that the source
says it has, or nothing where it says none.
"""
from __future__ import absolute_import, print_function

import contextlib
import os
import re
import sys
import tarfile
import zipfile

MARK = 'coordinate/job_client.py'


def main(folder, source):
    if os.path.isdir(source):
        names = [os.path.relpath(os.path.join(base, name), source).replace(os.sep, '/')
                 for base, _, files in os.walk(source) for name in files]
        copy(folder, names, lambda name: read(os.path.join(source, name)))
    elif zipfile.is_zipfile(source):
        with contextlib.closing(zipfile.ZipFile(source)) as archive:
            copy(folder, archive.namelist(), archive.read)
    elif tarfile.is_tarfile(source):
        with contextlib.closing(tarfile.open(source)) as archive:
            names = [member.name for member in archive.getmembers() if member.isfile()]
            copy(folder, names, lambda name: archive.extractfile(name).read())
    else:
        sys.exit('%s is no folder, no source archive and no wheel' % source)


def copy(folder, names, content):
    """Writes the package below `folder`, and what its version is said to be beside it."""
    marks = sorted((name for name in names if name == MARK or name.endswith('/' + MARK)), key=len)
    if not marks:
        sys.exit('no package `coordinate` with a job_client.py is in it')
    above = marks[0][:-len(MARK)]
    for name in names:
        if name.startswith(above + 'coordinate/') and not re.search(r'\.py[co]$|/$', name):
            write(os.path.join(folder, name[len(above):]), content(name))
    version = version_in(above, names, content)
    if version:
        write(os.path.join(folder, 'coordinate-%s.egg-info' % version.replace('-', '_')),
              'Metadata-Version: 1.0\nName: coordinate\nVersion: %s\n' % version)
    print(version)


def version_in(above, names, content):
    """From what a build left behind, else from the name of the folder that an archive holds."""
    for name in names:
        place = name[len(above):]
        if place == 'PKG-INFO' or re.match(r'coordinate-[^/]*\.dist-info/METADATA$', place):
            return re.search(r'^Version: *(\S+)', content(name), re.MULTILINE).group(1)
    if above + 'RELEASE-VERSION' in names:
        return content(above + 'RELEASE-VERSION').strip()
    folder = re.search(r'(?:^|/)coordinate-v?(\d[^/]*)/$', above)
    return folder.group(1) if folder else ''


def read(path):
    with open(path, 'rb') as opened:
        return opened.read()


def write(path, content):
    if not os.path.isdir(os.path.dirname(path)):
        os.makedirs(os.path.dirname(path))
    with open(path, 'wb') as out:
        out.write(content)


if __name__ == '__main__':
    main(sys.argv[1], sys.argv[2])
