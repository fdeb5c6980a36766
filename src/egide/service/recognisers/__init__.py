"""A brand's own recognisers and lists: written, tried on a sample, put to work and withdrawn by the DPO or the security officer."""
