"""Uploading files before they are sent, and removing them."""

from actions.attachments.removing import remove_unused, sweep
from actions.attachments.requesting import NewUpload, request_upload
from actions.attachments.uploading import begin_upload, finish_upload

__all__ = [
    "NewUpload",
    "begin_upload",
    "finish_upload",
    "remove_unused",
    "request_upload",
    "sweep",
]
