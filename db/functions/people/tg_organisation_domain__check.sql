-- A trigger, since a constraint reads neither settings nor what is above a domain.
CREATE OR REPLACE FUNCTION helpdesk.tg_organisation_domain__check() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    NEW.domain := lower(btrim(NEW.domain));
    IF EXISTS (
        SELECT
        FROM jsonb_array_elements_text(helpdesk.setting('public_mail_domains')) AS d(domain)
        WHERE right('.' || NEW.domain, length(d.domain) + 1) = '.' || lower(d.domain)
    ) THEN
        PERFORM helpdesk.refuse(
            'PD006', format('anybody may have an address at %s', NEW.domain), NULL,
            'Give the domain of the organisation''s own; see setting public_mail_domains.'
        );
    END IF;
    RETURN NEW;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_organisation_domain__check IS
'No organisation has the domain of a provider where anybody gets an address: strangers would join it. Raises PD006.';
