-- What people write, by topic and part in the conversation; topic * serves all. A conversation follows one of three
-- strands, so that question, subject and solution belong together.
CREATE TEMP TABLE demo_template ON COMMIT DROP AS
SELECT t.*
FROM (VALUES
    ('billing', 'subject', '0', 'Charged twice for {product} in invoice INV-{number}'),
    ('billing', 'subject', '1', 'VAT number missing on invoice INV-{number}'),
    ('billing', 'subject', '2', 'Card declined although there is enough credit'),
    ('billing', 'subject', '0', 'Refund of EUR {amount} has not arrived'),
    ('billing', 'subject', '0', 'Why did the price of {product} change?'),
    ('billing', 'subject', '1', 'Please send invoice INV-{number} again'),
    ('billing', 'subject', '1', 'Change of billing address to {city}'),
    ('billing', 'subject', '0', 'Switch from monthly to yearly billing for {product}'),
    ('billing', 'question', '0',
        E'I was looking at invoice INV-{number} and the amount of EUR {amount} for {product} appears twice. We only '
        'have one subscription, so I think one of them is a mistake.\n\nCould you check and refund what was too '
        'much?'),
    ('billing', 'question', '1',
        E'our accountant cannot book invoice INV-{number} since our VAT number is not on it. The amount is EUR '
        '{amount}. Can you issue a corrected one?'),
    ('billing', 'question', '2',
        'the payment of EUR {amount} for {product} failed again this morning. The bank says that nothing was blocked '
        'on their side. What can we do so that the subscription is not cancelled?'),
    ('billing', 'ask', '02',
        'Could you tell me the last four digits of the card, or the IBAN, that was charged? I see two customers with a '
        'similar name and want to be sure.'),
    ('billing', 'ask', '1', 'Which legal name and address should be printed on the corrected invoice?'),
    ('billing', 'detail', '02', 'It is the card that ends in 4417, in the name of our office in {city}.'),
    ('billing', 'detail', '1', 'Please use the address of our head office in {city}; everything else stays as it is.'),
    ('billing', 'solve', '01',
        'I have corrected invoice INV-{number} and refunded EUR {amount}. The money should be with you in three to '
        'five working days. The corrected document is in your account under Billing.'),
    ('billing', 'solve', '0',
        'Thank you for waiting. The second charge was a pending authorisation that our payment provider has released '
        'by now; only one payment of EUR {amount} remains.'),
    ('billing', 'solve', '2',
        'The payment of EUR {amount} has gone through now; your bank asked for a confirmation that our page did not '
        'show. Nothing was cancelled, and {product} goes on as before.'),
    ('billing', 'note', '12', 'Account is in good standing since four years; be generous.'),
    ('billing', 'help', '1',
        'May we issue a corrected invoice for a quarter that is closed already? It is INV-{number}.'),
    ('billing', 'note', '0',
        'Ledger shows one capture and one expired authorisation, so no refund is due for the second line.'),
    ('billing', 'help', '02',
        'Could you look at the ledger of this account? I see EUR {amount} twice, but only one payout. I would rather '
        'not refund before somebody has checked.'),

    ('login', 'subject', '0', 'Cannot sign in since this morning ({error})'),
    ('login', 'subject', '1', 'Password reset mail never arrives'),
    ('login', 'subject', '2', 'Lost the phone with my second factor'),
    ('login', 'subject', '0', 'Single sign-on with {integration} fails: {error}'),
    ('login', 'subject', '0', 'Locked out after too many attempts in {browser}'),
    ('login', 'subject', '1', 'New colleague cannot accept the invitation to {product}'),
    ('login', 'subject', '0', 'Signed out every few minutes in {browser}'),
    ('login', 'question', '0',
        E'since this morning I cannot sign in to {product}. I enter my password and get "{error}". I have tried '
        '{browser} and a private window, same result.'),
    ('login', 'question', '1',
        'I asked for a password reset three times and no mail arrives, it is not in the spam folder either. Other '
        'mails from you do arrive.'),
    ('login', 'question', '2',
        'my phone was stolen and the authenticator app with it. I have no recovery codes. How do I get back into my '
        'account?'),
    ('login', 'ask', '01',
        'Which address do you use to sign in, and at what time did you try last? Then I can look it up in the sign-in '
        'log.'),
    ('login', 'ask', '0', 'Do you sign in with a password or through your company (single sign-on)?'),
    ('login', 'detail', '01',
        'I use the same address as in this ticket, and the last attempt was about ten minutes ago.'),
    ('login', 'detail', '0',
        'Through single sign-on. Two colleagues in {city} have the same problem, all others are fine.'),
    ('login', 'solve', '012',
        'Your account was locked after several attempts from an address in {city}. I have unlocked it and sent a fresh '
        'reset link; it is valid for one hour.'),
    ('login', 'solve', '0',
        'The certificate of the {integration} connection had expired. It has been renewed, and the test sign-in works. '
        'Please close all windows once and try again.'),
    ('login', 'ask', '2',
        'I am sorry to hear that. To be sure that it is you: could you reply from the address of your account and name '
        'the month of your first order?'),
    ('login', 'detail', '2', 'It was in March, and I am writing from that address. The phone is gone for good.'),
    ('login', 'solve', '2',
        'I have removed the second factor; please sign in with your password and set up the new phone under Security. '
        'All other sessions were ended.'),
    ('login', 'note', '2', 'Identity confirmed, second factor removed, sessions ended.'),
    ('login', 'help', '12',
        'Do you see a bounce for this address in the mail log? I cannot tell whether our mail left at all.'),
    ('login', 'note', '01', 'Sign-in log: 11 failures with {error}, then lockout. Nothing suspicious otherwise.'),
    ('login', 'help', '0',
        'Can somebody with access to the identity provider check whether the SAML certificate of this customer has '
        'expired? I only see {error}.'),

    ('shipping', 'subject', '0', 'Where is order {number}?'),
    ('shipping', 'subject', '1', 'Order {number}: {product} arrived damaged'),
    ('shipping', 'subject', '0', '{carrier} says delivered, but nothing is here'),
    ('shipping', 'subject', '2', 'Return of {product}, order {number}'),
    ('shipping', 'subject', '1', 'Wrong item in order {number}'),
    ('shipping', 'subject', '0', 'Change delivery address to {city}'),
    ('shipping', 'subject', '0', 'Customs papers for a delivery to {city}'),
    ('shipping', 'question', '0',
        E'I ordered a {product} (order {number}) and {carrier} has not moved it for six days. The last scan was in '
        '{city}. Is it lost?'),
    ('shipping', 'question', '1',
        'the {product} from order {number} arrived today with a crack across the front. The box looked fine from '
        'outside. I would like a replacement.'),
    ('shipping', 'question', '2',
        'I want to return one {product} from order {number}; it is unopened. How do I get the label?'),
    ('shipping', 'ask', '1',
        'Could you send a photo of the item and of the label on the box? {carrier} asks for both before they accept a '
        'claim.'),
    ('shipping', 'ask', '0',
        'Is somebody at the address in {city} on weekdays between 9 and 17? Then I can arrange a second attempt.'),
    ('shipping', 'detail', '1',
        'I have put both photos into our shared folder and sent you the link. The serial number is on the second one.'),
    ('shipping', 'detail', '0', 'Yes, reception in {city} is open all day. The door code is with {carrier} already.'),
    ('shipping', 'solve', '1',
        'I have ordered a replacement {product}; it leaves our warehouse tomorrow with {carrier}. You may keep or '
        'recycle the broken one.'),
    ('shipping', 'solve', '0',
        '{carrier} has found the parcel in {city} and delivers it tomorrow before noon. I have refunded the shipping '
        'costs for the trouble.'),
    ('shipping', 'ask', '2', 'Is the seal of the {product} still closed, and from where shall {carrier} fetch it?'),
    ('shipping', 'detail', '2', 'The seal is closed. They can fetch it at our office in {city}, any day before 16:00.'),
    ('shipping', 'solve', '2',
        'The label is on its way to you by mail. As soon as {carrier} has scanned the parcel, EUR {amount} go back to '
        'your card.'),
    ('shipping', 'note', '2', 'Within the thirty days, so no approval is needed.'),
    ('shipping', 'help', '2',
        'The thirty days for order {number} ended yesterday. May we still take the {product} back?'),
    ('shipping', 'note', '01',
        '{carrier} claim opened, their number is CL-{number}. They answer within two working days.'),
    ('shipping', 'help', '01',
        'Do we have a {product} left in the second warehouse? The customer needs it this week and {carrier} has lost '
        'the first one.'),

    ('bug', 'subject', '2', '{product}: {feature} shows wrong values'),
    ('bug', 'subject', '0', '{feature} broken after the last update ({error})'),
    ('bug', 'subject', '1', '{product} restarts when I open {feature}'),
    ('bug', 'subject', '0', 'Error {error} when saving {feature}'),
    ('bug', 'subject', '2', 'Time zone of {feature} is one hour off'),
    ('bug', 'subject', '2', '{product} does not keep its settings'),
    ('bug', 'subject', '0', '{feature}: button does nothing in {browser}'),
    ('bug', 'question', '0',
        E'since the last update {feature} no longer works on our {product}.\n\nSteps:\n1. Open {feature} in '
        '{browser}\n2. Change anything\n3. Save\n\nExpected: it is saved. What happens: "{error}".'),
    ('bug', 'question', '1',
        'our {product} in {city} restarts every time somebody opens {feature}. It is on firmware 4.{slot}. A factory '
        'reset did not help.'),
    ('bug', 'question', '2',
        '{feature} shows values from yesterday, only a restart of {product} brings the current ones. This happens two '
        'or three times a week.'),
    ('bug', 'ask', '0',
        'Which firmware version does the {product} run (Settings, About), and does it happen in another browser than '
        '{browser} too?'),
    ('bug', 'ask', '12',
        'Could you turn on the diagnostic log, repeat the steps once and tell me the time? Then I can find it on our '
        'side.'),
    ('bug', 'detail', '0',
        'Firmware 4.{slot}, and yes, the same in another browser. The log is on now; the last time was five minutes '
        'ago.'),
    ('bug', 'detail', '12', 'It only happens with {feature}; all else works. I did the steps at ten past the hour.'),
    ('bug', 'solve', '0',
        'This was a fault in version 4.{slot}; the fix is in the update that your {product} has just received. Please '
        'open {feature} once more and tell us if "{error}" comes back.'),
    ('bug', 'solve', '12',
        'We could reproduce it and have rolled your {product} back to the previous firmware. The corrected version '
        'follows next week by itself.'),
    ('bug', 'note', '012',
        'Reproduced on a test {product} with 4.{slot}: {error}. Reported to engineering as BUG-{number}.'),
    ('bug', 'help', '012',
        'I can reproduce {error} with {feature}, but only on 4.{slot}. Is that the fault that BUG-{number} is about? '
        'The customer is waiting.'),

    ('feature', 'subject', '0', 'Feature request: {feature} for {product}'),
    ('feature', 'subject', '1', 'Could {feature} be exported to {integration}?'),
    ('feature', 'subject', '0', 'Dark mode in {product}'),
    ('feature', 'subject', '0', 'More than ten {feature} per site'),
    ('feature', 'subject', '0', 'Keyboard shortcuts for {feature}'),
    ('feature', 'subject', '1', 'Is {integration} support planned?'),
    ('feature', 'question', '0',
        'we use {product} every day and miss one thing: {feature} cannot be copied from one site to another. With '
        'forty sites that is a day of work. Is something planned?'),
    ('feature', 'question', '1',
        'do you plan a connection to {integration}? We would use it for {feature} and could join a beta.'),
    ('feature', 'ask', '012',
        'Thank you, that is a good idea. How many people in your team would use it, and how do you help yourselves '
        'today?'),
    ('feature', 'detail', '012', 'About twelve people. Today one of us copies {feature} by hand every Monday.'),
    ('feature', 'solve', '012',
        'I have added your case to the request for {feature}; the product team reads all of them before planning a '
        'quarter. I will write to you when it is planned.'),
    ('feature', 'solve', '0',
        'This has just become possible: in {product}, open {feature}, then Copy to site. It is switched on for your '
        'account.'),
    ('feature', 'note', '012', 'Fifth request for this. Linked to FR-{number}.'),
    ('feature', 'help', '012',
        'Is {feature} for {product} on the roadmap? The customer would sign a larger plan for it.'),

    ('outage', 'subject', '0', '{product} is down in {city}'),
    ('outage', 'subject', '0', 'All devices offline: {error}'),
    ('outage', 'subject', '1', 'Status page says green, but we get {error}'),
    ('outage', 'subject', '0', 'URGENT: lights cannot be switched in {city}'),
    ('outage', 'subject', '0', 'No data from {product} since this morning'),
    ('outage', 'question', '0',
        E'nothing works: all our {product} devices in {city} are offline since about half an hour, and {browser} only '
        'shows "{error}".\n\nThis is a production site, please call us.'),
    ('outage', 'question', '1',
        'your status page is green, but every request fails with {error}. Is there an incident?'),
    ('outage', 'ask', '012',
        'Is the network at the site up, and does the device show a red or a blue light? We see your {product} '
        'disconnecting at the same second.'),
    ('outage', 'detail', '012', 'Network is up, the light is blue. Other sites work, only {city} does not.'),
    ('outage', 'solve', '0',
        'The incident is over: one of our message brokers had lost its peers. Your devices in {city} have reconnected; '
        'the report follows on the status page within two days.'),
    ('outage', 'solve', '012',
        'A faulty route at our provider was corrected. We see all your {product} devices online again. We are sorry '
        'for the trouble.'),
    ('outage', 'note', '012', 'Part of incident INC-{slot}. Do not close before the all-clear.'),
    ('outage', 'help', '012',
        'Is {city} part of the incident? {error} started later than for the others. The customer asks for a call.'),

    ('export', 'subject', '0', 'Export of {feature} stops at 10,000 rows'),
    ('export', 'subject', '0', 'CSV export has broken umlauts'),
    ('export', 'subject', '1', 'Need all data of {product} for an audit'),
    ('export', 'subject', '1', 'Scheduled export to {integration} is empty'),
    ('export', 'subject', '0', 'How to export {feature} per month?'),
    ('export', 'question', '0',
        'the export of {feature} ends after 10,000 rows, but we have about {number}. Is there a way to get everything, '
        'also by the API?'),
    ('export', 'question', '1',
        'for an audit we need all data of {product} of the last three years, as CSV. The page in {browser} gives up '
        'with {error}.'),
    ('export', 'ask', '012',
        'For which period and which sites do you need it, and is CSV fine or would you rather have JSON?'),
    ('export', 'detail', '012', 'All sites, the last calendar year, CSV please. UTF-8 if possible.'),
    ('export', 'solve', '1',
        'The export is ready: {number} rows, UTF-8, one file a month. The link in your account works for seven days.'),
    ('export', 'solve', '0',
        'The limit concerns the web page only. With the API you get everything in pages of 1,000; an example for '
        '{integration} is in our documentation.'),
    ('export', 'note', '012', 'Started a full export by hand, job {number}.'),
    ('export', 'help', '012',
        'The export job {number} has been running for two hours. Can somebody see whether it hangs?'),

    ('integration', 'subject', '0', '{integration} integration returns {error}'),
    ('integration', 'subject', '1', 'Webhooks arrive twice in {integration}'),
    ('integration', 'subject', '0', 'API key stopped working for {product}'),
    ('integration', 'subject', '1', 'Signature of webhook cannot be verified'),
    ('integration', 'subject', '0', '{integration}: {feature} no longer synced'),
    ('integration', 'subject', '0', 'Rate limit of the {product} API'),
    ('integration', 'question', '0',
        E'our connection from {product} to {integration} has stopped. Every call answers "{error}". Nothing was '
        'changed on our side.\n\nRequest id of the last one: req-{number}'),
    ('integration', 'question', '1',
        'we receive each webhook for {feature} twice, about two seconds apart, with the same id. Should we filter that '
        'or is it a fault?'),
    ('integration', 'ask', '012',
        'Could you send the request id and the time of one failing call? And which API version is in the header?'),
    ('integration', 'detail', '012', 'The id is req-{number}, a few minutes ago. The version header says 2.{slot}.'),
    ('integration', 'solve', '0',
        'The token of the {integration} connection had expired and the refresh failed with {error}. I have renewed it; '
        'the missed events were delivered again.'),
    ('integration', 'solve', '1',
        'We retry when your endpoint takes longer than five seconds. Please answer with 202 at once and work '
        'afterwards; the id lets you drop what you have seen.'),
    ('integration', 'note', '0', 'Trace of req-{number}: upstream answered {error} after 29.8 s.'),
    ('integration', 'note', '1', 'Their endpoint takes 8 s to answer, so we retry: as designed.'),
    ('integration', 'help', '012',
        'Could you check the delivery log of the webhooks for this account? I see {error} for {integration}, the '
        'customer sees nothing.'),

    ('account', 'subject', '1', 'Please cancel {product}'),
    ('account', 'subject', '0', 'Add {slot} seats to our plan'),
    ('account', 'subject', '0', 'Transfer ownership of our account'),
    ('account', 'subject', '0', 'Merge two accounts of our company in {city}'),
    ('account', 'subject', '1', 'Downgrade after the trial of {product}'),
    ('account', 'question', '0',
        'the owner of our account has left the company. How can we make somebody else the owner? Nobody else may '
        'change the plan.'),
    ('account', 'question', '1',
        'we would like to end the subscription of {product} at the end of the month. Please confirm, and tell us how '
        'to keep our data.'),
    ('account', 'ask', '012',
        'For your safety: could somebody with an address of your company''s domain confirm this request, please?'),
    ('account', 'detail', '012', 'I confirm it, our managing director in {city} is in copy.'),
    ('account', 'solve', '0',
        'Done: the change is in force from today, and you have received a confirmation by mail. The next invoice shows '
        'EUR {amount}.'),
    ('account', 'solve', '1',
        '{product} ends at the end of the month. Until then you can export everything; afterwards we keep a copy for '
        'thirty days.'),
    ('account', 'note', '012', 'Domain and commercial register match. Offered a discount, declined.'),
    ('account', 'help', '0', 'Nobody of this company can confirm a new owner any more. Which papers do we ask for?'),
    ('account', 'help', '1',
        'This is a large account that wants to leave {product}. Would you talk to them before I confirm?'),

    ('howto', 'subject', '0', 'How do I set up {feature}?'),
    ('howto', 'subject', '1', 'Pairing {product} with {integration}'),
    ('howto', 'subject', '1', 'Can {product} be used outdoors?'),
    ('howto', 'subject', '0', 'Best way to name sites for {feature}'),
    ('howto', 'subject', '0', 'Manual for {product}'),
    ('howto', 'question', '0',
        'we have just unpacked our first {product}. How do we set up {feature} for two floors? I found an article, but '
        'it shows an older version.'),
    ('howto', 'question', '1',
        'is it possible to pair {product} with {integration} without a hub? The manual says nothing about it.'),
    ('howto', 'ask', '012', 'Do you use {browser} or the app for the setup? The steps differ a little.'),
    ('howto', 'detail', '012', '{browser}, with an administrator''s account.'),
    ('howto', 'solve', '0',
        'Open {feature}, choose Add, then tick both floors. The article has been updated with new pictures, thank you '
        'for the hint.'),
    ('howto', 'solve', '1',
        'It works without a hub from firmware 4.{slot} on: hold the button for five seconds, then add {integration} in '
        'the app.'),
    ('howto', 'note', '012', 'Article was outdated; corrected.'),
    ('howto', 'help', '0', 'Where has {feature} gone in the new version? I do not find it either.'),
    ('howto', 'help', '1', 'Do you know whether {product} works with {integration} without a hub? I have never tried.'),

    ('performance', 'subject', '0', '{product} very slow in {browser}'),
    ('performance', 'subject', '0', '{feature} takes a minute to load'),
    ('performance', 'subject', '1', 'API answers take 20 seconds'),
    ('performance', 'subject', '1', 'Delay of several seconds when switching lights in {city}'),
    ('performance', 'question', '0',
        'opening {feature} takes about a minute since last week; before, it was two seconds. We have {number} '
        'devices.'),
    ('performance', 'question', '1',
        'calls to the API for {feature} take 20 seconds and sometimes end with {error}. At night it is fast.'),
    ('performance', 'ask', '012',
        'Is it slow for everybody or only in {city}? A request id of a slow call would help a lot.'),
    ('performance', 'detail', '012', 'For everybody, worst in {city}. One of the slow ones was req-{number}.'),
    ('performance', 'solve', '012',
        'An index was missing on the table behind {feature}. After the fix req-{number} takes 180 ms. Thank you for '
        'the exact description.'),
    ('performance', 'solve', '012',
        'Your account has been moved to another cluster; we now measure less than a second for {feature}.'),
    ('performance', 'note', '012', 'p95 of this account: 21 s before, 0.3 s after.'),
    ('performance', 'help', '012',
        'Could you have a look at the query behind {feature} for this account? req-{number} took 20 seconds.'),

    ('privacy', 'subject', '1', 'Access request under the GDPR'),
    ('privacy', 'subject', '1', 'Please delete the data of a former employee'),
    ('privacy', 'subject', '0', 'Suspicious mail in your name'),
    ('privacy', 'subject', '1', 'Data processing agreement for {product}'),
    ('privacy', 'subject', '1', 'Where is the data of {product} stored?'),
    ('privacy', 'question', '0',
        'we received a mail that claims to come from you and asks for our password for {product}. The link goes to a '
        'page in {city}. Is it real?'),
    ('privacy', 'question', '1',
        'please send us the data processing agreement for {product}, signed, and the list of your subprocessors.'),
    ('privacy', 'ask', '0',
        'Could you forward the mail with its headers as an attachment, please? Do not click anything in it.'),
    ('privacy', 'detail', '0', 'Forwarded. Nobody has clicked on it, I hope.'),
    ('privacy', 'ask', '1', 'In whose name shall the agreement be made out, and who signs for you?'),
    ('privacy', 'detail', '1', 'In the name of the company as on the invoices; our managing director signs.'),
    ('privacy', 'note', '0', 'Page reported to the host and to the registrar.'),
    ('privacy', 'help', '1', 'Is this list of subprocessors current? I would like to send it today.'),
    ('privacy', 'solve', '0',
        'The mail was not from us; the page has been taken down. Nobody from your company has entered data there, as '
        'far as we can see.'),
    ('privacy', 'solve', '1',
        'The signed agreement and the list of subprocessors are in your account under Documents. All data of {product} '
        'is stored in the EU.'),
    ('privacy', 'note', '1', 'Identity verified by phone. Deadline for the answer is one month from receipt.'),
    ('privacy', 'help', '0',
        'Does this count as an incident that we have to report? Please read the forwarded mail before I answer.'),

    ('*', 'work', '012', 'A short update: I am working on it with the colleagues and will write again by tomorrow.'),
    ('*', 'work', '012',
        'Thank you for the details. I can see the problem on our side now and have handed it to the team; you will '
        'hear from me.'),
    ('*', 'work', '012',
        'We are still on it. For the moment it helps to restart once; the real fix takes a little longer.'),
    ('*', 'thanks', '012', 'That helped, thank you very much! From our side this can be closed.'),
    ('*', 'thanks', '012', 'Great, works now. Thanks for the quick help.'),
    ('*', 'thanks', '012', 'Perfect, exactly what we needed.'),
    ('*', 'again', '012',
        'I am sorry to open this again, but it is not done yet: two of us still see what I wrote in my first message.'),
    ('*', 'again', '012',
        'Thank you, but that was not all. The same again since this morning, could you have another look?'),
    ('*', 'again', '012', 'It was fine for a day and now we are back where we began.'),
    ('*', 'final', '012',
        'You were right, one step was missing. I have done it now and checked it together with a colleague; it stays '
        'that way.'),
    ('*', 'final', '012',
        'I am sorry for the second round. What I did last time was undone by the nightly synchronisation; this time it '
        'is fixed at the source.'),
    ('*', 'chase', '012', 'Any news? We are still waiting and it is getting urgent.'),
    ('*', 'chase', '012', 'I have not heard from you yet. Did you receive my message?'),
    ('*', 'helped', '012', 'Had a look: you are right, and it is safe to go ahead as you proposed.'),
    ('*', 'helped', '012',
        'I have checked it. This is known, the fix is on its way; you can tell the customer that it is solved by '
        'tomorrow.'),
    ('*', 'helped', '012', 'Done on my side. Please ask the customer to try again.'),
    ('*', 'mention', '012', '@{handle} for your information, this is the third case of this kind this week.'),
    ('*', 'mention', '012', '@{handle} you know this customer, is there anything that I should take care of?')
) AS t(topic, part, strands, body);

