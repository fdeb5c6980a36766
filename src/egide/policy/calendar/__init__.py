"""Legal time: durations, holidays, deadlines, opening hours, canvassing windows."""
