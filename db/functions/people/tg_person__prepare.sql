-- A trigger, since defaults cannot read other columns or tables.
CREATE OR REPLACE FUNCTION helpdesk.tg_person__prepare() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    NEW.email := lower(btrim(NEW.email));
    NEW.claimed_email := CASE WHEN NEW.email IS NULL THEN NEW.claimed_email END;
    NEW.phone := nullif(regexp_replace(NEW.phone, '[\s().\u2010-\u2015/-]+', '', 'g'), '');
    NEW.handle := lower(btrim(NEW.handle));
    IF NEW.role <> 'customer' AND NEW.handle IS NULL THEN
        NEW.handle := left(trim(BOTH '._-' FROM regexp_replace(
            lower(split_part(coalesce(NEW.email, NEW.name), '@', 1)), '[^a-z0-9._-]+', '.', 'g'
        )), 40);
        IF NEW.handle = '' OR EXISTS (SELECT 1 FROM helpdesk.person AS p WHERE p.handle = NEW.handle) THEN
            NEW.handle := coalesce(nullif(NEW.handle, ''), 'staff') || NEW.person_id;
        END IF;
    END IF;
    IF (TG_OP = 'INSERT' OR NEW.time_zone <> OLD.time_zone) AND NOT helpdesk.is_time_zone(NEW.time_zone) THEN
        PERFORM helpdesk.refuse(
            'PD006', format('time zone %s is unknown', NEW.time_zone), NULL, 'Give an IANA name such as Europe/Berlin.'
        );
    END IF;
    IF TG_OP = 'INSERT' THEN
        IF NEW.organisation_id IS NULL AND NEW.role = 'customer' THEN
            NEW.organisation_id := (
                SELECT d.organisation_id
                FROM helpdesk.organisation_domain AS d
                WHERE d.domain = split_part(NEW.email, '@', 2)
            );
        END IF;
    ELSIF NEW IS DISTINCT FROM OLD THEN
        NEW.updated_at := helpdesk.clock();
    END IF;
    RETURN NEW;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_person__prepare IS
'Lower-cases address and handle, derives the handle of staff and the organisation of customers, checks the time zone; '
'an address that staff give ends a claim. Raises PD006.';
