"""What scenarios have in common: a work spec to start from, and errors as the caller sees them."""
from __future__ import absolute_import

from cbor.cbor import Tag


def set_spec(client, name='s', **more):
    """Sets a minimal work spec with these keys besides."""
    spec = {'name': name, 'min_gb': 1}
    spec.update(more)
    assert client.set_work_spec(spec) is True
    return name


def add(client, *keys, **options):
    """Adds units without data to a work spec, `s` unless named."""
    assert client.add_work_units(options.get('spec', 's'), [(key, {}) for key in keys]) is True


def error_of(call, *args, **kwargs):
    """The message of the error that a call raises; the client raises a plain Exception for every error reply."""
    try:
        result = call(*args, **kwargs)
    except Exception as error:
        assert type(error) is Exception, repr(error)
        return error.args[0]
    raise AssertionError('no error, but %r' % (result,))


def statuses(client, *keys, **options):
    """The status number of each unit, None for one that is not there."""
    found = client.get_work_unit_status(options.get('spec', 's'), list(keys))
    return [status and status['status'] for status in found]


def take(client, worker='w', **options):
    """The key of the unit that a worker gets next, or None."""
    unit = client.get_work(worker, **options)
    return unit and unit.key


def take_many(client, count, worker='w', **options):
    """The keys of the units that a worker gets with one call."""
    return [unit.key for unit in client.get_work(worker, max_jobs=count, **options)]


def data_of(client, key, spec='s'):
    """The data of one unit as get_work_units shows it."""
    return dict(tuple(pair) for pair in client.get_work_units(spec, work_unit_keys=[key]))[key]


def heartbeat_of(client, worker):
    """What a worker told in its last heartbeat, which came a moment ago."""
    heartbeat = client.get_heartbeat(worker)
    age = heartbeat.pop('age_seconds')
    assert type(age) is int and 0 <= age <= 5, age
    return heartbeat


def tagged(number, value):
    """A CBOR tag that Python gives no meaning."""
    return Tag(number, value)
