"""An address of the operator's that is told about cases: one JSON POST an alert."""
