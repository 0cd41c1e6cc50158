ANALYZE helpdesk.sla_clock, helpdesk.notification, helpdesk.event;
