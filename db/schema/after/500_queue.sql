-- Workers claim, heartbeat, acknowledge and purge by themselves; everybody else enqueues by helpdesk.enqueue.
GRANT USAGE ON SCHEMA dramatiq TO worker;
GRANT SELECT, INSERT, UPDATE, DELETE ON dramatiq.queue, dramatiq.worker, dramatiq.result TO worker;
