"""One module per page: parse the request, call one flow, answer."""
