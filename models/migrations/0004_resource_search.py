from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise.fields.base import OnDelete
from tortoise import fields

class Migration(migrations.Migration):
    dependencies = [('models', '0003_list_indexes')]

    initial = False

    operations = [
        ops.AlterField(
            model_name='Resource',
            name='publisher',
            field=fields.ForeignKeyField('models.User', source_field='publisher_id', null=True, db_constraint=True, to_field='id', on_delete=OnDelete.SET_NULL),
        ),
    ]
