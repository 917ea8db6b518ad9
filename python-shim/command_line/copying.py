"""The code that the tests' work spec names."""


def copy_to_output(work_unit):
    """Ends with a chained unit of the same key."""
    work_unit.data['output'] = {work_unit.key: {}}
