"""Stands in for kvlayer, where documents would be kept: its part of the configuration."""
config_name = 'kvlayer'
default_config = {}
