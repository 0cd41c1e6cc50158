INSERT INTO pgdesk_deploy.access_right (name, rule, columns) VALUES
    ('dramatiq.queue_worker_select', 'everything', '*'),
    ('dramatiq.queue_worker_insert', 'everything', '*'),
    ('dramatiq.queue_worker_update', 'everything', '*'),
    ('dramatiq.queue_worker_delete', 'everything', '*'),
    ('dramatiq.worker_worker_select', 'everything', '*'),
    ('dramatiq.worker_worker_insert', 'everything', '*'),
    ('dramatiq.worker_worker_update', 'everything', '*'),
    ('dramatiq.worker_worker_delete', 'everything', '*'),
    ('dramatiq.result_worker_select', 'everything', '*'),
    ('dramatiq.result_worker_insert', 'everything', '*'),
    ('dramatiq.result_worker_update', 'everything', '*'),
    ('dramatiq.result_worker_delete', 'everything', '*');
