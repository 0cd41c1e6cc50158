// As much of schema api as the journey uses, in the shape that the client types its answers by.

export interface Ticket {
  ticket_id: number;
  reference: string;
  subject: string;
  status: string;
  priority: string;
  requester_id: number;
  assignee_id: number | null;
  due_at: string | null;
  is_spam: boolean;
  version: number;
  created_at: string;
}

type Row<T> = { [K in keyof T]: T[K] };
type Reference<Name extends string, Own extends string, Target extends string, Key extends string> = {
  foreignKeyName: Name;
  columns: [Own];
  isOneToOne: false;
  referencedRelation: Target;
  referencedColumns: [Key];
};
type View<T, References extends unknown[] = []> = {
  Row: Row<T>;
  Insert: Partial<Row<T>>;
  Update: Partial<Row<T>>;
  Relationships: References;
};
type Verb<Arguments, Result> = { Args: Arguments; Returns: Result };

export type Message = { message_id: number; ticket_id: number; kind: string; body: string };
export type Clock = { metric: string; state: string; used_minutes: number | null };

export type Database = {
  api: {
    Tables: {
      tickets: View<Ticket, [Reference<"ticket_requester_fkey", "requester_id", "people", "person_id">]>;
      messages: View<Message, [Reference<"message_ticket_fkey", "ticket_id", "tickets", "ticket_id">]>;
      people: View<{ person_id: number; name: string; role: string }>;
      tags: View<{ tag_id: number; name: string; color: string | null; description: string | null }>;
    };
    Views: Record<string, never>;
    Functions: {
      create_ticket: Verb<{ subject: string; priority?: string }, Row<Ticket>>;
      claim_ticket: Verb<{ ticket_id: number }, Row<Ticket>>;
      resolve_ticket: Verb<{ ticket_id: number }, Row<Ticket>>;
      set_status: Verb<{ ticket_id: number; status: string }, Row<Ticket>>;
      add_tags: Verb<{ ticket_id: number; tags: string[] }, Row<Ticket>>;
      reply: Verb<{ ticket_id: number; body: string }, Message>;
      add_note: Verb<{ ticket_id: number; body: string }, Message>;
      explain_sla: Verb<{ ticket_id: number }, Clock[]>;
    };
  };
};
