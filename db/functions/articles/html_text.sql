CREATE OR REPLACE FUNCTION helpdesk.html_text(p_text text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN replace(replace(replace(replace(replace(
    p_text, '&', '&amp;'), '<', '&lt;'), '>', '&gt;'), '"', '&quot;'), '''', '&#39;');

COMMENT ON FUNCTION helpdesk.html_text IS 'A text as HTML that shows it, in an element or an attribute.';
