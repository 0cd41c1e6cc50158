-- Each entry of these was written at every warning and every breach and read by nobody: an edit of a calendar or policy moves
-- clocks by either of the two, kinds of events are never deleted, nor are tickets, since their events cannot be.
DROP INDEX helpdesk.sla_clock_calendar_version_idx, helpdesk.sla_clock_policy_version_idx, helpdesk.notification_kind_idx,
    helpdesk.notification_ticket_idx;

-- Four in ten events are of no person.
DROP INDEX helpdesk.event_actor_idx;
CREATE INDEX event_actor_idx ON helpdesk.event (actor_id, at) WHERE actor_id IS NOT NULL;
COMMENT ON INDEX helpdesk.event_actor_idx IS 'What a person did in a period; foreign key.';

-- A notice's ticket is that of its event: one key in place of two and a check, with no row of the ticket to look up.
DROP INDEX helpdesk.event_ticket_idx;
CREATE UNIQUE INDEX event_ticket_idx ON helpdesk.event (ticket_id, event_id);
COMMENT ON INDEX helpdesk.event_ticket_idx IS 'A ticket''s history in order; foreign key, and what notices refer to.';
ALTER TABLE helpdesk.notification
    DROP CONSTRAINT notification_event_fkey,
    DROP CONSTRAINT notification_ticket_fkey,
    DROP CONSTRAINT notification_event_is_of_ticket,
    ADD CONSTRAINT notification_event_fkey FOREIGN KEY (ticket_id, event_id) REFERENCES helpdesk.event (ticket_id, event_id)
        MATCH FULL ON DELETE CASCADE;

-- It has one argument more.
DROP FUNCTION IF EXISTS helpdesk.record_sla_events(bigint[], timestamptz);
