"""Stands in for dblogger, whose database handlers need compiled packages: logging to stderr, set up through yakonfig."""
from __future__ import absolute_import

import logging

config_name = 'logging'
default_config = {'verbose': 0}

FixedWidthFormatter = logging.Formatter


def add_arguments(parser):
    parser.add_argument('--verbose', '-v', action='count', dest='logging_verbose', help='log more')


runtime_keys = {'logging_verbose': 'verbose'}


def check_config(config, name):
    """yakonfig calls this once the configuration is complete."""
    logging.basicConfig(level=logging.INFO if config['verbose'] else logging.WARNING)


def configure_logging(config):
    check_config(dict(default_config, **config.get(config_name, {})), config_name)
