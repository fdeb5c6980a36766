from __future__ import annotations

from dataclasses import fields

from egide.assist.call_report import CellFigures, ReviewedCall, report_calls
from egide.assist.call_review import review_call
from egide.intake.transcripts import Transcript, Turn

TURNS = (
    Turn(speaker="a", role="agent", start=0.0, end=4.0, text="Bonjour, cet appel est enregistré."),
    Turn(speaker="c", role="customer", start=4.0, end=8.0, text="C'est inadmissible, je fais une réclamation."),
)
REVIEW = review_call(Transcript(turns=TURNS, duration_s=8.0))


def _calls(count, agents):
    return [ReviewedCall("nord", "facture", f"agent-{place % agents}", REVIEW) for place in range(count)]


def test_sums_up_a_team_and_a_topic():
    (cell,) = report_calls(_calls(12, 3))
    assert (cell.calls, cell.talk_ratio, cell.complaint_rate) == (12, 0.5, 1.0)
    assert cell.script_rate["recording_notice"] == 1.0
    assert cell.script_rate["closing"] == 0.0
    assert cell.incident_rate["required_missing"] > 0


def test_a_cell_that_could_be_a_person_is_not_shown():
    assert report_calls(_calls(12, 3))
    assert report_calls(_calls(9, 3)) == []
    assert report_calls(_calls(12, 2)) == []


def test_no_agent_comes_out_of_a_report():
    assert "agent-" not in repr(report_calls(_calls(12, 3)))
    assert "agent_ref" not in {field.name for field in fields(CellFigures)}