CREATE TEMP TABLE demo_text ON COMMIT DROP AS
SELECT
    t.topic_id,
    n.strand,
    m.part,
    s.slot,
    row_number() OVER (PARTITION BY t.topic_id, n.strand, m.part, s.slot ORDER BY m.body) - 1 AS variant,
    CASE
        WHEN m.part IN ('question', 'mention') THEN x.body
        ELSE upper(left(x.body, 1)) || substr(x.body, 2)
    END AS body
FROM demo_template AS m
JOIN demo_topic AS t ON m.topic IN (t.topic, '*')
JOIN generate_series(0, 2) AS n(strand) ON n.strand < t.strands AND strpos(m.strands, n.strand::text) > 0
CROSS JOIN demo_slot AS s
CROSS JOIN LATERAL (
    SELECT replace(replace(replace(replace(replace(replace(replace(replace(replace(m.body,
        '{product}', s.product), '{browser}', s.browser), '{integration}', s.integration), '{carrier}', s.carrier),
        '{city}', s.city), '{feature}', s.feature), '{amount}', s.amount), '{error}', s.error),
        '{slot}', (2 + s.slot)::text) AS body
) AS x;
ALTER TABLE demo_text ADD PRIMARY KEY (topic_id, strand, part, slot, variant);
ANALYZE demo_text;

CREATE TEMP TABLE demo_text_count ON COMMIT DROP AS
SELECT x.topic_id, x.strand, x.part, count(*) AS variants
FROM demo_text AS x
WHERE x.slot = 0
GROUP BY x.topic_id, x.strand, x.part;
ANALYZE demo_text_count;
