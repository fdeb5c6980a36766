"""Ways to reach providers of models over HTTP."""

from egide.adapters.upstream.aiohttp_transport import AiohttpTransport

__all__ = ["AiohttpTransport"]
