"""Publishing what others learn from, revising it, taking it back, and importing much at once."""

from actions.resources.drafts import Draft, ResourceChange, checked, columns
from actions.resources.imports import Imported, count_anew, import_resources
from actions.resources.publishing import archive_resource, publish_resource, revise_resource

__all__ = [
    "Draft",
    "Imported",
    "ResourceChange",
    "archive_resource",
    "checked",
    "columns",
    "count_anew",
    "import_resources",
    "publish_resource",
    "revise_resource",
]
