SET LOCAL jit = off;
SET LOCAL work_mem = '64MB';
SET LOCAL temp_buffers = '128MB';
SET LOCAL maintenance_work_mem = '512MB';
SET LOCAL timezone = 'UTC';
SET LOCAL search_path = '';
SET LOCAL synchronize_seqscans = off;
