COMMENT ON COLUMN dramatiq.queue.state IS
'How far the message is; what the library does is named dramatiq_postgres.
queued: It waits for available_at and a worker.
consumed: A worker has it.
rejected: Its actor gave up; it is kept for 30 days.
-> queued: enqueue
queued -> consumed: dramatiq_postgres, by a worker that polls or is notified
consumed -> queued: dramatiq_postgres, to be tried again, or after its worker died
consumed -> rejected: dramatiq_postgres, when no attempt is left
consumed -> gone: dramatiq_postgres, when its actor succeeded
rejected -> gone: dramatiq_postgres';
