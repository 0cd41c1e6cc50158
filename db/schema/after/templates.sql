CREATE OR REPLACE TRIGGER shipped_mail_template_05_keep_declared
    BEFORE DELETE OR UPDATE OF kind, language ON helpdesk.shipped_mail_template
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_row__keep_declared();
CREATE OR REPLACE TRIGGER shipped_mail_template_10_check BEFORE INSERT OR UPDATE ON helpdesk.shipped_mail_template
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_mail_text__check();
CREATE OR REPLACE TRIGGER shipped_mail_template_90_audit AFTER INSERT OR UPDATE OR DELETE
    ON helpdesk.shipped_mail_template
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('kind,language');

CREATE OR REPLACE TRIGGER mail_template_10_number BEFORE INSERT ON helpdesk.mail_template
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_mail_template__number();
CREATE OR REPLACE TRIGGER mail_template_20_check BEFORE INSERT OR UPDATE OF kind, subject, body ON helpdesk.mail_template
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_mail_text__check();
CREATE OR REPLACE TRIGGER mail_template_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.mail_template
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('kind,language,version');

CREATE OR REPLACE TRIGGER mail_unsubscription_90_audit AFTER INSERT OR UPDATE OR DELETE
    ON helpdesk.mail_unsubscription
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('person_id,kind');

CREATE OR REPLACE TRIGGER mail_brand_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.mail_brand
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('department_id');

SELECT pgdesk_deploy.declare_rows('helpdesk.error_code', jsonb_agg(d)) FROM (VALUES
    ('PD145', 422, 'a text of mails cannot be filled in', 'See /rest/mail_placeholders.')
) AS d (code, http_status, meaning, hint);

SELECT pgdesk_deploy.declare_rows('helpdesk.event_kind', jsonb_agg(d)) FROM (VALUES
    ('mail_template_failed', false,
        'A mail could not be made of the desk''s own text; to who may change it, without a ticket.')
) AS d (kind, is_public, description);

SELECT pgdesk_deploy.declare_rows('helpdesk.setting', jsonb_agg(d)) FROM (VALUES
    ('desk_name', 'text', '"Support"', '{"pattern": "^\\S(.{0,98}\\S)?$"}', 'What the desk calls itself, in mails and on pages.'),
    ('mail_language', 'text', '"en"', '{"pattern": "^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"}',
        'Of new people who say none, and of mails where there is no text in the recipient''s.'),
    ('mail_colour', 'text', '"#175cd3"', '{"pattern": "^#[0-9a-f]{6}$"}',
        'Of pages, and of the bar on top of mails and of their buttons, as #rrggbb; mail_brands has others by '
        'department.'),
    ('mail_logo_url', 'text', '""', '{"pattern": "^(https://[^\\s\"<>]+)?$"}',
        'Picture on top of mails in place of desk_name, 40 pixels high. Empty: none.'),
    ('mail_footer', 'text', '""', NULL, 'Plain text below each mail. Empty: none.'),
    ('brand_logo', 'text', '""',
        '{"pattern": "^(data:image/(svg\\+xml|png|webp|jpeg|gif);base64,[A-Za-z0-9+/]+={0,2})?$"}',
        'Picture on top of pages beside desk_name, as a data: address of at most 10,000 characters; pages ask no other '
        'host. Empty: none.'),
    ('brand_theme', 'choice', '"system"', '["light", "dark", "system"]',
        'Colours of pages; system: as the reader''s device has them.'),
    ('brand_radius', 'int', '8', '{"min": 0, "max": 24}', 'How round the corners of pages are, in pixels.'),
    ('brand_font', 'text', '"system-ui, sans-serif"',
        '{"pattern": "^[A-Za-z][A-Za-z0-9 -]{0,40}(, ?[A-Za-z][A-Za-z0-9 -]{0,40}){0,8}$"}',
        'Fonts of pages, best first: those of the reader''s device, for pages load none.')
) AS d (key, value_type, default_value, allowed, description);

