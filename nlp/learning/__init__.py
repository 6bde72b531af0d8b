"""Training, calibration and evaluation: what `make train` and `make eval` run. The running service
imports nothing from here, and needs none of the libraries used here.
"""
