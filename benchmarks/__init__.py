"""Measurements of Jiayin beside plain bots, all of them in one run on one machine."""
