"""Incidents of a brand: opened from a scenario, assessed, notified within their time, closed with what was learnt."""
