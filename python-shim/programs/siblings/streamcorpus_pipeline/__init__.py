"""Stands in for the modules beside `streamcorpus_directory`, which read documents and need compiled packages: loading a
folder asks them for their part of the configuration only."""
config_name = 'streamcorpus_pipeline'
default_config = {}
