"""What the workers of a loaded folder would run."""


def coordinate_run_function(work_unit):
    raise NotImplementedError('documents are not read here')
