"""What a file is, by its bytes: neither its name nor whoever sends it is asked."""

import filetype

HEAD_BYTES = 8_192
"""Enough to tell."""

TEXT = "text/plain"
OFFICE = "application/vnd.openxmlformats-officedocument"
OPEN = "application/vnd.oasis.opendocument"

SUFFIXES = {
    "image/jpeg": ("jpg", "jpeg", "jpe", "jfif"),
    "image/png": ("png",),
    "image/webp": ("webp",),
    "image/gif": ("gif",),
    "application/pdf": ("pdf",),
    "application/rtf": ("rtf",),
    "application/msword": ("doc",),
    "application/vnd.ms-excel": ("xls",),
    "application/vnd.ms-powerpoint": ("ppt",),
    f"{OFFICE}.wordprocessingml.document": ("docx",),
    f"{OFFICE}.spreadsheetml.sheet": ("xlsx",),
    f"{OFFICE}.presentationml.presentation": ("pptx",),
    f"{OPEN}.text": ("odt",),
    f"{OPEN}.spreadsheet": ("ods",),
    f"{OPEN}.presentation": ("odp",),
    "application/epub+zip": ("epub",),
    "application/zip": ("zip",),
    "audio/mpeg": ("mp3",),
    "audio/mp4": ("m4a",),
    "audio/ogg": ("ogg", "oga", "opus"),
    "audio/x-wav": ("wav",),
    "audio/x-flac": ("flac",),
    "video/mp4": ("mp4", "m4v"),
    "video/quicktime": ("mov",),
    "video/webm": ("webm",),
}
"""How files of each kind are called. What is not here is text, or is not taken."""

KNOWN = {suffix for suffixes in SUFFIXES.values() for suffix in suffixes}
NOT_IN_TEXT = bytes({*range(32), 127} - {*b"\t\n\f\r\x1b"})


def kind_of(head: bytes) -> str | None:
    """The media type of what begins with these bytes; None for what is not taken."""
    found = filetype.guess(head)
    if found is None:
        return TEXT if is_text(head) else None
    return found.mime if found.mime in SUFFIXES else None


def is_text(head: bytes) -> bool:
    """Of whatever language; HTML, SVG and programs that are written are nothing else here."""
    return head.translate(None, NOT_IN_TEXT) == head


def is_named_so(name: str, kind: str) -> bool:
    """Whether the end of a name is one that files of this kind have."""
    _, dot, suffix = name.lower().rpartition(".")
    if kind == TEXT:
        return suffix not in KNOWN
    return dot == "." and suffix in SUFFIXES[kind]


def is_picture(head: bytes) -> bool:
    """Of any kind, also of one that is not taken."""
    found = filetype.guess(head)
    return found is not None and found.mime.startswith("image/")
