"""Words of OpenAI's protocol: which fields are not text, which are identifiers, which name a user.

Source: OpenAI API reference, chat, responses and embeddings, read November 2026.
"""

from __future__ import annotations

from typing import Final

# Parts that are not text.
MEDIA_TYPES: Final = {
    "image_url": "IMAGE",
    "input_image": "IMAGE",
    "image": "IMAGE",
    "image_file": "IMAGE",
    "computer_screenshot": "IMAGE",
    "image_generation_call": "IMAGE",
    "input_audio": "AUDIO",
    "audio": "AUDIO",
    "audio_url": "AUDIO",
    "file": "FILE",
    "input_file": "FILE",
    "video_url": "VIDEO",
    "input_video": "VIDEO",
    "video": "VIDEO",
}
MEDIA_KEYS: Final = {
    "image_url": "IMAGE",
    "input_image": "IMAGE",
    "input_audio": "AUDIO",
    "file_data": "FILE",
    "file_url": "FILE",
    "file_id": "FILE",
    "file_ids": "FILE",
    "vector_store_ids": "FILE",
}
# Written by the provider, opaque to everybody else, and only the provider can read them.
SEALED_BY_PROVIDER: Final = frozenset({"encrypted_content", "signature", "thought_signature"})
IDENTIFIERS: Final = frozenset({"id", "tool_call_id", "call_id", "item_id", "previous_response_id", "response_id"})
# Top-level fields whose whole value names an end user, whatever it looks like.
USERS: Final = frozenset({"user", "safety_identifier", "prompt_cache_key", "session_id", "end_user_id", "username"})
NUMBERS: Final = frozenset(
    {"seed", "max_tokens", "max_completion_tokens", "max_output_tokens", "truncation", "created", "top_k"}
)
PROTOCOL_WORDS: Final = frozenset(
    """
    messages role content type text name model input instructions tools tool_choice tool_calls function
    parameters arguments properties required description enum items strict additionalProperties id tool_call_id
    call_id index response_format json_schema schema stream stream_options include_usage temperature top_p n
    stop seed logprobs top_logprobs max_tokens max_completion_tokens max_output_tokens presence_penalty
    frequency_penalty logit_bias user metadata prediction parallel_tool_calls reasoning reasoning_effort
    service_tier store modalities encoding_format dimensions output status refusal summary previous_response_id
    include truncation verbosity default const title system developer assistant tool auto none object string
    integer number boolean array null input_text output_text function_call function_call_output message
    input_image image_url anyOf oneOf allOf format pattern minimum maximum float base64 low medium high
    json_object true false ephemeral web_search extra_body legacy
    """.split()  # noqa: SIM905 - one word a line would hide the list
)
