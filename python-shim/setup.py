"""Installs the pytest plugin alone: pip install ./python-shim (Python 2.7)."""
from setuptools import setup

setup(
    name='coordinate-shim',
    version='0.1.0',
    description='pytest plugin: runs the Python tests of coordinate against any daemon on the network',
    license='MIT',
    packages=['coordinate_shim'],
    python_requires='>=2.7,<3',
    # The client is what is tested: the one that is there stays, with what it needs.
    install_requires=['pytest>=4.6,<5'],
    # Named as its module, so that `-p coordinate_shim.plugin` beside an installed plugin loads it once.
    entry_points={'pytest11': ['coordinate_shim.plugin = coordinate_shim.plugin']},
)