SELECT pgdesk_deploy.declare_rows(
    'helpdesk.shipped_mail_template', jsonb_agg(jsonb_build_object('language', 'en') || to_jsonb(d))
) FROM (VALUES
    ('reset_password', $$Choose a new password$$,
$$Hello{% if recipient.first_name %} {{ recipient.first_name }}{% endif %},

somebody asked for a new password for your account at {{ desk.name }}.

[Choose a new password]({{ link.url }})

The link is good once, until {{ link.until }}.

If you did not ask for this, leave this mail alone: nothing changes.$$),
    ('verify_email', $$Confirm your mail address$$,
$$Hello{% if recipient.first_name %} {{ recipient.first_name }}{% endif %},

please confirm that {{ recipient.email }} is your address at {{ desk.name }}.

[Confirm the address]({{ link.url }})

The link is good once, until {{ link.until }}.

If you did not ask for this, leave this mail alone: nothing changes.$$),
    ('register', $$Your account at {{ desk.name }}$$,
$$Hello{% if recipient.first_name %} {{ recipient.first_name }}{% endif %},

choose a password, and {{ recipient.email }} has an account at {{ desk.name }}, with all that was asked from this address before.

[Choose a password]({{ link.url }})

The link is good once, until {{ link.until }}.

If you did not ask for this, leave this mail alone: nothing changes.$$),
    ('password_changed', $$Your password was changed$$,
$$Hello{% if recipient.first_name %} {{ recipient.first_name }}{% endif %},

the password of your account at {{ desk.name }} was changed, and all sessions were ended.

If it was not you, choose a new password at once and tell your administrator.$$),
    ('session_reused', $$A session of yours was ended$$,
$$Hello{% if recipient.first_name %} {{ recipient.first_name }}{% endif %},

a key of one of your sessions at {{ desk.name }} was used twice, as if somebody had copied it. The session was ended.

If it was not you, choose a new password at once and tell your administrator.$$),
    ('factor_added', $$A second factor was added$$,
$$Hello{% if recipient.first_name %} {{ recipient.first_name }}{% endif %},

a second factor to sign in with was added to your account at {{ desk.name }}.

If it was not you, choose a new password at once and tell your administrator.$$),
    ('factor_removed', $$A second factor was removed$$,
$$Hello{% if recipient.first_name %} {{ recipient.first_name }}{% endif %},

a second factor was removed from your account at {{ desk.name }}.

If it was not you, choose a new password at once and tell your administrator.$$),
    ('factor_failed', $$Somebody may know your password$$,
$$Hello{% if recipient.first_name %} {{ recipient.first_name }}{% endif %},

somebody gave the right password of your account at {{ desk.name }} and too often a wrong second factor.

If it was not you, choose a new password at once and tell your administrator.$$),
    ('recovery_codes_made', $$New recovery codes$$,
$$Hello{% if recipient.first_name %} {{ recipient.first_name }}{% endif %},

new recovery codes were made for your account at {{ desk.name }}; the old ones are void.

If it was not you, choose a new password at once and tell your administrator.$$),
    ('recovery_code_used', $$A recovery code was used$$,
$$Hello{% if recipient.first_name %} {{ recipient.first_name }}{% endif %},

somebody signed in to your account at {{ desk.name }} with a recovery code.

If it was not you, choose a new password at once and tell your administrator.$$),
    ('identity_linked', $$A new way to sign in$$,
$$Hello{% if recipient.first_name %} {{ recipient.first_name }}{% endif %},

you signed in to {{ desk.name }} by another service for the first time; from now on it opens your account.

If it was not you, choose a new password at once and tell your administrator.$$),
    ('impersonated', $$An administrator acts as you$$,
$$Hello{% if recipient.first_name %} {{ recipient.first_name }}{% endif %},

an administrator of {{ desk.name }} acts with your account for a while, to help you. All that they do is recorded.

If it was not you, choose a new password at once and tell your administrator.$$),
    ('api_token_made', $$A new API token$$,
$$Hello{% if recipient.first_name %} {{ recipient.first_name }}{% endif %},

a token with which programs act in your name was made at {{ desk.name }}.

If it was not you, choose a new password at once and tell your administrator.$$),
    ('ticket_opened', $$[{{ ticket.reference }}] {{ ticket.subject }}$$,
$$Hello{% if recipient.first_name %} {{ recipient.first_name }}{% endif %},

we have your question, {{ ticket.reference }}: {{ ticket.subject }}

{% unless hours.are_open %}We are not in just now. We will be back on {{ hours.open_at }} and read it then.{% endunless %}

[Open the ticket]({{ link.url }})

{% if link.code %}Where you cannot follow the link, type this code: **{{ link.code }}**{% endif %}

Whoever has the link sees the ticket: keep it to yourself.$$),
    ('link_requested', $$[{{ ticket.reference }}] Your link$$,
$$Hello{% if recipient.first_name %} {{ recipient.first_name }}{% endif %},

here is the link to {{ ticket.reference }}: {{ ticket.subject }}

[Open the ticket]({{ link.url }})

{% if link.code %}Where you cannot follow the link, type this code: **{{ link.code }}**{% endif %}

Whoever has the link sees the ticket: keep it to yourself.$$),
    ('rate_ticket', $$[{{ ticket.reference }}] How did we do?$$,
$$Hello{% if recipient.first_name %} {{ recipient.first_name }}{% endif %},

{{ ticket.reference }}, {{ ticket.subject }}, is resolved. How content are you with it?
{%- for rating in ratings %}
- [{{ rating.stars }} {{ rating.number }}/5]({{ rating.url }})
{%- endfor %}

Too early? An answer to this mail opens it again.

{% if unsubscribe.url %}You want no such questions? [Get no more of them]({{ unsubscribe.url }}){% endif %}$$),
    ('digest', $${{ digest.notices }} news from {{ desk.name }}$$,
$$Hello{% if recipient.first_name %} {{ recipient.first_name }}{% endif %},

this happened since the last time ({{ digest.notices }}):
{%- for notice in notices %}
- {% if notice.url %}[{{ notice.title }}]({{ notice.url }}){% else %}{{ notice.title }}{% endif %}
{%- endfor %}

You want none of this? [No more digests]({{ unsubscribe.url }})$$),
    ('report', $${{ report.title }}{% if report.period %}: {{ report.period }}{% endif %}$$,
$$Hello{% if recipient.first_name %} {{ recipient.first_name }}{% endif %},

enclosed is the report **{{ report.title }}**{% if report.period %}, {{ report.period }}{% endif %}.

{{ report.description }}

[Open the report]({{ report.url }})

You want none of this? [No more reports]({{ unsubscribe.url }})$$),
    ('reply', $$[{{ ticket.reference }}] {{ ticket.subject }}$$,
$${{ message.body }}

{{ message.signature }}
{% if history %}
---
{% for earlier in history %}
{{ earlier.author }} wrote on {{ earlier.at }}:

> {{ earlier.body }}
{% endfor %}{% endif %}$$),
    ('side_message', $${{ conversation.subject }}$$,
$${{ message.body }}

{{ message.signature }}$$),
    ('rule_reply', $$[{{ ticket.reference }}] {{ ticket.subject }}$$,
$${{ message.body }}
{% if history %}
---
{% for earlier in history %}
{{ earlier.author }} wrote on {{ earlier.at }}:

> {{ earlier.body }}
{% endfor %}{% endif %}$$),
    ('notice', $${% if ticket.reference %}[{{ ticket.reference }}] {% endif %}{{ notice.title }}$$,
$${{ notice.title }}
{% if notice.body %}
> {{ notice.body }}
{% endif %}
{% if ticket.url %}[Open the ticket]({{ ticket.url }}){% endif %}$$),
    ('approval', $$[{{ ticket.reference }}] {{ notice.title }}$$,
$$Hello{% if recipient.first_name %} {{ recipient.first_name }}{% endif %},

{{ notice.title }}: {{ ticket.subject }}

> {{ approval.question }}

{% if approval.until %}Please decide by {{ approval.until }}.{% endif %}

[Approve or decline]({{ approval.url }})$$),
    ('ticket_received', $$[{{ ticket.reference }}] {{ ticket.subject }}$$,
$$Hello{% if recipient.first_name %} {{ recipient.first_name }}{% endif %},

we have your request. Its reference is {{ ticket.reference }}; just answer this mail to add to it.

{% unless hours.are_open %}We are not in just now; we are back on {{ hours.open_at }}.{% endunless %}$$),
    ('followed', $${% if ticket.reference %}[{{ ticket.reference }}] {% endif %}{{ notice.title }}$$,
$${{ notice.title }}
{% if notice.body %}
> {{ notice.body }}
{% endif %}
{% if ticket.url %}[Open the ticket]({{ ticket.url }}){% endif %}

You follow this ticket. [No more mails about tickets that you follow]({{ unsubscribe.url }})$$)
) AS d (kind, subject, body);

