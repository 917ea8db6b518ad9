"""The real `streamcorpus_directory` loads a folder, whatever bytes its file names are."""
from __future__ import absolute_import

import os

import pytest

#: The third is Latin-1, the fourth no text in any encoding that is in use.
NAMES = ['plain.txt', u'gr\xfc\xdfe.txt'.encode('utf-8'), 'gr\xfc\xdfe.txt', '\xff\xfe\x80.bin']


@pytest.mark.requires('python.md: Work unit keys, however, can be arbitrary byte strings')
def test_directory_program_loads_names_that_are_no_utf8(task_master, start, tmpdir):
    """A folder is loaded, a work unit for each file, under its path in the bytes that it has."""
    folder = os.path.join(str(tmpdir), 'files')
    os.mkdir(folder)
    paths = sorted(os.path.join(folder, name) for name in NAMES)
    for path in paths:
        open(path, 'w').close()
    program = start('_directory', {}, '--work-spec', 'read', folder)
    output = program.communicate()[0]
    assert (program.returncode, output.splitlines()[-1]) == (0, 'loaded 4 of 4 WorkUnits')

    assert sorted(key for key, _ in task_master.get_work_units('read', state=task_master.AVAILABLE)) == paths
    assert task_master.get_work_unit_status('read', paths) == [{'status': task_master.AVAILABLE}] * 4
    for path in paths:
        unit = task_master.get_work('worker', available_gb=4)
        assert (unit.key, unit.data) == (path, {'start_count': 0})
        unit.finish()
    assert sorted(key for key, _ in task_master.get_work_units('read', state=task_master.FINISHED)) == paths
