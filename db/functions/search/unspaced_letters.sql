-- Letters of scripts that write words without spaces (Han, kana, Thai, Lao, Tibetan, Burmese, Khmer), and Hangul, whose
-- words bear endings.
CREATE OR REPLACE FUNCTION helpdesk.unspaced_letters() RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN U&'[\0E01-\0E4F\0E81-\0ECF\0F40-\0FBC\1000-\103F\1050-\109D\1100-\11FF\1780-\17D3\2E80-\2FD5\3005-\3007'
    '\3031-\3035\3041-\309F\30A1-\30FA\30FC-\30FF\3105-\312F\3131-\318E\31A0-\31FF\3400-\4DBF\4E00-\9FFF\A960-\A97C'
    '\AA60-\AA7F\AC00-\D7FB\F900-\FAFF\+020000-\+03FFFF]+';

COMMENT ON FUNCTION helpdesk.unspaced_letters IS
'A regular expression: a run of letters in which words are not parted by spaces.';
