-- Staff see people; customers see themselves and those who write on their tickets (names only, by column grants of api views).
DROP POLICY IF EXISTS person_agent_select ON helpdesk.person;
CREATE POLICY person_agent_select ON helpdesk.person FOR SELECT TO agent USING ((SELECT helpdesk.me()) IS NOT NULL);
DROP POLICY IF EXISTS person_admin_select ON helpdesk.person;
CREATE POLICY person_admin_select ON helpdesk.person FOR SELECT TO admin USING ((SELECT helpdesk.me()) IS NOT NULL);
DROP POLICY IF EXISTS person_customer_select ON helpdesk.person;
CREATE POLICY person_customer_select ON helpdesk.person FOR SELECT TO customer USING (person_id = (SELECT helpdesk.me()));
DROP POLICY IF EXISTS person_customer_update ON helpdesk.person;
CREATE POLICY person_customer_update ON helpdesk.person FOR UPDATE TO customer USING (person_id = (SELECT helpdesk.me()));
DROP POLICY IF EXISTS person_agent_update ON helpdesk.person;
CREATE POLICY person_agent_update ON helpdesk.person FOR UPDATE TO agent USING (person_id = (SELECT helpdesk.me()));

DROP POLICY IF EXISTS agent_agent_update ON helpdesk.agent;
CREATE POLICY agent_agent_update ON helpdesk.agent FOR UPDATE TO agent USING (person_id = (SELECT helpdesk.me()));

DROP POLICY IF EXISTS organisation_customer_select ON helpdesk.organisation;
CREATE POLICY organisation_customer_select ON helpdesk.organisation FOR SELECT TO customer
    USING (organisation_id = (SELECT p.organisation_id FROM helpdesk.person AS p WHERE p.person_id = (SELECT helpdesk.me())));
