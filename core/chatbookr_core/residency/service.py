"""Where a clinic's data may be handled, which plugins that leaves, and what was granted to them."""

from dataclasses import dataclass
from uuid import UUID

from chatbookr_core.channels.connections import IN_USE, credentials_of
from chatbookr_core.clinics.telling import tell_of_clinic
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import InvalidInput, NotFound
from chatbookr_core.models import CalendarConnection, ChannelConnection, Clinic
from chatbookr_core.people.sessions import require_step_up
from chatbookr_core.residency.errors import RegionNotAllowed
from chatbookr_core.residency.rules import is_region, lies_within, regions_outside
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import Actor
from chatbookr_permissions.policy import permissions_in, require
from chatbookr_sdk import Manifest


@dataclass(frozen=True, slots=True)
class Grant:
    """What the provider says a connection may do, as it was stored with the consent."""

    connection_id: UUID
    plugin: str
    scopes: tuple[str, ...]


async def set_residency(
    deployment: Deployment, actor: Actor, clinic_id: UUID, *, region: str, allows_transfers: bool
) -> UUID:
    """Say where a clinic's data may be handled. Needs a transaction.

    Raises NotFound, PermissionDenied, StepUpRequired, InvalidInput, and RegionNotAllowed where the deployment itself,
    or a plugin that is connected, is elsewhere: disconnect it first.
    """
    if not permissions_in(actor, clinic_id):
        raise NotFound()
    require(actor, Permission.CLINIC_SECURITY_MANAGE, clinic_id)
    await require_step_up(actor, deployment.clock.now())
    if not is_region(region):
        raise InvalidInput("A region is a country in two capital letters (ISO 3166-1), or EU.", field="region")
    if not lies_within(deployment.settings.region, region):
        raise RegionNotAllowed(f"This deployment is in {deployment.settings.region}, which is not within {region}.")
    clinic = await Clinic.filter(id=clinic_id).select_for_update().get()
    clinic.region, clinic.allows_transfers = region, allows_transfers
    for plugin in sorted(await _connected_plugins(clinic_id)):
        _check(deployment, plugin, clinic)
    await clinic.save(update_fields=["region", "allows_transfers"])
    tell_of_clinic(clinic_id)
    return clinic_id


async def check_region(deployment: Deployment, plugin: str, clinic_id: UUID) -> None:
    """Raise RegionNotAllowed where a plugin hands data to where the clinic's must not go."""
    _check(deployment, plugin, await Clinic.get(id=clinic_id))


def _check(deployment: Deployment, plugin: str, clinic: Clinic) -> None:
    loaded = deployment.plugins.find(plugin)
    manifest = loaded.manifest if loaded else None
    if clinic.allows_transfers or manifest is None:
        return
    for processor in manifest.subprocessors:
        if outside := regions_outside(processor, clinic.region):
            raise RegionNotAllowed(f"{processor.name} handles data in {', '.join(outside)}.")


async def _connected_plugins(clinic_id: UUID) -> set[str]:
    found: set[str] = set()
    for kind in (ChannelConnection, CalendarConnection):
        names = await kind.filter(clinic_id=clinic_id, state__in=IN_USE).values_list("plugin", flat=True)
        found |= {str(name) for name in names}
    return found


async def manifests_for(deployment: Deployment, clinic_id: UUID) -> list[Manifest]:
    """List the manifests of the plugins that a clinic's data goes through: those that it has connected."""
    names = await _connected_plugins(clinic_id)
    loaded = [one.manifest for one in deployment.plugins.all() if one.name in names]
    return [manifest for manifest in loaded if manifest is not None]


async def grants_of(deployment: Deployment, clinic_id: UUID) -> list[Grant]:
    """Read what each connected calendar's consent grants, as its provider said it."""
    found = []
    rows = CalendarConnection.filter(clinic_id=clinic_id, state__in=IN_USE, credentials_sealed__isnull=False)
    for row in await rows.order_by("connected_at", "id"):
        scope = (await credentials_of(deployment, row)).get("scope")
        found.append(Grant(row.id, row.plugin, tuple(scope.reveal().split()) if scope else ()))
    return found
