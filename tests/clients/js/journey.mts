// A ticket's life through @supabase/postgrest-js. node journey.mjs ADDRESS TOKENS, where TOKENS is JSON by role.
// Ends with 0 and "done" where every step went as it should; compiling it checks the types of the answers.

import { PostgrestClient, type PostgrestError } from "@supabase/postgrest-js";
import type { Database } from "./database.mjs";

declare const process: { argv: string[] };

const [address, tokens] = [process.argv[2]!, JSON.parse(process.argv[3]!) as Record<string, string>];

const as = (name: string) => new PostgrestClient<Database, { PostgrestVersion: "13" }, "api">(address, {
  schema: "api",
  headers: { Authorization: `Bearer ${tokens[name]}` },
});

function same(found: unknown, wanted: unknown, what: string): void {
  const [a, b] = [JSON.stringify(found), JSON.stringify(wanted)];
  if (a !== b) throw new Error(`${what}: ${a}, not ${b}`);
}

function sound<T>(answer: { data: T; error: PostgrestError | null }): NonNullable<T> {
  if (answer.error) throw new Error(`${answer.error.code} ${answer.error.message}`);
  if (answer.data === null || answer.data === undefined) throw new Error("no data");
  return answer.data;
}

const [customer, agent, admin] = [as("customer"), as("agent"), as("admin")];

// An admin prepares tags: inserted in bulk, then merged by their unique name.
same((await admin.from("tags").insert([{ name: "smoke" }, { name: "ink" }])).status, 201, "insert");
const merged = sound(await admin.from("tags")
  .upsert([{ name: "smoke", color: "#ff0000" }, { name: "cable", color: "#000000" }],
    { onConflict: "name" }).select("name, color"));
same(merged[0], { name: "smoke", color: "#ff0000" }, "merged");
same(sound(await admin.from("tags").upsert({ name: "smoke" }, { onConflict: "name", ignoreDuplicates: true })
  .select()), [], "duplicates are ignored");

// A customer asks.
const made = sound(await customer.rpc("create_ticket", { subject: "The printer smokes", priority: "high" }));
same([made.status, made.assignee_id, made.is_spam, typeof made.version], ["open", null, false, "number"], "made");
const id: number = made.ticket_id;

// An agent finds it among the others.
const found = await agent.from("tickets")
  .select("ticket_id, what:subject, requester:people!ticket_requester_fkey(name)", { count: "exact" })
  .in("priority", ["high", "critical"]).is("assignee_id", null).or("subject.ilike.*smoke*,subject.ilike.*flame*")
  .not("status", "eq", "closed").order("created_at", { ascending: false }).range(0, 9);
same(found.data, [{ ticket_id: id, what: "The printer smokes", requester: { name: "Customer" } }], "found");
same(found.count, 1, "count");
const name: string = sound(found)[0]!.requester.name;
same(name, "Customer", "an embedded row is one object, in the types too");
const counted = await agent.from("tickets").select("*", { count: "exact", head: true });
same([counted.data, counted.count! >= 1], [null, true], "head");
const planned = await agent.from("tickets").select("ticket_id", { count: "estimated" }).limit(1);
same([planned.data?.length, planned.status], [1, planned.count! > 1 ? 206 : 200], "estimated");

// The agent takes it, tags it, answers, and writes what the customer must not see.
same(sound(await agent.rpc("claim_ticket", { ticket_id: id })).assignee_id !== null, true, "claimed");
sound(await agent.rpc("add_tags", { ticket_id: id, tags: ["smoke", "ink"] }));
sound(await agent.rpc("reply", { ticket_id: id, body: "Open a window." }));
sound(await agent.rpc("add_note", { ticket_id: id, body: "Every Monday." }));
for (const [client, kinds] of [[customer, ["reply"]], [agent, ["reply", "note"]]] as const) {
  const row = sound(await client.from("tickets").select("messages(kind, body)").eq("ticket_id", id)
    .order("message_id", { referencedTable: "messages" }).single());
  same(row.messages.map((one) => one.kind), kinds, "messages");
}

// Plain edits, guarded by the version that was seen.
const seen = sound(await agent.from("tickets").select().eq("ticket_id", id).single());
const changed = sound(await agent.from("tickets").update({ priority: "critical", version: seen.version })
  .eq("ticket_id", id).select("priority, version").single());
same([changed.priority, changed.version > seen.version], ["critical", true], "changed");
const late = await agent.from("tickets").update({ priority: "low", version: seen.version }).eq("ticket_id", id);
same(late.error?.code, "PD005", "a late change");
same((await agent.from("tickets").update({ priority: "high" }).eq("ticket_id", id)).status, 204, "minimal");

// A function of rows is filtered and cut like a table, by GET.
const clocks = sound(await agent.rpc("explain_sla", { ticket_id: id }, { get: true })
  .select("metric, state").eq("metric", "first_response").limit(1));
same(clocks.every((one) => one.metric === "first_response"), true, "clocks");

// Refusals keep their parts.
const refused = (await agent.rpc("set_status", { ticket_id: id, status: "reopened" })).error!;
same([refused.code, refused.hint], ["PD003", "See /rest/status_transitions for what is allowed."], "refused");
same(/ may go to: /.test(refused.details), true, "details");
same((await customer.rpc("claim_ticket", { ticket_id: id })).status, 403, "forbidden");
same((await agent.from("tickets").select().eq("ticket_id", -1).single()).error?.code, "PGRST116", "single");
same((await agent.from("tickets").select().eq("ticket_id", -1).maybeSingle()).data, null, "maybe single");
same((await agent.from("tickets").select("*, people(*)")).error?.code, "PGRST201", "ambiguous");

// Done.
same(sound(await agent.rpc("resolve_ticket", { ticket_id: id })).status, "resolved", "resolved");
const csv = sound(await agent.from("tickets").select("reference,status").eq("ticket_id", id).csv());
same(csv.trim().split("\n"), ["reference,status", `${made.reference},resolved`], "csv");
same(sound(await admin.from("tags").delete().eq("name", "cable").select("name")), [{ name: "cable" }], "deleted");
console.log("done");
