-- A trigger, so that whoever enters a bridge need not know that channels are rows of their own.
CREATE OR REPLACE FUNCTION helpdesk.tg_bridge__add_channel() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    PERFORM helpdesk.require('channels.edit');
    INSERT INTO helpdesk.channel (channel, label)
    SELECT NEW.channel, initcap(replace(NEW.channel, '_', ' '))
    WHERE NEW.channel ~ '^[a-z][a-z0-9_-]{0,39}$'
    ON CONFLICT (channel) DO NOTHING;
    RETURN NEW;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_bridge__add_channel IS 'A bridge''s channel is one that tickets may have.';