SELECT pgdesk_deploy.declare_rows(
    'helpdesk.shipped_mail_template', jsonb_agg(jsonb_build_object('language', 'de') || to_jsonb(d))
) FROM (VALUES
    ('reset_password', $$Ein neues Passwort wählen$$,
$$Guten Tag{% if recipient.first_name %} {{ recipient.name }}{% endif %},

für Ihr Konto bei {{ desk.name }} wurde um ein neues Passwort gebeten.

[Neues Passwort wählen]({{ link.url }})

Der Link gilt einmal, bis {{ link.until }}.

Haben Sie nicht darum gebeten, brauchen Sie nichts zu tun: Es ändert sich nichts.$$),
    ('verify_email', $$Bitte bestätigen Sie Ihre Mailadresse$$,
$$Guten Tag{% if recipient.first_name %} {{ recipient.name }}{% endif %},

bitte bestätigen Sie, dass {{ recipient.email }} Ihre Adresse bei {{ desk.name }} ist.

[Adresse bestätigen]({{ link.url }})

Der Link gilt einmal, bis {{ link.until }}.

Haben Sie nicht darum gebeten, brauchen Sie nichts zu tun: Es ändert sich nichts.$$),
    ('register', $$Ihr Konto bei {{ desk.name }}$$,
$$Guten Tag{% if recipient.first_name %} {{ recipient.name }}{% endif %},

wählen Sie ein Passwort, und {{ recipient.email }} hat ein Konto bei {{ desk.name }}, mit allem, was von dieser Adresse schon gefragt wurde.

[Passwort wählen]({{ link.url }})

Der Link gilt einmal, bis {{ link.until }}.

Haben Sie nicht darum gebeten, brauchen Sie nichts zu tun: Es ändert sich nichts.$$),
    ('password_changed', $$Ihr Passwort wurde geändert$$,
$$Guten Tag{% if recipient.first_name %} {{ recipient.name }}{% endif %},

das Passwort Ihres Kontos bei {{ desk.name }} wurde geändert, und alle Sitzungen wurden beendet.

Waren Sie das nicht, wählen Sie sofort ein neues Passwort und sagen Sie Ihrer Administration Bescheid.$$),
    ('session_reused', $$Eine Ihrer Sitzungen wurde beendet$$,
$$Guten Tag{% if recipient.first_name %} {{ recipient.name }}{% endif %},

ein Schlüssel einer Ihrer Sitzungen bei {{ desk.name }} wurde zweimal verwendet, als hätte ihn jemand kopiert. Die Sitzung wurde beendet.

Waren Sie das nicht, wählen Sie sofort ein neues Passwort und sagen Sie Ihrer Administration Bescheid.$$),
    ('factor_added', $$Ein zweiter Faktor kam hinzu$$,
$$Guten Tag{% if recipient.first_name %} {{ recipient.name }}{% endif %},

Ihrem Konto bei {{ desk.name }} wurde ein zweiter Faktor zum Anmelden hinzugefügt.

Waren Sie das nicht, wählen Sie sofort ein neues Passwort und sagen Sie Ihrer Administration Bescheid.$$),
    ('factor_removed', $$Ein zweiter Faktor wurde entfernt$$,
$$Guten Tag{% if recipient.first_name %} {{ recipient.name }}{% endif %},

von Ihrem Konto bei {{ desk.name }} wurde ein zweiter Faktor entfernt.

Waren Sie das nicht, wählen Sie sofort ein neues Passwort und sagen Sie Ihrer Administration Bescheid.$$),
    ('factor_failed', $$Vielleicht kennt jemand Ihr Passwort$$,
$$Guten Tag{% if recipient.first_name %} {{ recipient.name }}{% endif %},

jemand hat das richtige Passwort Ihres Kontos bei {{ desk.name }} und zu oft einen falschen zweiten Faktor angegeben.

Waren Sie das nicht, wählen Sie sofort ein neues Passwort und sagen Sie Ihrer Administration Bescheid.$$),
    ('recovery_codes_made', $$Neue Wiederherstellungscodes$$,
$$Guten Tag{% if recipient.first_name %} {{ recipient.name }}{% endif %},

für Ihr Konto bei {{ desk.name }} wurden neue Wiederherstellungscodes erstellt; die alten gelten nicht mehr.

Waren Sie das nicht, wählen Sie sofort ein neues Passwort und sagen Sie Ihrer Administration Bescheid.$$),
    ('recovery_code_used', $$Ein Wiederherstellungscode wurde benutzt$$,
$$Guten Tag{% if recipient.first_name %} {{ recipient.name }}{% endif %},

bei Ihrem Konto bei {{ desk.name }} hat sich jemand mit einem Wiederherstellungscode angemeldet.

Waren Sie das nicht, wählen Sie sofort ein neues Passwort und sagen Sie Ihrer Administration Bescheid.$$),
    ('identity_linked', $$Ein neuer Weg, sich anzumelden$$,
$$Guten Tag{% if recipient.first_name %} {{ recipient.name }}{% endif %},

Sie haben sich bei {{ desk.name }} zum ersten Mal über einen anderen Dienst angemeldet; er öffnet von nun an Ihr Konto.

Waren Sie das nicht, wählen Sie sofort ein neues Passwort und sagen Sie Ihrer Administration Bescheid.$$),
    ('impersonated', $$Jemand aus der Administration handelt als Sie$$,
$$Guten Tag{% if recipient.first_name %} {{ recipient.name }}{% endif %},

jemand aus der Administration von {{ desk.name }} handelt eine Weile mit Ihrem Konto, um Ihnen zu helfen. Alles davon wird aufgezeichnet.

Waren Sie das nicht, wählen Sie sofort ein neues Passwort und sagen Sie Ihrer Administration Bescheid.$$),
    ('api_token_made', $$Ein neues API-Token$$,
$$Guten Tag{% if recipient.first_name %} {{ recipient.name }}{% endif %},

bei {{ desk.name }} wurde ein Token erstellt, mit dem Programme in Ihrem Namen handeln.

Waren Sie das nicht, wählen Sie sofort ein neues Passwort und sagen Sie Ihrer Administration Bescheid.$$),
    ('ticket_opened', $$[{{ ticket.reference }}] {{ ticket.subject }}$$,
$$Guten Tag{% if recipient.first_name %} {{ recipient.name }}{% endif %},

Ihre Frage ist da, {{ ticket.reference }}: {{ ticket.subject }}

{% unless hours.are_open %}Gerade ist niemand da. Ab {{ hours.open_at }} sind wir zurück und lesen es dann.{% endunless %}

[Ticket öffnen]({{ link.url }})

{% if link.code %}Wo Sie dem Link nicht folgen können, geben Sie diesen Code ein: **{{ link.code }}**{% endif %}

Wer den Link hat, sieht das Ticket: Behalten Sie ihn für sich.$$),
    ('link_requested', $$[{{ ticket.reference }}] Ihr Link$$,
$$Guten Tag{% if recipient.first_name %} {{ recipient.name }}{% endif %},

hier ist der Link zu {{ ticket.reference }}: {{ ticket.subject }}

[Ticket öffnen]({{ link.url }})

{% if link.code %}Wo Sie dem Link nicht folgen können, geben Sie diesen Code ein: **{{ link.code }}**{% endif %}

Wer den Link hat, sieht das Ticket: Behalten Sie ihn für sich.$$),
    ('rate_ticket', $$[{{ ticket.reference }}] Wie waren wir?$$,
$$Guten Tag{% if recipient.first_name %} {{ recipient.name }}{% endif %},

{{ ticket.reference }}, {{ ticket.subject }}, ist gelöst. Wie zufrieden sind Sie damit?
{%- for rating in ratings %}
- [{{ rating.stars }} {{ rating.number }}/5]({{ rating.url }})
{%- endfor %}

Noch nicht? Eine Antwort auf diese Mail öffnet es wieder.

{% if unsubscribe.url %}Sie möchten nicht gefragt werden? [Keine solchen Mails mehr]({{ unsubscribe.url }}){% endif %}$$),
    ('digest', $${{ digest.notices }} Neuigkeiten von {{ desk.name }}$$,
$$Guten Tag{% if recipient.first_name %} {{ recipient.name }}{% endif %},

das ist seit dem letzten Mal geschehen ({{ digest.notices }}):
{%- for notice in notices %}
- {% if notice.url %}[{{ notice.title }}]({{ notice.url }}){% else %}{{ notice.title }}{% endif %}
{%- endfor %}

Sie möchten das nicht? [Keine Übersichten mehr]({{ unsubscribe.url }})$$),
    ('report', $${{ report.title }}{% if report.period %}: {{ report.period }}{% endif %}$$,
$$Guten Tag{% if recipient.first_name %} {{ recipient.name }}{% endif %},

anbei der Bericht **{{ report.title }}**{% if report.period %}, {{ report.period }}{% endif %}.

{{ report.description }}

[Bericht öffnen]({{ report.url }})

Sie möchten das nicht? [Keine Berichte mehr]({{ unsubscribe.url }})$$),
    ('reply', $$[{{ ticket.reference }}] {{ ticket.subject }}$$,
$${{ message.body }}

{{ message.signature }}
{% if history %}
---
{% for earlier in history %}
{{ earlier.author }} schrieb am {{ earlier.at }}:

> {{ earlier.body }}
{% endfor %}{% endif %}$$),
    ('side_message', $${{ conversation.subject }}$$,
$${{ message.body }}

{{ message.signature }}$$),
    ('rule_reply', $$[{{ ticket.reference }}] {{ ticket.subject }}$$,
$${{ message.body }}
{% if history %}
---
{% for earlier in history %}
{{ earlier.author }} schrieb am {{ earlier.at }}:

> {{ earlier.body }}
{% endfor %}{% endif %}$$),
    ('notice', $${% if ticket.reference %}[{{ ticket.reference }}] {% endif %}{{ notice.title }}$$,
$${{ notice.title }}
{% if notice.body %}
> {{ notice.body }}
{% endif %}
{% if ticket.url %}[Ticket öffnen]({{ ticket.url }}){% endif %}$$),
    ('approval', $$[{{ ticket.reference }}] Ihre Freigabe wird erbeten$$,
$$Guten Tag{% if recipient.first_name %} {{ recipient.name }}{% endif %},

Sie werden um eine Freigabe gebeten: {{ ticket.subject }}

> {{ approval.question }}

{% if approval.until %}Bitte entscheiden Sie bis {{ approval.until }}.{% endif %}

[Freigeben oder ablehnen]({{ approval.url }})$$),
    ('ticket_received', $$[{{ ticket.reference }}] {{ ticket.subject }}$$,
$$Guten Tag{% if recipient.first_name %} {{ recipient.name }}{% endif %},

Ihre Anfrage ist angekommen. Sie hat die Nummer {{ ticket.reference }}; antworten Sie einfach auf diese Mail, um etwas hinzuzufügen.

{% unless hours.are_open %}Gerade ist niemand da; ab {{ hours.open_at }} sind wir zurück.{% endunless %}$$),
    ('followed', $${% if ticket.reference %}[{{ ticket.reference }}] {% endif %}{{ notice.title }}$$,
$${{ notice.title }}
{% if notice.body %}
> {{ notice.body }}
{% endif %}
{% if ticket.url %}[Ticket öffnen]({{ ticket.url }}){% endif %}

Sie folgen diesem Ticket. [Keine Mails mehr über Tickets, denen Sie folgen]({{ unsubscribe.url }})$$)
) AS d (kind, subject, body);

