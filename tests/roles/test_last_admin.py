"""Somebody can always administrate: the last one who can stays."""

import pytest

from tests.crowd import acting, gather
from tests.desk import SYSTEM, Desk, refused

#: What would leave the only administrator of a desk without the role.
_ENDS = [
    "UPDATE api.people SET is_active = false WHERE person_id = %s",
    "UPDATE api.people SET role = 'agent' WHERE person_id = %s",
    "UPDATE api.people SET role = 'customer' WHERE person_id = %s",
]


def only_admin(desk: Desk) -> None:
    desk.run(
        SYSTEM,
        "UPDATE helpdesk.person SET is_active = false WHERE role = 'admin' AND person_id <> %s",
        desk.admin.id,
    )


@pytest.mark.parametrize("statement", _ENDS)
def test_the_last_admin_stays_one(desk: Desk, statement: str) -> None:
    only_admin(desk)
    for who in (desk.admin, SYSTEM):
        with refused("PD024", "is the last administrator"):
            desk.run(
                who,
                statement.replace("api.people", "helpdesk.person" if who is SYSTEM else "api.people"),
                desk.admin.id,
            )
    with refused("PD024"):
        desk.run(SYSTEM, "UPDATE helpdesk.person SET is_active = false WHERE role = 'admin'")
    desk.run(desk.admin, "UPDATE api.people SET name = 'Ada' WHERE person_id = %s", desk.admin.id)


def test_one_of_two_admins_may_go(desk: Desk) -> None:
    only_admin(desk)
    desk.run(SYSTEM, "UPDATE helpdesk.person SET role = 'admin' WHERE person_id = %s", desk.agent.id)
    desk.run(desk.admin, "UPDATE api.people SET is_active = false WHERE person_id = %s", desk.admin.id)


def test_admins_keep_the_permission_by_which_permissions_are_given(desk: Desk) -> None:
    for condition in ("role = 'admin' AND permission = 'settings.edit'", "role = 'admin'", "true"):
        with refused("PD024", "settings.edit"):
            desk.run(desk.admin, f"DELETE FROM api.role_permissions WHERE {condition}")
    desk.run(
        desk.admin, "DELETE FROM api.role_permissions WHERE (role, permission) = ('admin', 'tickets.merge')"
    )


def test_two_admins_who_deactivate_each_other(fresh_db: str) -> None:
    with gather(fresh_db, Desk) as crowd:
        desk = crowd.desk
        only = (
            "UPDATE helpdesk.person SET is_active = false WHERE role = 'admin' AND NOT person_id = ANY (%s)"
        )
        desk.run(SYSTEM, "UPDATE helpdesk.person SET role = 'admin' WHERE person_id = %s", desk.agent.id)
        desk.run(SYSTEM, only, [desk.admin.id, desk.agent.id])
        desk.db.commit()
        other = desk.agent._replace(role="admin")
        off = "UPDATE api.people SET is_active = false WHERE person_id = %s RETURNING 1"
        found = crowd.run(acting(desk.admin, off, other.id), acting(other, off, desk.admin.id))
        assert [(1,)] in found
        left = "SELECT count(*) FROM helpdesk.person WHERE role = 'admin' AND is_active"
        assert crowd.value(left) == 1
