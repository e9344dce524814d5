"""Adding a column to a table that has rows.

Tortoise 1.1.9 adds one that must not be null without anything to put into the rows that are there.
"""

from typing import Any

from tortoise.fields.base import Field
from tortoise.migrations import operations as ops


class AddFilledField(ops.AddField):
    """A column that must not be null; `fill` is SQL for what it holds in rows that are there."""

    def __init__(self, model_name: str, name: str, field: Field[Any], fill: str) -> None:
        super().__init__(model_name, name, field)
        self.fill = fill

    async def database_forward(
        self, app_label: str, old_state: Any, new_state: Any, state_editor: Any = None
    ) -> None:
        if state_editor is None:
            return
        model = new_state.apps.get_model(f"{app_label}.{self.model_name}")
        field, stored = model._meta.fields_map[self.name], model._meta.fields_db_projection
        # Of a relation, the column is that of its key.
        key = self.name if self.name in stored else str(field.source_field)
        column = model._meta.fields_map[key]
        column.null = field.null = True
        await super().database_forward(app_label, old_state, new_state, state_editor)
        column.null = field.null = False
        table, name = model._meta.db_table, stored[key]
        await state_editor._run_sql(f'UPDATE "{table}" SET "{name}" = {self.fill}')
        await state_editor._run_sql(f'ALTER TABLE "{table}" ALTER COLUMN "{name}" SET NOT NULL')