SELECT pgdesk_deploy.declare_rows(
    'helpdesk.shipped_mail_template', jsonb_agg(jsonb_build_object('language', 'fr') || to_jsonb(d))
) FROM (VALUES
    ('reset_password', $$Choisir un nouveau mot de passe$$,
$$Bonjour{% if recipient.first_name %} {{ recipient.first_name }}{% endif %},

quelqu’un a demandé un nouveau mot de passe pour votre compte chez {{ desk.name }}.

[Choisir un nouveau mot de passe]({{ link.url }})

Le lien est valable une fois, jusqu’au {{ link.until }}.

Si vous n’avez rien demandé, ignorez ce message : rien ne change.$$),
    ('verify_email', $$Confirmez votre adresse$$,
$$Bonjour{% if recipient.first_name %} {{ recipient.first_name }}{% endif %},

merci de confirmer que {{ recipient.email }} est votre adresse chez {{ desk.name }}.

[Confirmer l’adresse]({{ link.url }})

Le lien est valable une fois, jusqu’au {{ link.until }}.

Si vous n’avez rien demandé, ignorez ce message : rien ne change.$$),
    ('register', $$Votre compte chez {{ desk.name }}$$,
$$Bonjour{% if recipient.first_name %} {{ recipient.first_name }}{% endif %},

choisissez un mot de passe, et {{ recipient.email }} aura un compte chez {{ desk.name }}, avec toutes les demandes déjà faites depuis cette adresse.

[Choisir un mot de passe]({{ link.url }})

Le lien est valable une fois, jusqu’au {{ link.until }}.

Si vous n’avez rien demandé, ignorez ce message : rien ne change.$$),
    ('password_changed', $$Votre mot de passe a été modifié$$,
$$Bonjour{% if recipient.first_name %} {{ recipient.first_name }}{% endif %},

le mot de passe de votre compte chez {{ desk.name }} a été modifié et toutes les sessions ont été fermées.

Si ce n’était pas vous, choisissez tout de suite un nouveau mot de passe et prévenez votre administration.$$),
    ('session_reused', $$Une de vos sessions a été fermée$$,
$$Bonjour{% if recipient.first_name %} {{ recipient.first_name }}{% endif %},

une clé d’une de vos sessions chez {{ desk.name }} a servi deux fois, comme si quelqu’un l’avait copiée. La session a été fermée.

Si ce n’était pas vous, choisissez tout de suite un nouveau mot de passe et prévenez votre administration.$$),
    ('factor_added', $$Un second facteur a été ajouté$$,
$$Bonjour{% if recipient.first_name %} {{ recipient.first_name }}{% endif %},

un second facteur de connexion a été ajouté à votre compte chez {{ desk.name }}.

Si ce n’était pas vous, choisissez tout de suite un nouveau mot de passe et prévenez votre administration.$$),
    ('factor_removed', $$Un second facteur a été retiré$$,
$$Bonjour{% if recipient.first_name %} {{ recipient.first_name }}{% endif %},

un second facteur a été retiré de votre compte chez {{ desk.name }}.

Si ce n’était pas vous, choisissez tout de suite un nouveau mot de passe et prévenez votre administration.$$),
    ('factor_failed', $$Quelqu’un connaît peut-être votre mot de passe$$,
$$Bonjour{% if recipient.first_name %} {{ recipient.first_name }}{% endif %},

quelqu’un a donné le bon mot de passe de votre compte chez {{ desk.name }} et trop souvent un mauvais second facteur.

Si ce n’était pas vous, choisissez tout de suite un nouveau mot de passe et prévenez votre administration.$$),
    ('recovery_codes_made', $$Nouveaux codes de secours$$,
$$Bonjour{% if recipient.first_name %} {{ recipient.first_name }}{% endif %},

de nouveaux codes de secours ont été créés pour votre compte chez {{ desk.name }} ; les anciens ne valent plus.

Si ce n’était pas vous, choisissez tout de suite un nouveau mot de passe et prévenez votre administration.$$),
    ('recovery_code_used', $$Un code de secours a servi$$,
$$Bonjour{% if recipient.first_name %} {{ recipient.first_name }}{% endif %},

quelqu’un s’est connecté à votre compte chez {{ desk.name }} avec un code de secours.

Si ce n’était pas vous, choisissez tout de suite un nouveau mot de passe et prévenez votre administration.$$),
    ('identity_linked', $$Une nouvelle façon de se connecter$$,
$$Bonjour{% if recipient.first_name %} {{ recipient.first_name }}{% endif %},

vous vous êtes connecté à {{ desk.name }} par un autre service pour la première fois ; il ouvre désormais votre compte.

Si ce n’était pas vous, choisissez tout de suite un nouveau mot de passe et prévenez votre administration.$$),
    ('impersonated', $$Un administrateur agit en votre nom$$,
$$Bonjour{% if recipient.first_name %} {{ recipient.first_name }}{% endif %},

un administrateur de {{ desk.name }} utilise votre compte pour un moment, afin de vous aider. Tout ce qu’il fait est enregistré.

Si ce n’était pas vous, choisissez tout de suite un nouveau mot de passe et prévenez votre administration.$$),
    ('api_token_made', $$Un nouveau jeton d’API$$,
$$Bonjour{% if recipient.first_name %} {{ recipient.first_name }}{% endif %},

un jeton avec lequel des programmes agissent en votre nom a été créé chez {{ desk.name }}.

Si ce n’était pas vous, choisissez tout de suite un nouveau mot de passe et prévenez votre administration.$$),
    ('ticket_opened', $$[{{ ticket.reference }}] {{ ticket.subject }}$$,
$$Bonjour{% if recipient.first_name %} {{ recipient.first_name }}{% endif %},

nous avons bien reçu votre demande, {{ ticket.reference }} : {{ ticket.subject }}

{% unless hours.are_open %}Nous sommes absents pour le moment. Nous serons de retour le {{ hours.open_at }} et la lirons alors.{% endunless %}

[Ouvrir la demande]({{ link.url }})

{% if link.code %}Si vous ne pouvez pas suivre le lien, tapez ce code : **{{ link.code }}**{% endif %}

Quiconque a le lien voit la demande : gardez-le pour vous.$$),
    ('link_requested', $$[{{ ticket.reference }}] Votre lien$$,
$$Bonjour{% if recipient.first_name %} {{ recipient.first_name }}{% endif %},

voici le lien vers {{ ticket.reference }} : {{ ticket.subject }}

[Ouvrir la demande]({{ link.url }})

{% if link.code %}Si vous ne pouvez pas suivre le lien, tapez ce code : **{{ link.code }}**{% endif %}

Quiconque a le lien voit la demande : gardez-le pour vous.$$),
    ('rate_ticket', $$[{{ ticket.reference }}] Êtes-vous satisfait ?$$,
$$Bonjour{% if recipient.first_name %} {{ recipient.first_name }}{% endif %},

votre demande {{ ticket.reference }}, {{ ticket.subject }}, est résolue. En êtes-vous satisfait ?
{%- for rating in ratings %}
- [{{ rating.stars }} {{ rating.number }}/5]({{ rating.url }})
{%- endfor %}

Trop tôt ? Une réponse à ce message la rouvre.

{% if unsubscribe.url %}Vous ne voulez plus de telles questions ? [Ne plus en recevoir]({{ unsubscribe.url }}){% endif %}$$),
    ('digest', $${{ digest.notices }} nouvelles de {{ desk.name }}$$,
$$Bonjour{% if recipient.first_name %} {{ recipient.first_name }}{% endif %},

voici ce qui s’est passé depuis la dernière fois ({{ digest.notices }}) :
{%- for notice in notices %}
- {% if notice.url %}[{{ notice.title }}]({{ notice.url }}){% else %}{{ notice.title }}{% endif %}
{%- endfor %}

Vous n’en voulez pas ? [Plus de récapitulatifs]({{ unsubscribe.url }})$$),
    ('report', $${{ report.title }}{% if report.period %} : {{ report.period }}{% endif %}$$,
$$Bonjour{% if recipient.first_name %} {{ recipient.first_name }}{% endif %},

voici le rapport **{{ report.title }}**{% if report.period %}, {{ report.period }}{% endif %}.

{{ report.description }}

[Ouvrir le rapport]({{ report.url }})

Vous n’en voulez pas ? [Plus de rapports]({{ unsubscribe.url }})$$),
    ('reply', $$[{{ ticket.reference }}] {{ ticket.subject }}$$,
$${{ message.body }}

{{ message.signature }}
{% if history %}
---
{% for earlier in history %}
Le {{ earlier.at }}, {{ earlier.author }} a écrit :

> {{ earlier.body }}
{% endfor %}{% endif %}$$),
    ('side_message', $${{ conversation.subject }}$$,
$${{ message.body }}

{{ message.signature }}$$),
    ('rule_reply', $$[{{ ticket.reference }}] {{ ticket.subject }}$$,
$${{ message.body }}
{% if history %}
---
{% for earlier in history %}
Le {{ earlier.at }}, {{ earlier.author }} a écrit :

> {{ earlier.body }}
{% endfor %}{% endif %}$$),
    ('notice', $${% if ticket.reference %}[{{ ticket.reference }}] {% endif %}{{ notice.title }}$$,
$${{ notice.title }}
{% if notice.body %}
> {{ notice.body }}
{% endif %}
{% if ticket.url %}[Ouvrir la demande]({{ ticket.url }}){% endif %}$$),
    ('approval', $$[{{ ticket.reference }}] Votre approbation est demandée$$,
$$Bonjour{% if recipient.first_name %} {{ recipient.first_name }}{% endif %},

votre approbation est demandée : {{ ticket.subject }}

> {{ approval.question }}

{% if approval.until %}Merci de décider avant le {{ approval.until }}.{% endif %}

[Approuver ou refuser]({{ approval.url }})$$),
    ('ticket_received', $$[{{ ticket.reference }}] {{ ticket.subject }}$$,
$$Bonjour{% if recipient.first_name %} {{ recipient.first_name }}{% endif %},

nous avons reçu votre demande. Sa référence est {{ ticket.reference }} ; répondez à ce message pour y ajouter quelque chose.

{% unless hours.are_open %}Nous sommes absents pour le moment ; nous serons de retour le {{ hours.open_at }}.{% endunless %}$$),
    ('followed', $${% if ticket.reference %}[{{ ticket.reference }}] {% endif %}{{ notice.title }}$$,
$${{ notice.title }}
{% if notice.body %}
> {{ notice.body }}
{% endif %}
{% if ticket.url %}[Ouvrir la demande]({{ ticket.url }}){% endif %}

Vous suivez cette demande. [Plus de messages sur les demandes suivies]({{ unsubscribe.url }})$$)
) AS d (kind, subject, body);
