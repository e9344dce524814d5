"""Programs and who takes part."""

from functools import cached_property
from uuid import UUID

from models.loaders.batches import Keyed, Loader, by_id, many
from models.programs import Enrollment, Organization, Program, Staff
from models.sources import table


class ProgramLoaders(Keyed):
    @cached_property
    def organizations(self) -> Loader[Organization | None]:
        return by_id(Organization)

    @cached_property
    def programs(self) -> Loader[Program | None]:
        return by_id(Program)

    @cached_property
    def enrollments(self) -> Loader[Enrollment | None]:
        return by_id(Enrollment)

    def enrollments_of(self, user_id: UUID) -> Loader[list[Enrollment]]:
        """The parts that one person has in each program."""
        own = table(Enrollment).where(user_id=user_id)
        return self.keyed(own, lambda: many(own, "program_id", order=("id",)))

    def enrollments_within(self, user_id: UUID) -> Loader[list[Enrollment]]:
        """The parts that one person has in the programs of each organization."""
        own = table(Enrollment).where(user_id=user_id)
        return self.keyed(
            (own, "organization"), lambda: many(own, "organization_id", order=("id",))
        )

    def staff_of(self, user_id: UUID) -> Loader[list[Staff]]:
        """The role, if any, that one person has in each organization."""
        own = table(Staff).where(user_id=user_id)
        return self.keyed(own, lambda: many(own, "organization_id", order=("id",)))
