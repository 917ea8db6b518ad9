"""Which client this process imports: where from, and the version that its metadata says."""
from __future__ import absolute_import

import glob
import os
import re

import coordinate


def imported():
    """The version and the folder that the package `coordinate` was imported from."""
    folder = os.path.dirname(os.path.dirname(os.path.abspath(coordinate.__file__)))
    return {'version': _version_in(folder), 'folder': folder}


def _version_in(folder):
    """Of the metadata beside the package, not of any that is found on the path."""
    places = ('coordinate-*.egg-info', 'coordinate-*.egg-info/PKG-INFO', 'coordinate-*.dist-info/METADATA')
    for path in sorted(each for place in places for each in glob.glob(os.path.join(folder, place))):
        if os.path.isfile(path):
            with open(path) as metadata:
                found = re.search(r'^Version: *(\S+)', metadata.read(), re.MULTILINE)
            if found:
                return found.group(1)
    return 'of unknown version'
