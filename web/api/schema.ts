// Made by web/scripts/types.mjs from the API's OpenAPI document.

export type Json = string | number | boolean | null | { [key: string]: Json | undefined } | Json[];

export interface Database {
  api: {
    Tables: Record<never, never>;
    Views: {
      abilities: {
        Row: {
          ability: string;
          calls: string[];
          description: string;
          reads: string[];
          writes: string[];
        };
        Insert: {
          ability?: string | null;
          calls?: string[] | null;
          description?: string | null;
          reads?: string[] | null;
          writes?: string[] | null;
        };
        Update: {
          ability?: string | null;
          calls?: string[] | null;
          description?: string | null;
          reads?: string[] | null;
          writes?: string[] | null;
        };
        Relationships: [
        ];
      };
      absences: {
        Row: {
          absence_id: number;
          ends_at: string | null;
          person_id: number;
          reason: string | null;
          starts_at: string;
        };
        Insert: {
          absence_id?: number | null;
          ends_at?: string | null;
          person_id?: number | null;
          reason?: string | null;
          starts_at?: string | null;
        };
        Update: {
          absence_id?: number | null;
          ends_at?: string | null;
          person_id?: number | null;
          reason?: string | null;
          starts_at?: string | null;
        };
        Relationships: [
          { foreignKeyName: "person_id_fkey"; columns: ["person_id"]; isOneToOne: false; referencedRelation: "agents"; referencedColumns: ["person_id"] },
        ];
      };
      agent_capacities: {
        Row: {
          channel: string;
          max_open: number;
          person_id: number;
        };
        Insert: {
          channel?: string | null;
          max_open?: number | null;
          person_id?: number | null;
        };
        Update: {
          channel?: string | null;
          max_open?: number | null;
          person_id?: number | null;
        };
        Relationships: [
          { foreignKeyName: "channel_fkey"; columns: ["channel"]; isOneToOne: false; referencedRelation: "channels"; referencedColumns: ["channel"] },
          { foreignKeyName: "person_id_fkey"; columns: ["person_id"]; isOneToOne: false; referencedRelation: "agents"; referencedColumns: ["person_id"] },
        ];
      };
      agent_skills: {
        Row: {
          person_id: number;
          proficiency: number;
          skill_id: number;
        };
        Insert: {
          person_id?: number | null;
          proficiency?: number | null;
          skill_id?: number | null;
        };
        Update: {
          person_id?: number | null;
          proficiency?: number | null;
          skill_id?: number | null;
        };
        Relationships: [
          { foreignKeyName: "person_id_fkey"; columns: ["person_id"]; isOneToOne: false; referencedRelation: "agents"; referencedColumns: ["person_id"] },
          { foreignKeyName: "skill_id_fkey"; columns: ["skill_id"]; isOneToOne: false; referencedRelation: "skills"; referencedColumns: ["skill_id"] },
        ];
      };
      agents: {
        Row: {
          availability: string;
          calendar_id: number | null;
          desk_role: string | null;
          is_light: boolean;
          max_open: number | null;
          person_id: number;
          signature: string | null;
        };
        Insert: {
          availability?: string | null;
          calendar_id?: number | null;
          desk_role?: string | null;
          is_light?: boolean | null;
          max_open?: number | null;
          person_id?: number | null;
          signature?: string | null;
        };
        Update: {
          availability?: string | null;
          calendar_id?: number | null;
          desk_role?: string | null;
          is_light?: boolean | null;
          max_open?: number | null;
          person_id?: number | null;
          signature?: string | null;
        };
        Relationships: [
          { foreignKeyName: "calendar_id_fkey"; columns: ["calendar_id"]; isOneToOne: false; referencedRelation: "calendars"; referencedColumns: ["calendar_id"] },
          { foreignKeyName: "desk_role_fkey"; columns: ["desk_role"]; isOneToOne: false; referencedRelation: "desk_roles"; referencedColumns: ["role"] },
          { foreignKeyName: "person_id_fkey"; columns: ["person_id"]; isOneToOne: false; referencedRelation: "people"; referencedColumns: ["person_id"] },
        ];
      };
      api_tokens: {
        Row: {
          abilities: string[];
          api_token_id: number;
          created_at: string;
          expires_at: string;
          key_id: string | null;
          name: string;
          person_id: number;
          revoked_at: string | null;
          revoked_by: number | null;
          role: string;
          used_at: string | null;
        };
        Insert: {
          abilities?: string[] | null;
          api_token_id?: number | null;
          created_at?: string | null;
          expires_at?: string | null;
          key_id?: string | null;
          name?: string | null;
          person_id?: number | null;
          revoked_at?: string | null;
          revoked_by?: number | null;
          role?: string | null;
          used_at?: string | null;
        };
        Update: {
          abilities?: string[] | null;
          api_token_id?: number | null;
          created_at?: string | null;
          expires_at?: string | null;
          key_id?: string | null;
          name?: string | null;
          person_id?: number | null;
          revoked_at?: string | null;
          revoked_by?: number | null;
          role?: string | null;
          used_at?: string | null;
        };
        Relationships: [
          { foreignKeyName: "person_id_fkey"; columns: ["person_id"]; isOneToOne: false; referencedRelation: "people"; referencedColumns: ["person_id"] },
          { foreignKeyName: "revoked_by_fkey"; columns: ["revoked_by"]; isOneToOne: false; referencedRelation: "people"; referencedColumns: ["person_id"] },
        ];
      };
      approval_votes: {
        Row: {
          approval_id: number;
          approval_vote_id: number;
          comment: string | null;
          created_at: string;
          decided_at: string | null;
          delegated_to: number | null;
          delegated_to_name: string | null;
          person_id: number;
          person_name: string;
          state: string;
        };
        Insert: {
          approval_id?: number | null;
          approval_vote_id?: number | null;
          comment?: string | null;
          created_at?: string | null;
          decided_at?: string | null;
          delegated_to?: number | null;
          delegated_to_name?: string | null;
          person_id?: number | null;
          person_name?: string | null;
          state?: string | null;
        };
        Update: {
          approval_id?: number | null;
          approval_vote_id?: number | null;
          comment?: string | null;
          created_at?: string | null;
          decided_at?: string | null;
          delegated_to?: number | null;
          delegated_to_name?: string | null;
          person_id?: number | null;
          person_name?: string | null;
          state?: string | null;
        };
        Relationships: [
          { foreignKeyName: "approval_id_fkey"; columns: ["approval_id"]; isOneToOne: false; referencedRelation: "approvals"; referencedColumns: ["approval_id"] },
          { foreignKeyName: "delegated_to_fkey"; columns: ["delegated_to"]; isOneToOne: false; referencedRelation: "people"; referencedColumns: ["person_id"] },
          { foreignKeyName: "person_id_fkey"; columns: ["person_id"]; isOneToOne: false; referencedRelation: "people"; referencedColumns: ["person_id"] },
        ];
      };
      approvals: {
        Row: {
          approval_id: number;
          created_at: string;
          due_at: string | null;
          ended_at: string | null;
          is_required: boolean;
          needed: number | null;
          question: string;
          remind_at: string | null;
          requested_by: number | null;
          requested_by_name: string | null;
          state: string;
          state_when_due: string;
          ticket_id: number;
          ticket_reference: string;
          ticket_subject: string;
        };
        Insert: {
          approval_id?: number | null;
          created_at?: string | null;
          due_at?: string | null;
          ended_at?: string | null;
          is_required?: boolean | null;
          needed?: number | null;
          question?: string | null;
          remind_at?: string | null;
          requested_by?: number | null;
          requested_by_name?: string | null;
          state?: string | null;
          state_when_due?: string | null;
          ticket_id?: number | null;
          ticket_reference?: string | null;
          ticket_subject?: string | null;
        };
        Update: {
          approval_id?: number | null;
          created_at?: string | null;
          due_at?: string | null;
          ended_at?: string | null;
          is_required?: boolean | null;
          needed?: number | null;
          question?: string | null;
          remind_at?: string | null;
          requested_by?: number | null;
          requested_by_name?: string | null;
          state?: string | null;
          state_when_due?: string | null;
          ticket_id?: number | null;
          ticket_reference?: string | null;
          ticket_subject?: string | null;
        };
        Relationships: [
          { foreignKeyName: "requested_by_fkey"; columns: ["requested_by"]; isOneToOne: false; referencedRelation: "people"; referencedColumns: ["person_id"] },
          { foreignKeyName: "ticket_id_fkey"; columns: ["ticket_id"]; isOneToOne: false; referencedRelation: "past_tickets"; referencedColumns: ["ticket_id"] },
        ];
      };
      article_audience_departments: {
        Row: {
          audience: string;
          department_id: number;
        };
        Insert: {
          audience?: string | null;
          department_id?: number | null;
        };
        Update: {
          audience?: string | null;
          department_id?: number | null;
        };
        Relationships: [
          { foreignKeyName: "audience_fkey"; columns: ["audience"]; isOneToOne: false; referencedRelation: "article_audiences"; referencedColumns: ["audience"] },
          { foreignKeyName: "department_id_fkey"; columns: ["department_id"]; isOneToOne: false; referencedRelation: "departments"; referencedColumns: ["department_id"] },
        ];
      };
      article_audience_organisations: {
        Row: {
          audience: string;
          organisation_id: number;
        };
        Insert: {
          audience?: string | null;
          organisation_id?: number | null;
        };
        Update: {
          audience?: string | null;
          organisation_id?: number | null;
        };
        Relationships: [
          { foreignKeyName: "audience_fkey"; columns: ["audience"]; isOneToOne: false; referencedRelation: "article_audiences"; referencedColumns: ["audience"] },
          { foreignKeyName: "organisation_id_fkey"; columns: ["organisation_id"]; isOneToOne: false; referencedRelation: "organisations"; referencedColumns: ["organisation_id"] },
        ];
      };
      article_audiences: {
        Row: {
          audience: string;
          name: string;
          reach: string;
        };
        Insert: {
          audience?: string | null;
          name?: string | null;
          reach?: string | null;
        };
        Update: {
          audience?: string | null;
          name?: string | null;
          reach?: string | null;
        };
        Relationships: [
        ];
      };
      article_categories: {
        Row: {
          audience: string;
          category_id: number;
          description: string | null;
          name: string;
          parent_id: number | null;
          position: number;
          slug: string;
        };
        Insert: {
          audience?: string | null;
          category_id?: number | null;
          description?: string | null;
          name?: string | null;
          parent_id?: number | null;
          position?: number | null;
          slug?: string | null;
        };
        Update: {
          audience?: string | null;
          category_id?: number | null;
          description?: string | null;
          name?: string | null;
          parent_id?: number | null;
          position?: number | null;
          slug?: string | null;
        };
        Relationships: [
          { foreignKeyName: "audience_fkey"; columns: ["audience"]; isOneToOne: false; referencedRelation: "article_audiences"; referencedColumns: ["audience"] },
          { foreignKeyName: "parent_id_fkey"; columns: ["parent_id"]; isOneToOne: false; referencedRelation: "article_categories"; referencedColumns: ["category_id"] },
        ];
      };
      article_category_names: {
        Row: {
          category_id: number;
          description: string | null;
          language: string;
          name: string;
        };
        Insert: {
          category_id?: number | null;
          description?: string | null;
          language?: string | null;
          name?: string | null;
        };
        Update: {
          category_id?: number | null;
          description?: string | null;
          language?: string | null;
          name?: string | null;
        };
        Relationships: [
          { foreignKeyName: "category_id_fkey"; columns: ["category_id"]; isOneToOne: false; referencedRelation: "article_categories"; referencedColumns: ["category_id"] },
        ];
      };
      article_feedback: {
        Row: {
          article_feedback_id: number;
          article_id: number;
          comment: string | null;
          is_helpful: boolean;
          language: string | null;
          person_id: number | null;
          updated_at: string;
        };
        Insert: {
          article_feedback_id?: number | null;
          article_id?: number | null;
          comment?: string | null;
          is_helpful?: boolean | null;
          language?: string | null;
          person_id?: number | null;
          updated_at?: string | null;
        };
        Update: {
          article_feedback_id?: number | null;
          article_id?: number | null;
          comment?: string | null;
          is_helpful?: boolean | null;
          language?: string | null;
          person_id?: number | null;
          updated_at?: string | null;
        };
        Relationships: [
          { foreignKeyName: "article_id_fkey"; columns: ["article_id"]; isOneToOne: false; referencedRelation: "article_stats"; referencedColumns: ["article_id"] },
          { foreignKeyName: "person_id_fkey"; columns: ["person_id"]; isOneToOne: false; referencedRelation: "people"; referencedColumns: ["person_id"] },
        ];
      };
      article_gaps: {
        Row: {
          asked_by: string;
          day: string;
          language: string;
          query: string;
          searches: number;
        };
        Insert: {
          asked_by?: string | null;
          day?: string | null;
          language?: string | null;
          query?: string | null;
          searches?: number | null;
        };
        Update: {
          asked_by?: string | null;
          day?: string | null;
          language?: string | null;
          query?: string | null;
          searches?: number | null;
        };
        Relationships: [
        ];
      };
      article_links: {
        Row: {
          article_id: number;
          position: number;
          related_id: number;
        };
        Insert: {
          article_id?: number | null;
          position?: number | null;
          related_id?: number | null;
        };
        Update: {
          article_id?: number | null;
          position?: number | null;
          related_id?: number | null;
        };
        Relationships: [
          { foreignKeyName: "article_id_fkey"; columns: ["article_id"]; isOneToOne: false; referencedRelation: "article_stats"; referencedColumns: ["article_id"] },
          { foreignKeyName: "related_id_fkey"; columns: ["related_id"]; isOneToOne: false; referencedRelation: "article_stats"; referencedColumns: ["article_id"] },
        ];
      };
      article_stats: {
        Row: {
          article_id: number;
          helpful: number;
          not_helpful: number;
          views: number;
          views_in_30_days: number;
        };
        Insert: {
          article_id?: number | null;
          helpful?: number | null;
          not_helpful?: number | null;
          views?: number | null;
          views_in_30_days?: number | null;
        };
        Update: {
          article_id?: number | null;
          helpful?: number | null;
          not_helpful?: number | null;
          views?: number | null;
          views_in_30_days?: number | null;
        };
        Relationships: [
        ];
      };
      article_translations: {
        Row: {
          article_id: number;
          article_version_id: number;
          body: string;
          language: string;
          published_at: string;
          slug: string;
          summary: string;
          title: string;
        };
        Insert: {
          article_id?: number | null;
          article_version_id?: number | null;
          body?: string | null;
          language?: string | null;
          published_at?: string | null;
          slug?: string | null;
          summary?: string | null;
          title?: string | null;
        };
        Update: {
          article_id?: number | null;
          article_version_id?: number | null;
          body?: string | null;
          language?: string | null;
          published_at?: string | null;
          slug?: string | null;
          summary?: string | null;
          title?: string | null;
        };
        Relationships: [
          { foreignKeyName: "article_id_fkey"; columns: ["article_id"]; isOneToOne: false; referencedRelation: "article_stats"; referencedColumns: ["article_id"] },
        ];
      };
      article_versions: {
        Row: {
          article_id: number;
          article_version_id: number;
          author_id: number | null;
          body: string;
          created_at: string;
          is_shown: boolean;
          keywords: string;
          language: string;
          number: number;
          scheduled_at: string | null;
          summary: string;
          title: string;
        };
        Insert: {
          article_id?: number | null;
          article_version_id?: number | null;
          author_id?: number | null;
          body?: string | null;
          created_at?: string | null;
          is_shown?: boolean | null;
          keywords?: string | null;
          language?: string | null;
          number?: number | null;
          scheduled_at?: string | null;
          summary?: string | null;
          title?: string | null;
        };
        Update: {
          article_id?: number | null;
          article_version_id?: number | null;
          author_id?: number | null;
          body?: string | null;
          created_at?: string | null;
          is_shown?: boolean | null;
          keywords?: string | null;
          language?: string | null;
          number?: number | null;
          scheduled_at?: string | null;
          summary?: string | null;
          title?: string | null;
        };
        Relationships: [
          { foreignKeyName: "author_id_fkey"; columns: ["author_id"]; isOneToOne: false; referencedRelation: "people"; referencedColumns: ["person_id"] },
        ];
      };
      articles: {
        Row: {
          article_id: number;
          audience: string;
          category_id: number | null;
          created_at: string;
          is_archived: boolean;
          position: number;
          shown_from: string | null;
          status: string;
        };
        Insert: {
          article_id?: number | null;
          audience?: string | null;
          category_id?: number | null;
          created_at?: string | null;
          is_archived?: boolean | null;
          position?: number | null;
          shown_from?: string | null;
          status?: string | null;
        };
        Update: {
          article_id?: number | null;
          audience?: string | null;
          category_id?: number | null;
          created_at?: string | null;
          is_archived?: boolean | null;
          position?: number | null;
          shown_from?: string | null;
          status?: string | null;
        };
        Relationships: [
          { foreignKeyName: "audience_fkey"; columns: ["audience"]; isOneToOne: false; referencedRelation: "article_audiences"; referencedColumns: ["audience"] },
          { foreignKeyName: "category_id_fkey"; columns: ["category_id"]; isOneToOne: false; referencedRelation: "article_categories"; referencedColumns: ["category_id"] },
        ];
      };
      attachments: {
        Row: {
          article_id: number | null;
          attachment_id: number;
          content_id: string | null;
          created_at: string;
          filename: string;
          inbound_mail_id: number | null;
          is_inline: boolean;
          media_type: string | null;
          message_id: number | null;
          sha256: string | null;
          side_message_id: number | null;
          size_bytes: number | null;
          state: string;
          ticket_id: number | null;
          upload_key: string | null;
          uploaded_by: number | null;
        };
        Insert: {
          article_id?: number | null;
          attachment_id?: number | null;
          content_id?: string | null;
          created_at?: string | null;
          filename?: string | null;
          inbound_mail_id?: number | null;
          is_inline?: boolean | null;
          media_type?: string | null;
          message_id?: number | null;
          sha256?: string | null;
          side_message_id?: number | null;
          size_bytes?: number | null;
          state?: string | null;
          ticket_id?: number | null;
          upload_key?: string | null;
          uploaded_by?: number | null;
        };
        Update: {
          article_id?: number | null;
          attachment_id?: number | null;
          content_id?: string | null;
          created_at?: string | null;
          filename?: string | null;
          inbound_mail_id?: number | null;
          is_inline?: boolean | null;
          media_type?: string | null;
          message_id?: number | null;
          sha256?: string | null;
          side_message_id?: number | null;
          size_bytes?: number | null;
          state?: string | null;
          ticket_id?: number | null;
          upload_key?: string | null;
          uploaded_by?: number | null;
        };
        Relationships: [
          { foreignKeyName: "article_id_fkey"; columns: ["article_id"]; isOneToOne: false; referencedRelation: "article_stats"; referencedColumns: ["article_id"] },
          { foreignKeyName: "inbound_mail_id_fkey"; columns: ["inbound_mail_id"]; isOneToOne: false; referencedRelation: "inbound_mail"; referencedColumns: ["inbound_mail_id"] },
          { foreignKeyName: "message_id_fkey"; columns: ["message_id"]; isOneToOne: false; referencedRelation: "messages"; referencedColumns: ["message_id"] },
          { foreignKeyName: "side_message_id_fkey"; columns: ["side_message_id"]; isOneToOne: false; referencedRelation: "side_messages"; referencedColumns: ["side_message_id"] },
          { foreignKeyName: "ticket_id_fkey"; columns: ["ticket_id"]; isOneToOne: false; referencedRelation: "past_tickets"; referencedColumns: ["ticket_id"] },
          { foreignKeyName: "uploaded_by_fkey"; columns: ["uploaded_by"]; isOneToOne: false; referencedRelation: "people"; referencedColumns: ["person_id"] },
        ];
      };
      audit_log: {
        Row: {
          action: string;
          actor_id: number;
          actor_role: string;
          at: string;
          change_id: number;
          database_user: string;
          impersonator_id: number | null;
          new_values: Json | null;
          old_values: Json | null;
          request_id: string | null;
          row_key: string;
          table_name: string;
        };
        Insert: {
          action?: string | null;
          actor_id?: number | null;
          actor_role?: string | null;
          at?: string | null;
          change_id?: number | null;
          database_user?: string | null;
          impersonator_id?: number | null;
          new_values?: Json | null;
          old_values?: Json | null;
          request_id?: string | null;
          row_key?: string | null;
          table_name?: string | null;
        };
        Update: {
          action?: string | null;
          actor_id?: number | null;
          actor_role?: string | null;
          at?: string | null;
          change_id?: number | null;
          database_user?: string | null;
          impersonator_id?: number | null;
          new_values?: Json | null;
          old_values?: Json | null;
          request_id?: string | null;
          row_key?: string | null;
          table_name?: string | null;
        };
        Relationships: [
        ];
      };
      audit_seals: {
        Row: {
          generation: number;
          hash: string;
          month: string;
          previous_hash: string;
          root: string;
          row_count: number;
          seal_id: number;
          sealed_at: string;
        };
        Insert: {
          generation?: number | null;
          hash?: string | null;
          month?: string | null;
          previous_hash?: string | null;
          root?: string | null;
          row_count?: number | null;
          seal_id?: number | null;
          sealed_at?: string | null;
        };
        Update: {
          generation?: number | null;
          hash?: string | null;
          month?: string | null;
          previous_hash?: string | null;
          root?: string | null;
          row_count?: number | null;
          seal_id?: number | null;
          sealed_at?: string | null;
        };
        Relationships: [
        ];
      };
      automatic_mail_kinds: {
        Row: {
          can_continue: boolean;
          description: string;
          kind: string;
          opens_ticket: boolean;
        };
        Insert: {
          can_continue?: boolean | null;
          description?: string | null;
          kind?: string | null;
          opens_ticket?: boolean | null;
        };
        Update: {
          can_continue?: boolean | null;
          description?: string | null;
          kind?: string | null;
          opens_ticket?: boolean | null;
        };
        Relationships: [
        ];
      };
      automations: {
        Row: {
          actions: Json;
          conditions: Json;
          created_at: string;
          description: string | null;
          failures: number;
          is_active: boolean;
          kind: string;
          name: string;
          position: number;
          rule_id: number;
          updated_at: string;
        };
        Insert: {
          actions?: Json | null;
          conditions?: Json | null;
          created_at?: string | null;
          description?: string | null;
          failures?: number | null;
          is_active?: boolean | null;
          kind?: string | null;
          name?: string | null;
          position?: number | null;
          rule_id?: number | null;
          updated_at?: string | null;
        };
        Update: {
          actions?: Json | null;
          conditions?: Json | null;
          created_at?: string | null;
          description?: string | null;
          failures?: number | null;
          is_active?: boolean | null;
          kind?: string | null;
          name?: string | null;
          position?: number | null;
          rule_id?: number | null;
          updated_at?: string | null;
        };
        Relationships: [
        ];
      };
      blocked_senders: {
        Row: {
          blocked_by: number | null;
          created_at: string;
          reason: string | null;
          sender: string;
        };
        Insert: {
          blocked_by?: number | null;
          created_at?: string | null;
          reason?: string | null;
          sender?: string | null;
        };
        Update: {
          blocked_by?: number | null;
          created_at?: string | null;
          reason?: string | null;
          sender?: string | null;
        };
        Relationships: [
          { foreignKeyName: "blocked_by_fkey"; columns: ["blocked_by"]; isOneToOne: false; referencedRelation: "people"; referencedColumns: ["person_id"] },
        ];
      };
      bounces: {
        Row: {
          action: string;
          address: string;
          bounce_id: number;
          created_at: string;
          diagnostic: string | null;
          inbound_mail_id: number | null;
          is_hard: boolean;
          mailed_address: string | null;
          original_address: string | null;
          original_message_id: string | null;
          outgoing_mail_id: number | null;
          status: string | null;
          ticket_id: number | null;
        };
        Insert: {
          action?: string | null;
          address?: string | null;
          bounce_id?: number | null;
          created_at?: string | null;
          diagnostic?: string | null;
          inbound_mail_id?: number | null;
          is_hard?: boolean | null;
          mailed_address?: string | null;
          original_address?: string | null;
          original_message_id?: string | null;
          outgoing_mail_id?: number | null;
          status?: string | null;
          ticket_id?: number | null;
        };
        Update: {
          action?: string | null;
          address?: string | null;
          bounce_id?: number | null;
          created_at?: string | null;
          diagnostic?: string | null;
          inbound_mail_id?: number | null;
          is_hard?: boolean | null;
          mailed_address?: string | null;
          original_address?: string | null;
          original_message_id?: string | null;
          outgoing_mail_id?: number | null;
          status?: string | null;
          ticket_id?: number | null;
        };
        Relationships: [
          { foreignKeyName: "inbound_mail_id_fkey"; columns: ["inbound_mail_id"]; isOneToOne: false; referencedRelation: "inbound_mail"; referencedColumns: ["inbound_mail_id"] },
          { foreignKeyName: "outgoing_mail_id_fkey"; columns: ["outgoing_mail_id"]; isOneToOne: false; referencedRelation: "outgoing_mail"; referencedColumns: ["outgoing_mail_id"] },
          { foreignKeyName: "ticket_id_fkey"; columns: ["ticket_id"]; isOneToOne: false; referencedRelation: "past_tickets"; referencedColumns: ["ticket_id"] },
        ];
      };
      bridge_replies: {
        Row: {
          channel: string;
          conversation: string;
          detail: string | null;
          message_id: number;
          state: string;
          ticket_id: number;
          updated_at: string;
        };
        Insert: {
          channel?: string | null;
          conversation?: string | null;
          detail?: string | null;
          message_id?: number | null;
          state?: string | null;
          ticket_id?: number | null;
          updated_at?: string | null;
        };
        Update: {
          channel?: string | null;
          conversation?: string | null;
          detail?: string | null;
          message_id?: number | null;
          state?: string | null;
          ticket_id?: number | null;
          updated_at?: string | null;
        };
        Relationships: [
          { foreignKeyName: "message_id_fkey"; columns: ["message_id"]; isOneToOne: false; referencedRelation: "messages"; referencedColumns: ["message_id"] },
        ];
      };
      bridges: {
        Row: {
          channel: string;
          created_at: string;
          department_id: number | null;
          is_active: boolean;
          webhook_id: number;
        };
        Insert: {
          channel?: string | null;
          created_at?: string | null;
          department_id?: number | null;
          is_active?: boolean | null;
          webhook_id?: number | null;
        };
        Update: {
          channel?: string | null;
          created_at?: string | null;
          department_id?: number | null;
          is_active?: boolean | null;
          webhook_id?: number | null;
        };
        Relationships: [
          { foreignKeyName: "channel_fkey"; columns: ["channel"]; isOneToOne: false; referencedRelation: "channels"; referencedColumns: ["channel"] },
          { foreignKeyName: "department_id_fkey"; columns: ["department_id"]; isOneToOne: false; referencedRelation: "departments"; referencedColumns: ["department_id"] },
          { foreignKeyName: "webhook_id_fkey"; columns: ["webhook_id"]; isOneToOne: false; referencedRelation: "webhooks"; referencedColumns: ["webhook_id"] },
        ];
      };
      calendar_hours: {
        Row: {
          calendar_hours_id: number;
          calendar_id: number;
          closes: string;
          opens: string;
          weekday: number;
        };
        Insert: {
          calendar_hours_id?: number | null;
          calendar_id?: number | null;
          closes?: string | null;
          opens?: string | null;
          weekday?: number | null;
        };
        Update: {
          calendar_hours_id?: number | null;
          calendar_id?: number | null;
          closes?: string | null;
          opens?: string | null;
          weekday?: number | null;
        };
        Relationships: [
          { foreignKeyName: "calendar_id_fkey"; columns: ["calendar_id"]; isOneToOne: false; referencedRelation: "calendars"; referencedColumns: ["calendar_id"] },
        ];
      };
      calendars: {
        Row: {
          calendar_id: number;
          created_at: string;
          description: string | null;
          is_active: boolean;
          is_default: boolean;
          name: string;
          person_id: number | null;
          time_zone: string;
        };
        Insert: {
          calendar_id?: number | null;
          created_at?: string | null;
          description?: string | null;
          is_active?: boolean | null;
          is_default?: boolean | null;
          name?: string | null;
          person_id?: number | null;
          time_zone?: string | null;
        };
        Update: {
          calendar_id?: number | null;
          created_at?: string | null;
          description?: string | null;
          is_active?: boolean | null;
          is_default?: boolean | null;
          name?: string | null;
          person_id?: number | null;
          time_zone?: string | null;
        };
        Relationships: [
          { foreignKeyName: "person_id_fkey"; columns: ["person_id"]; isOneToOne: false; referencedRelation: "agents"; referencedColumns: ["person_id"] },
        ];
      };
      canned_folders: {
        Row: {
          folder_id: number;
          name: string;
          position: number;
        };
        Insert: {
          folder_id?: number | null;
          name?: string | null;
          position?: number | null;
        };
        Update: {
          folder_id?: number | null;
          name?: string | null;
          position?: number | null;
        };
        Relationships: [
        ];
      };
      canned_replies: {
        Row: {
          body: string;
          canned_reply_id: number;
          created_at: string;
          folder_id: number | null;
          is_shared: boolean;
          owner_id: number | null;
          title: string;
        };
        Insert: {
          body?: string | null;
          canned_reply_id?: number | null;
          created_at?: string | null;
          folder_id?: number | null;
          is_shared?: boolean | null;
          owner_id?: number | null;
          title?: string | null;
        };
        Update: {
          body?: string | null;
          canned_reply_id?: number | null;
          created_at?: string | null;
          folder_id?: number | null;
          is_shared?: boolean | null;
          owner_id?: number | null;
          title?: string | null;
        };
        Relationships: [
          { foreignKeyName: "folder_id_fkey"; columns: ["folder_id"]; isOneToOne: false; referencedRelation: "canned_folders"; referencedColumns: ["folder_id"] },
          { foreignKeyName: "owner_id_fkey"; columns: ["owner_id"]; isOneToOne: false; referencedRelation: "agents"; referencedColumns: ["person_id"] },
        ];
      };
      channels: {
        Row: {
          channel: string;
          label: string;
        };
        Insert: {
          channel?: string | null;
          label?: string | null;
        };
        Update: {
          channel?: string | null;
          label?: string | null;
        };
        Relationships: [
        ];
      };
      checklist_items: {
        Row: {
          checklist_item_id: number;
          created_at: string;
          created_by: number | null;
          done_at: string | null;
          done_by: number | null;
          is_done: boolean;
          is_required: boolean;
          label: string;
          position: number;
          ticket_id: number;
        };
        Insert: {
          checklist_item_id?: number | null;
          created_at?: string | null;
          created_by?: number | null;
          done_at?: string | null;
          done_by?: number | null;
          is_done?: boolean | null;
          is_required?: boolean | null;
          label?: string | null;
          position?: number | null;
          ticket_id?: number | null;
        };
        Update: {
          checklist_item_id?: number | null;
          created_at?: string | null;
          created_by?: number | null;
          done_at?: string | null;
          done_by?: number | null;
          is_done?: boolean | null;
          is_required?: boolean | null;
          label?: string | null;
          position?: number | null;
          ticket_id?: number | null;
        };
        Relationships: [
          { foreignKeyName: "created_by_fkey"; columns: ["created_by"]; isOneToOne: false; referencedRelation: "people"; referencedColumns: ["person_id"] },
          { foreignKeyName: "done_by_fkey"; columns: ["done_by"]; isOneToOne: false; referencedRelation: "people"; referencedColumns: ["person_id"] },
          { foreignKeyName: "ticket_id_fkey"; columns: ["ticket_id"]; isOneToOne: false; referencedRelation: "past_tickets"; referencedColumns: ["ticket_id"] },
        ];
      };
      checklist_steps: {
        Row: {
          checklist_id: number;
          checklist_step_id: number;
          is_required: boolean;
          label: string;
          position: number;
        };
        Insert: {
          checklist_id?: number | null;
          checklist_step_id?: number | null;
          is_required?: boolean | null;
          label?: string | null;
          position?: number | null;
        };
        Update: {
          checklist_id?: number | null;
          checklist_step_id?: number | null;
          is_required?: boolean | null;
          label?: string | null;
          position?: number | null;
        };
        Relationships: [
          { foreignKeyName: "checklist_id_fkey"; columns: ["checklist_id"]; isOneToOne: false; referencedRelation: "checklists"; referencedColumns: ["checklist_id"] },
        ];
      };
      checklists: {
        Row: {
          checklist_id: number;
          created_at: string;
          description: string | null;
          is_active: boolean;
          name: string;
        };
        Insert: {
          checklist_id?: number | null;
          created_at?: string | null;
          description?: string | null;
          is_active?: boolean | null;
          name?: string | null;
        };
        Update: {
          checklist_id?: number | null;
          created_at?: string | null;
          description?: string | null;
          is_active?: boolean | null;
          name?: string | null;
        };
        Relationships: [
        ];
      };
      condition_fields: {
        Row: {
          allowed: string[];
          changed_by: string;
          choices: string;
          description: string;
          field: string;
          is_for_sla: boolean;
          value_type: string;
        };
        Insert: {
          allowed?: string[] | null;
          changed_by?: string | null;
          choices?: string | null;
          description?: string | null;
          field?: string | null;
          is_for_sla?: boolean | null;
          value_type?: string | null;
        };
        Update: {
          allowed?: string[] | null;
          changed_by?: string | null;
          choices?: string | null;
          description?: string | null;
          field?: string | null;
          is_for_sla?: boolean | null;
          value_type?: string | null;
        };
        Relationships: [
          { foreignKeyName: "value_type_fkey"; columns: ["value_type"]; isOneToOne: false; referencedRelation: "condition_types"; referencedColumns: ["value_type"] },
        ];
      };
      condition_operators: {
        Row: {
          description: string;
          needs_event: boolean;
          operator: string;
          value_shape: string;
        };
        Insert: {
          description?: string | null;
          needs_event?: boolean | null;
          operator?: string | null;
          value_shape?: string | null;
        };
        Update: {
          description?: string | null;
          needs_event?: boolean | null;
          operator?: string | null;
          value_shape?: string | null;
        };
        Relationships: [
        ];
      };
      condition_types: {
        Row: {
          operators: string[];
          value_type: string;
        };
        Insert: {
          operators?: string[] | null;
          value_type?: string | null;
        };
        Update: {
          operators?: string[] | null;
          value_type?: string | null;
        };
        Relationships: [
        ];
      };
      custom_fields: {
        Row: {
          conditions: Json;
          created_at: string;
          custom_field_id: number;
          customer_access: string;
          description: string | null;
          field_type: string;
          is_active: boolean;
          is_filterable: boolean | null;
          is_required_on_create: boolean;
          is_required_on_resolve: boolean;
          key: string;
          label: string;
          max_value: number | null;
          min_value: number | null;
          object: string;
          pattern: string | null;
          position: number;
        };
        Insert: {
          conditions?: Json | null;
          created_at?: string | null;
          custom_field_id?: number | null;
          customer_access?: string | null;
          description?: string | null;
          field_type?: string | null;
          is_active?: boolean | null;
          is_filterable?: boolean | null;
          is_required_on_create?: boolean | null;
          is_required_on_resolve?: boolean | null;
          key?: string | null;
          label?: string | null;
          max_value?: number | null;
          min_value?: number | null;
          object?: string | null;
          pattern?: string | null;
          position?: number | null;
        };
        Update: {
          conditions?: Json | null;
          created_at?: string | null;
          custom_field_id?: number | null;
          customer_access?: string | null;
          description?: string | null;
          field_type?: string | null;
          is_active?: boolean | null;
          is_filterable?: boolean | null;
          is_required_on_create?: boolean | null;
          is_required_on_resolve?: boolean | null;
          key?: string | null;
          label?: string | null;
          max_value?: number | null;
          min_value?: number | null;
          object?: string | null;
          pattern?: string | null;
          position?: number | null;
        };
        Relationships: [
          { foreignKeyName: "object_fkey"; columns: ["object"]; isOneToOne: false; referencedRelation: "custom_objects"; referencedColumns: ["object"] },
        ];
      };
      custom_objects: {
        Row: {
          description: string;
          is_active: boolean;
          is_builtin: boolean;
          is_visible_to_customers: boolean;
          label: string;
          object: string;
          resource: string;
        };
        Insert: {
          description?: string | null;
          is_active?: boolean | null;
          is_builtin?: boolean | null;
          is_visible_to_customers?: boolean | null;
          label?: string | null;
          object?: string | null;
          resource?: string | null;
        };
        Update: {
          description?: string | null;
          is_active?: boolean | null;
          is_builtin?: boolean | null;
          is_visible_to_customers?: boolean | null;
          label?: string | null;
          object?: string | null;
          resource?: string | null;
        };
        Relationships: [
        ];
      };
      custom_options: {
        Row: {
          custom_field_id: number;
          is_active: boolean;
          label: string;
          position: number;
          value: string;
        };
        Insert: {
          custom_field_id?: number | null;
          is_active?: boolean | null;
          label?: string | null;
          position?: number | null;
          value?: string | null;
        };
        Update: {
          custom_field_id?: number | null;
          is_active?: boolean | null;
          label?: string | null;
          position?: number | null;
          value?: string | null;
        };
        Relationships: [
          { foreignKeyName: "custom_field_id_fkey"; columns: ["custom_field_id"]; isOneToOne: false; referencedRelation: "custom_fields"; referencedColumns: ["custom_field_id"] },
        ];
      };
      department_members: {
        Row: {
          department_id: number;
          is_lead: boolean;
          person_id: number;
        };
        Insert: {
          department_id?: number | null;
          is_lead?: boolean | null;
          person_id?: number | null;
        };
        Update: {
          department_id?: number | null;
          is_lead?: boolean | null;
          person_id?: number | null;
        };
        Relationships: [
          { foreignKeyName: "department_id_fkey"; columns: ["department_id"]; isOneToOne: false; referencedRelation: "departments"; referencedColumns: ["department_id"] },
          { foreignKeyName: "person_id_fkey"; columns: ["person_id"]; isOneToOne: false; referencedRelation: "agents"; referencedColumns: ["person_id"] },
        ];
      };
      department_routing: {
        Row: {
          department_id: number;
          is_routed_on_create: boolean;
          is_routed_on_reopen: boolean;
          is_routed_on_transfer: boolean;
          is_routed_on_unassign: boolean;
          strategy: string;
        };
        Insert: {
          department_id?: number | null;
          is_routed_on_create?: boolean | null;
          is_routed_on_reopen?: boolean | null;
          is_routed_on_transfer?: boolean | null;
          is_routed_on_unassign?: boolean | null;
          strategy?: string | null;
        };
        Update: {
          department_id?: number | null;
          is_routed_on_create?: boolean | null;
          is_routed_on_reopen?: boolean | null;
          is_routed_on_transfer?: boolean | null;
          is_routed_on_unassign?: boolean | null;
          strategy?: string | null;
        };
        Relationships: [
          { foreignKeyName: "department_id_fkey"; columns: ["department_id"]; isOneToOne: false; referencedRelation: "departments"; referencedColumns: ["department_id"] },
        ];
      };
      department_skills: {
        Row: {
          department_id: number;
          min_proficiency: number;
          skill_id: number;
        };
        Insert: {
          department_id?: number | null;
          min_proficiency?: number | null;
          skill_id?: number | null;
        };
        Update: {
          department_id?: number | null;
          min_proficiency?: number | null;
          skill_id?: number | null;
        };
        Relationships: [
          { foreignKeyName: "department_id_fkey"; columns: ["department_id"]; isOneToOne: false; referencedRelation: "departments"; referencedColumns: ["department_id"] },
          { foreignKeyName: "skill_id_fkey"; columns: ["skill_id"]; isOneToOne: false; referencedRelation: "skills"; referencedColumns: ["skill_id"] },
        ];
      };
      departments: {
        Row: {
          calendar_id: number | null;
          created_at: string;
          department_id: number;
          description: string | null;
          is_active: boolean;
          is_public: boolean;
          mail_addresses: string[];
          name: string;
          slug: string;
        };
        Insert: {
          calendar_id?: number | null;
          created_at?: string | null;
          department_id?: number | null;
          description?: string | null;
          is_active?: boolean | null;
          is_public?: boolean | null;
          mail_addresses?: string[] | null;
          name?: string | null;
          slug?: string | null;
        };
        Update: {
          calendar_id?: number | null;
          created_at?: string | null;
          department_id?: number | null;
          description?: string | null;
          is_active?: boolean | null;
          is_public?: boolean | null;
          mail_addresses?: string[] | null;
          name?: string | null;
          slug?: string | null;
        };
        Relationships: [
          { foreignKeyName: "calendar_id_fkey"; columns: ["calendar_id"]; isOneToOne: false; referencedRelation: "calendars"; referencedColumns: ["calendar_id"] },
        ];
      };
      desk_roles: {
        Row: {
          builds_on: string;
          description: string | null;
          is_shipped: boolean;
          role: string;
          visibility: string | null;
        };
        Insert: {
          builds_on?: string | null;
          description?: string | null;
          is_shipped?: boolean | null;
          role?: string | null;
          visibility?: string | null;
        };
        Update: {
          builds_on?: string | null;
          description?: string | null;
          is_shipped?: boolean | null;
          role?: string | null;
          visibility?: string | null;
        };
        Relationships: [
        ];
      };
      digest_preferences: {
        Row: {
          hour: number;
          period: string;
          person_id: number;
        };
        Insert: {
          hour?: number | null;
          period?: string | null;
          person_id?: number | null;
        };
        Update: {
          hour?: number | null;
          period?: string | null;
          person_id?: number | null;
        };
        Relationships: [
          { foreignKeyName: "person_id_fkey"; columns: ["person_id"]; isOneToOne: false; referencedRelation: "people"; referencedColumns: ["person_id"] },
        ];
      };
      digests: {
        Row: {
          body: string;
          created_at: string;
          day: string;
          digest_id: number;
          hour: number;
          notices: number;
          person_id: number;
        };
        Insert: {
          body?: string | null;
          created_at?: string | null;
          day?: string | null;
          digest_id?: number | null;
          hour?: number | null;
          notices?: number | null;
          person_id?: number | null;
        };
        Update: {
          body?: string | null;
          created_at?: string | null;
          day?: string | null;
          digest_id?: number | null;
          hour?: number | null;
          notices?: number | null;
          person_id?: number | null;
        };
        Relationships: [
          { foreignKeyName: "person_id_fkey"; columns: ["person_id"]; isOneToOne: false; referencedRelation: "people"; referencedColumns: ["person_id"] },
        ];
      };
      dkim_keys: {
        Row: {
          created_at: string;
          domain: string;
          record_name: string;
          record_text: string;
          replaced_at: string | null;
          selector: string;
          signs_from: string | null;
        };
        Insert: {
          created_at?: string | null;
          domain?: string | null;
          record_name?: string | null;
          record_text?: string | null;
          replaced_at?: string | null;
          selector?: string | null;
          signs_from?: string | null;
        };
        Update: {
          created_at?: string | null;
          domain?: string | null;
          record_name?: string | null;
          record_text?: string | null;
          replaced_at?: string | null;
          selector?: string | null;
          signs_from?: string | null;
        };
        Relationships: [
        ];
      };
      drafts: {
        Row: {
          body: string;
          kind: string;
          ticket_id: number;
          updated_at: string;
          uploads: string[];
        };
        Insert: {
          body?: string | null;
          kind?: string | null;
          ticket_id?: number | null;
          updated_at?: string | null;
          uploads?: string[] | null;
        };
        Update: {
          body?: string | null;
          kind?: string | null;
          ticket_id?: number | null;
          updated_at?: string | null;
          uploads?: string[] | null;
        };
        Relationships: [
          { foreignKeyName: "ticket_id_fkey"; columns: ["ticket_id"]; isOneToOne: false; referencedRelation: "past_tickets"; referencedColumns: ["ticket_id"] },
        ];
      };
      error_codes: {
        Row: {
          code: string;
          hint: string;
          http_status: number;
          meaning: string;
        };
        Insert: {
          code?: string | null;
          hint?: string | null;
          http_status?: number | null;
          meaning?: string | null;
        };
        Update: {
          code?: string | null;
          hint?: string | null;
          http_status?: number | null;
          meaning?: string | null;
        };
        Relationships: [
        ];
      };
      escalation_rules: {
        Row: {
          actions: Json;
          conditions: Json;
          created_at: string;
          description: string | null;
          failures: number;
          is_active: boolean;
          kind: string;
          name: string;
          position: number;
          rule_id: number;
          updated_at: string;
        };
        Insert: {
          actions?: Json | null;
          conditions?: Json | null;
          created_at?: string | null;
          description?: string | null;
          failures?: number | null;
          is_active?: boolean | null;
          kind?: string | null;
          name?: string | null;
          position?: number | null;
          rule_id?: number | null;
          updated_at?: string | null;
        };
        Update: {
          actions?: Json | null;
          conditions?: Json | null;
          created_at?: string | null;
          description?: string | null;
          failures?: number | null;
          is_active?: boolean | null;
          kind?: string | null;
          name?: string | null;
          position?: number | null;
          rule_id?: number | null;
          updated_at?: string | null;
        };
        Relationships: [
        ];
      };
      escalations: {
        Row: {
          created_at: string;
          escalation_id: number;
          message: string;
          message_id: number;
          requested_by: number;
          requested_by_name: string;
          staff_ids: number[];
          ticket_id: number;
        };
        Insert: {
          created_at?: string | null;
          escalation_id?: number | null;
          message?: string | null;
          message_id?: number | null;
          requested_by?: number | null;
          requested_by_name?: string | null;
          staff_ids?: number[] | null;
          ticket_id?: number | null;
        };
        Update: {
          created_at?: string | null;
          escalation_id?: number | null;
          message?: string | null;
          message_id?: number | null;
          requested_by?: number | null;
          requested_by_name?: string | null;
          staff_ids?: number[] | null;
          ticket_id?: number | null;
        };
        Relationships: [
          { foreignKeyName: "message_id_fkey"; columns: ["message_id"]; isOneToOne: false; referencedRelation: "messages"; referencedColumns: ["message_id"] },
          { foreignKeyName: "requested_by_fkey"; columns: ["requested_by"]; isOneToOne: false; referencedRelation: "agents"; referencedColumns: ["person_id"] },
          { foreignKeyName: "ticket_id_fkey"; columns: ["ticket_id"]; isOneToOne: false; referencedRelation: "past_tickets"; referencedColumns: ["ticket_id"] },
        ];
      };
      event_kinds: {
        Row: {
          description: string;
          is_for_customers: boolean;
          is_kept: boolean;
          is_notified: boolean;
          is_public: boolean;
          kind: string;
        };
        Insert: {
          description?: string | null;
          is_for_customers?: boolean | null;
          is_kept?: boolean | null;
          is_notified?: boolean | null;
          is_public?: boolean | null;
          kind?: string | null;
        };
        Update: {
          description?: string | null;
          is_for_customers?: boolean | null;
          is_kept?: boolean | null;
          is_notified?: boolean | null;
          is_public?: boolean | null;
          kind?: string | null;
        };
        Relationships: [
        ];
      };
      events: {
        Row: {
          actor_id: number | null;
          actor_role: string;
          at: string;
          event_id: number;
          impersonator_id: number | null;
          kind: string;
          message_id: number | null;
          payload: Json;
          ticket_id: number;
        };
        Insert: {
          actor_id?: number | null;
          actor_role?: string | null;
          at?: string | null;
          event_id?: number | null;
          impersonator_id?: number | null;
          kind?: string | null;
          message_id?: number | null;
          payload?: Json | null;
          ticket_id?: number | null;
        };
        Update: {
          actor_id?: number | null;
          actor_role?: string | null;
          at?: string | null;
          event_id?: number | null;
          impersonator_id?: number | null;
          kind?: string | null;
          message_id?: number | null;
          payload?: Json | null;
          ticket_id?: number | null;
        };
        Relationships: [
          { foreignKeyName: "actor_id_fkey"; columns: ["actor_id"]; isOneToOne: false; referencedRelation: "people"; referencedColumns: ["person_id"] },
          { foreignKeyName: "kind_fkey"; columns: ["kind"]; isOneToOne: false; referencedRelation: "event_kinds"; referencedColumns: ["kind"] },
          { foreignKeyName: "message_id_fkey"; columns: ["message_id"]; isOneToOne: false; referencedRelation: "messages"; referencedColumns: ["message_id"] },
          { foreignKeyName: "ticket_id_fkey"; columns: ["ticket_id"]; isOneToOne: false; referencedRelation: "past_tickets"; referencedColumns: ["ticket_id"] },
        ];
      };
      guest_links: {
        Row: {
          created_at: string;
          expires_at: string;
          person_id: number;
          ticket_id: number;
          used_at: string | null;
        };
        Insert: {
          created_at?: string | null;
          expires_at?: string | null;
          person_id?: number | null;
          ticket_id?: number | null;
          used_at?: string | null;
        };
        Update: {
          created_at?: string | null;
          expires_at?: string | null;
          person_id?: number | null;
          ticket_id?: number | null;
          used_at?: string | null;
        };
        Relationships: [
          { foreignKeyName: "person_id_fkey"; columns: ["person_id"]; isOneToOne: false; referencedRelation: "people"; referencedColumns: ["person_id"] },
          { foreignKeyName: "ticket_id_fkey"; columns: ["ticket_id"]; isOneToOne: false; referencedRelation: "past_tickets"; referencedColumns: ["ticket_id"] },
        ];
      };
      holidays: {
        Row: {
          calendar_id: number;
          day: string;
          holiday_id: number;
          is_recurring: boolean;
          name: string;
        };
        Insert: {
          calendar_id?: number | null;
          day?: string | null;
          holiday_id?: number | null;
          is_recurring?: boolean | null;
          name?: string | null;
        };
        Update: {
          calendar_id?: number | null;
          day?: string | null;
          holiday_id?: number | null;
          is_recurring?: boolean | null;
          name?: string | null;
        };
        Relationships: [
          { foreignKeyName: "calendar_id_fkey"; columns: ["calendar_id"]; isOneToOne: false; referencedRelation: "calendars"; referencedColumns: ["calendar_id"] },
        ];
      };
      identities: {
        Row: {
          email: string | null;
          identity_id: number;
          linked_at: string;
          person_id: number;
          provider: string;
          subject: string;
          used_at: string;
        };
        Insert: {
          email?: string | null;
          identity_id?: number | null;
          linked_at?: string | null;
          person_id?: number | null;
          provider?: string | null;
          subject?: string | null;
          used_at?: string | null;
        };
        Update: {
          email?: string | null;
          identity_id?: number | null;
          linked_at?: string | null;
          person_id?: number | null;
          provider?: string | null;
          subject?: string | null;
          used_at?: string | null;
        };
        Relationships: [
          { foreignKeyName: "person_id_fkey"; columns: ["person_id"]; isOneToOne: false; referencedRelation: "people"; referencedColumns: ["person_id"] },
          { foreignKeyName: "provider_fkey"; columns: ["provider"]; isOneToOne: false; referencedRelation: "identity_providers"; referencedColumns: ["provider"] },
        ];
      };
      identity_provider_groups: {
        Row: {
          group_name: string;
          provider: string;
          role: string;
        };
        Insert: {
          group_name?: string | null;
          provider?: string | null;
          role?: string | null;
        };
        Update: {
          group_name?: string | null;
          provider?: string | null;
          role?: string | null;
        };
        Relationships: [
          { foreignKeyName: "provider_fkey"; columns: ["provider"]; isOneToOne: false; referencedRelation: "identity_providers"; referencedColumns: ["provider"] },
          { foreignKeyName: "role_fkey"; columns: ["role"]; isOneToOne: false; referencedRelation: "desk_roles"; referencedColumns: ["role"] },
        ];
      };
      identity_providers: {
        Row: {
          client_id: string;
          created_at: string;
          domains: string[];
          group_claim: string | null;
          has_client_secret: boolean;
          has_own_factor: boolean;
          is_active: boolean;
          issuer: string;
          name: string;
          new_role: string | null;
          provider: string;
          scopes: string[];
        };
        Insert: {
          client_id?: string | null;
          created_at?: string | null;
          domains?: string[] | null;
          group_claim?: string | null;
          has_client_secret?: boolean | null;
          has_own_factor?: boolean | null;
          is_active?: boolean | null;
          issuer?: string | null;
          name?: string | null;
          new_role?: string | null;
          provider?: string | null;
          scopes?: string[] | null;
        };
        Update: {
          client_id?: string | null;
          created_at?: string | null;
          domains?: string[] | null;
          group_claim?: string | null;
          has_client_secret?: boolean | null;
          has_own_factor?: boolean | null;
          is_active?: boolean | null;
          issuer?: string | null;
          name?: string | null;
          new_role?: string | null;
          provider?: string | null;
          scopes?: string[] | null;
        };
        Relationships: [
          { foreignKeyName: "new_role_fkey"; columns: ["new_role"]; isOneToOne: false; referencedRelation: "desk_roles"; referencedColumns: ["role"] },
        ];
      };
      impersonations: {
        Row: {
          admin_id: number;
          admin_name: string;
          expires_at: string;
          is_live: boolean;
          key_id: string | null;
          person_id: number;
          reason: string;
          role: string;
          session_id: number;
          started_at: string;
        };
        Insert: {
          admin_id?: number | null;
          admin_name?: string | null;
          expires_at?: string | null;
          is_live?: boolean | null;
          key_id?: string | null;
          person_id?: number | null;
          reason?: string | null;
          role?: string | null;
          session_id?: number | null;
          started_at?: string | null;
        };
        Update: {
          admin_id?: number | null;
          admin_name?: string | null;
          expires_at?: string | null;
          is_live?: boolean | null;
          key_id?: string | null;
          person_id?: number | null;
          reason?: string | null;
          role?: string | null;
          session_id?: number | null;
          started_at?: string | null;
        };
        Relationships: [
          { foreignKeyName: "admin_id_fkey"; columns: ["admin_id"]; isOneToOne: false; referencedRelation: "people"; referencedColumns: ["person_id"] },
          { foreignKeyName: "person_id_fkey"; columns: ["person_id"]; isOneToOne: false; referencedRelation: "people"; referencedColumns: ["person_id"] },
          { foreignKeyName: "session_id_fkey"; columns: ["session_id"]; isOneToOne: false; referencedRelation: "my_sessions"; referencedColumns: ["session_id"] },
        ];
      };
      import_fields: {
        Row: {
          allowed: string[] | null;
          description: string;
          field: string;
          is_required: boolean;
          mapped_as: string | null;
          max_length: number | null;
          record: string;
          refers_to: string | null;
          value_type: string;
        };
        Insert: {
          allowed?: string[] | null;
          description?: string | null;
          field?: string | null;
          is_required?: boolean | null;
          mapped_as?: string | null;
          max_length?: number | null;
          record?: string | null;
          refers_to?: string | null;
          value_type?: string | null;
        };
        Update: {
          allowed?: string[] | null;
          description?: string | null;
          field?: string | null;
          is_required?: boolean | null;
          mapped_as?: string | null;
          max_length?: number | null;
          record?: string | null;
          refers_to?: string | null;
          value_type?: string | null;
        };
        Relationships: [
        ];
      };
      import_mappings: {
        Row: {
          import_id: number;
          kind: string;
          records: number;
          target: string | null;
          value: string;
        };
        Insert: {
          import_id?: number | null;
          kind?: string | null;
          records?: number | null;
          target?: string | null;
          value?: string | null;
        };
        Update: {
          import_id?: number | null;
          kind?: string | null;
          records?: number | null;
          target?: string | null;
          value?: string | null;
        };
        Relationships: [
          { foreignKeyName: "import_id_fkey"; columns: ["import_id"]; isOneToOne: false; referencedRelation: "imports"; referencedColumns: ["import_id"] },
        ];
      };
      import_problems: {
        Row: {
          data: Json;
          external_id: string;
          hint: string | null;
          import_id: number;
          import_problem_id: number;
          line: number;
          reason: string;
          record: string;
        };
        Insert: {
          data?: Json | null;
          external_id?: string | null;
          hint?: string | null;
          import_id?: number | null;
          import_problem_id?: number | null;
          line?: number | null;
          reason?: string | null;
          record?: string | null;
        };
        Update: {
          data?: Json | null;
          external_id?: string | null;
          hint?: string | null;
          import_id?: number | null;
          import_problem_id?: number | null;
          line?: number | null;
          reason?: string | null;
          record?: string | null;
        };
        Relationships: [
          { foreignKeyName: "import_id_fkey"; columns: ["import_id"]; isOneToOne: false; referencedRelation: "imports"; referencedColumns: ["import_id"] },
        ];
      };
      imports: {
        Row: {
          adapter: string;
          checked: Json | null;
          counts: Json;
          created_at: string;
          created_by: number | null;
          ended_at: string | null;
          failure: string | null;
          import_id: number;
          source: string;
          started_at: string | null;
          state: string;
        };
        Insert: {
          adapter?: string | null;
          checked?: Json | null;
          counts?: Json | null;
          created_at?: string | null;
          created_by?: number | null;
          ended_at?: string | null;
          failure?: string | null;
          import_id?: number | null;
          source?: string | null;
          started_at?: string | null;
          state?: string | null;
        };
        Update: {
          adapter?: string | null;
          checked?: Json | null;
          counts?: Json | null;
          created_at?: string | null;
          created_by?: number | null;
          ended_at?: string | null;
          failure?: string | null;
          import_id?: number | null;
          source?: string | null;
          started_at?: string | null;
          state?: string | null;
        };
        Relationships: [
          { foreignKeyName: "created_by_fkey"; columns: ["created_by"]; isOneToOne: false; referencedRelation: "people"; referencedColumns: ["person_id"] },
        ];
      };
      inbound_mail: {
        Row: {
          adapter: string;
          attempts: number;
          author_address: string | null;
          automatic_kind: string | null;
          automatic_sign: string | null;
          body_html: string | null;
          body_text: string | null;
          defects: string[];
          delivered_to: string[];
          duplicate_of_id: number | null;
          from_address: string | null;
          from_name: string | null;
          images: string[];
          inbound_mail_id: number;
          is_released: boolean;
          is_verified: boolean;
          mail_message_id: string | null;
          mailbox: string | null;
          matched_by: string | null;
          message_id: number | null;
          person_id: number | null;
          processed_at: string | null;
          reason: string | null;
          received_at: string;
          sent_at: string | null;
          sha256: string;
          side_message_id: number | null;
          size_bytes: number;
          state: string;
          subject: string | null;
          ticket_id: number | null;
          ticket_reference: string | null;
        };
        Insert: {
          adapter?: string | null;
          attempts?: number | null;
          author_address?: string | null;
          automatic_kind?: string | null;
          automatic_sign?: string | null;
          body_html?: string | null;
          body_text?: string | null;
          defects?: string[] | null;
          delivered_to?: string[] | null;
          duplicate_of_id?: number | null;
          from_address?: string | null;
          from_name?: string | null;
          images?: string[] | null;
          inbound_mail_id?: number | null;
          is_released?: boolean | null;
          is_verified?: boolean | null;
          mail_message_id?: string | null;
          mailbox?: string | null;
          matched_by?: string | null;
          message_id?: number | null;
          person_id?: number | null;
          processed_at?: string | null;
          reason?: string | null;
          received_at?: string | null;
          sent_at?: string | null;
          sha256?: string | null;
          side_message_id?: number | null;
          size_bytes?: number | null;
          state?: string | null;
          subject?: string | null;
          ticket_id?: number | null;
          ticket_reference?: string | null;
        };
        Update: {
          adapter?: string | null;
          attempts?: number | null;
          author_address?: string | null;
          automatic_kind?: string | null;
          automatic_sign?: string | null;
          body_html?: string | null;
          body_text?: string | null;
          defects?: string[] | null;
          delivered_to?: string[] | null;
          duplicate_of_id?: number | null;
          from_address?: string | null;
          from_name?: string | null;
          images?: string[] | null;
          inbound_mail_id?: number | null;
          is_released?: boolean | null;
          is_verified?: boolean | null;
          mail_message_id?: string | null;
          mailbox?: string | null;
          matched_by?: string | null;
          message_id?: number | null;
          person_id?: number | null;
          processed_at?: string | null;
          reason?: string | null;
          received_at?: string | null;
          sent_at?: string | null;
          sha256?: string | null;
          side_message_id?: number | null;
          size_bytes?: number | null;
          state?: string | null;
          subject?: string | null;
          ticket_id?: number | null;
          ticket_reference?: string | null;
        };
        Relationships: [
          { foreignKeyName: "automatic_kind_fkey"; columns: ["automatic_kind"]; isOneToOne: false; referencedRelation: "automatic_mail_kinds"; referencedColumns: ["kind"] },
          { foreignKeyName: "duplicate_of_id_fkey"; columns: ["duplicate_of_id"]; isOneToOne: false; referencedRelation: "inbound_mail"; referencedColumns: ["inbound_mail_id"] },
          { foreignKeyName: "mailbox_fkey"; columns: ["mailbox"]; isOneToOne: false; referencedRelation: "mailboxes"; referencedColumns: ["mailbox"] },
          { foreignKeyName: "message_id_fkey"; columns: ["message_id"]; isOneToOne: false; referencedRelation: "messages"; referencedColumns: ["message_id"] },
          { foreignKeyName: "person_id_fkey"; columns: ["person_id"]; isOneToOne: false; referencedRelation: "people"; referencedColumns: ["person_id"] },
          { foreignKeyName: "side_message_id_fkey"; columns: ["side_message_id"]; isOneToOne: false; referencedRelation: "side_messages"; referencedColumns: ["side_message_id"] },
          { foreignKeyName: "ticket_id_fkey"; columns: ["ticket_id"]; isOneToOne: false; referencedRelation: "past_tickets"; referencedColumns: ["ticket_id"] },
        ];
      };
      invites: {
        Row: {
          answer: string;
          ends_at: string | null;
          ends_on: string | null;
          inbound_mail_id: number;
          is_floating: boolean;
          line: string;
          location: string;
          message_id: number | null;
          method: string;
          organiser: string;
          position: number;
          recurrence: string;
          sequence: number;
          starts_at: string | null;
          starts_on: string | null;
          summary: string;
          ticket_id: number | null;
          time_zone: string;
          uid: string;
        };
        Insert: {
          answer?: string | null;
          ends_at?: string | null;
          ends_on?: string | null;
          inbound_mail_id?: number | null;
          is_floating?: boolean | null;
          line?: string | null;
          location?: string | null;
          message_id?: number | null;
          method?: string | null;
          organiser?: string | null;
          position?: number | null;
          recurrence?: string | null;
          sequence?: number | null;
          starts_at?: string | null;
          starts_on?: string | null;
          summary?: string | null;
          ticket_id?: number | null;
          time_zone?: string | null;
          uid?: string | null;
        };
        Update: {
          answer?: string | null;
          ends_at?: string | null;
          ends_on?: string | null;
          inbound_mail_id?: number | null;
          is_floating?: boolean | null;
          line?: string | null;
          location?: string | null;
          message_id?: number | null;
          method?: string | null;
          organiser?: string | null;
          position?: number | null;
          recurrence?: string | null;
          sequence?: number | null;
          starts_at?: string | null;
          starts_on?: string | null;
          summary?: string | null;
          ticket_id?: number | null;
          time_zone?: string | null;
          uid?: string | null;
        };
        Relationships: [
          { foreignKeyName: "inbound_mail_id_fkey"; columns: ["inbound_mail_id"]; isOneToOne: false; referencedRelation: "inbound_mail"; referencedColumns: ["inbound_mail_id"] },
          { foreignKeyName: "message_id_fkey"; columns: ["message_id"]; isOneToOne: false; referencedRelation: "messages"; referencedColumns: ["message_id"] },
          { foreignKeyName: "ticket_id_fkey"; columns: ["ticket_id"]; isOneToOne: false; referencedRelation: "past_tickets"; referencedColumns: ["ticket_id"] },
        ];
      };
      jobs: {
        Row: {
          actor: string;
          arguments: Json;
          available_at: string;
          begun_at: string | null;
          changed_at: string;
          failures: number;
          job_id: string;
          last_error: string | null;
          queue: string;
          queued_at: string;
          state: string;
        };
        Insert: {
          actor?: string | null;
          arguments?: Json | null;
          available_at?: string | null;
          begun_at?: string | null;
          changed_at?: string | null;
          failures?: number | null;
          job_id?: string | null;
          last_error?: string | null;
          queue?: string | null;
          queued_at?: string | null;
          state?: string | null;
        };
        Update: {
          actor?: string | null;
          arguments?: Json | null;
          available_at?: string | null;
          begun_at?: string | null;
          changed_at?: string | null;
          failures?: number | null;
          job_id?: string | null;
          last_error?: string | null;
          queue?: string | null;
          queued_at?: string | null;
          state?: string | null;
        };
        Relationships: [
        ];
      };
      legal_holds: {
        Row: {
          legal_hold_id: number;
          lifted_at: string | null;
          lifted_by: number | null;
          organisation_id: number | null;
          person_id: number | null;
          placed_at: string;
          placed_by: number | null;
          reason: string;
          ticket_id: number | null;
        };
        Insert: {
          legal_hold_id?: number | null;
          lifted_at?: string | null;
          lifted_by?: number | null;
          organisation_id?: number | null;
          person_id?: number | null;
          placed_at?: string | null;
          placed_by?: number | null;
          reason?: string | null;
          ticket_id?: number | null;
        };
        Update: {
          legal_hold_id?: number | null;
          lifted_at?: string | null;
          lifted_by?: number | null;
          organisation_id?: number | null;
          person_id?: number | null;
          placed_at?: string | null;
          placed_by?: number | null;
          reason?: string | null;
          ticket_id?: number | null;
        };
        Relationships: [
          { foreignKeyName: "lifted_by_fkey"; columns: ["lifted_by"]; isOneToOne: false; referencedRelation: "people"; referencedColumns: ["person_id"] },
          { foreignKeyName: "organisation_id_fkey"; columns: ["organisation_id"]; isOneToOne: false; referencedRelation: "organisations"; referencedColumns: ["organisation_id"] },
          { foreignKeyName: "person_id_fkey"; columns: ["person_id"]; isOneToOne: false; referencedRelation: "people"; referencedColumns: ["person_id"] },
          { foreignKeyName: "placed_by_fkey"; columns: ["placed_by"]; isOneToOne: false; referencedRelation: "people"; referencedColumns: ["person_id"] },
          { foreignKeyName: "ticket_id_fkey"; columns: ["ticket_id"]; isOneToOne: false; referencedRelation: "past_tickets"; referencedColumns: ["ticket_id"] },
        ];
      };
      macros: {
        Row: {
          actions: Json;
          conditions: Json;
          created_at: string;
          description: string | null;
          failures: number;
          is_active: boolean;
          is_shared: boolean;
          kind: string;
          name: string;
          owner_id: number | null;
          position: number;
          rule_id: number;
          updated_at: string;
        };
        Insert: {
          actions?: Json | null;
          conditions?: Json | null;
          created_at?: string | null;
          description?: string | null;
          failures?: number | null;
          is_active?: boolean | null;
          is_shared?: boolean | null;
          kind?: string | null;
          name?: string | null;
          owner_id?: number | null;
          position?: number | null;
          rule_id?: number | null;
          updated_at?: string | null;
        };
        Update: {
          actions?: Json | null;
          conditions?: Json | null;
          created_at?: string | null;
          description?: string | null;
          failures?: number | null;
          is_active?: boolean | null;
          is_shared?: boolean | null;
          kind?: string | null;
          name?: string | null;
          owner_id?: number | null;
          position?: number | null;
          rule_id?: number | null;
          updated_at?: string | null;
        };
        Relationships: [
          { foreignKeyName: "owner_id_fkey"; columns: ["owner_id"]; isOneToOne: false; referencedRelation: "agents"; referencedColumns: ["person_id"] },
        ];
      };
      mail_account: {
        Row: {
          adapter: string;
          automatic: number;
          day: string;
          duplicates: number;
          failed: number;
          ignored: number;
          messages: number;
          quarantined: number;
          received: number;
          repeats: number;
          tickets: number;
          undecided: number;
          waiting: number;
        };
        Insert: {
          adapter?: string | null;
          automatic?: number | null;
          day?: string | null;
          duplicates?: number | null;
          failed?: number | null;
          ignored?: number | null;
          messages?: number | null;
          quarantined?: number | null;
          received?: number | null;
          repeats?: number | null;
          tickets?: number | null;
          undecided?: number | null;
          waiting?: number | null;
        };
        Update: {
          adapter?: string | null;
          automatic?: number | null;
          day?: string | null;
          duplicates?: number | null;
          failed?: number | null;
          ignored?: number | null;
          messages?: number | null;
          quarantined?: number | null;
          received?: number | null;
          repeats?: number | null;
          tickets?: number | null;
          undecided?: number | null;
          waiting?: number | null;
        };
        Relationships: [
        ];
      };
      mail_adapters: {
        Row: {
          adapter: string;
          description: string;
          has_secret: boolean;
          is_judge: boolean;
          public_key: string | null;
          refused_at: string | null;
          refused_for: string | null;
          topic_arn: string | null;
          user_name: string | null;
        };
        Insert: {
          adapter?: string | null;
          description?: string | null;
          has_secret?: boolean | null;
          is_judge?: boolean | null;
          public_key?: string | null;
          refused_at?: string | null;
          refused_for?: string | null;
          topic_arn?: string | null;
          user_name?: string | null;
        };
        Update: {
          adapter?: string | null;
          description?: string | null;
          has_secret?: boolean | null;
          is_judge?: boolean | null;
          public_key?: string | null;
          refused_at?: string | null;
          refused_for?: string | null;
          topic_arn?: string | null;
          user_name?: string | null;
        };
        Relationships: [
        ];
      };
      mail_addresses: {
        Row: {
          asked_at: string | null;
          complained_at: string | null;
          decided_at: string | null;
          decided_by: number | null;
          email: string;
          state: string;
        };
        Insert: {
          asked_at?: string | null;
          complained_at?: string | null;
          decided_at?: string | null;
          decided_by?: number | null;
          email?: string | null;
          state?: string | null;
        };
        Update: {
          asked_at?: string | null;
          complained_at?: string | null;
          decided_at?: string | null;
          decided_by?: number | null;
          email?: string | null;
          state?: string | null;
        };
        Relationships: [
          { foreignKeyName: "decided_by_fkey"; columns: ["decided_by"]; isOneToOne: false; referencedRelation: "people"; referencedColumns: ["person_id"] },
        ];
      };
      mail_arrivals: {
        Row: {
          adapter: string;
          attempts: number;
          inbound_mail_id: number | null;
          mail_arrival_id: number;
          media_type: string | null;
          reason: string | null;
          received_at: string;
          size_bytes: number | null;
          state: string;
          token: string | null;
          tried_at: string | null;
        };
        Insert: {
          adapter?: string | null;
          attempts?: number | null;
          inbound_mail_id?: number | null;
          mail_arrival_id?: number | null;
          media_type?: string | null;
          reason?: string | null;
          received_at?: string | null;
          size_bytes?: number | null;
          state?: string | null;
          token?: string | null;
          tried_at?: string | null;
        };
        Update: {
          adapter?: string | null;
          attempts?: number | null;
          inbound_mail_id?: number | null;
          mail_arrival_id?: number | null;
          media_type?: string | null;
          reason?: string | null;
          received_at?: string | null;
          size_bytes?: number | null;
          state?: string | null;
          token?: string | null;
          tried_at?: string | null;
        };
        Relationships: [
          { foreignKeyName: "inbound_mail_id_fkey"; columns: ["inbound_mail_id"]; isOneToOne: false; referencedRelation: "inbound_mail"; referencedColumns: ["inbound_mail_id"] },
        ];
      };
      mail_brands: {
        Row: {
          colour: string;
          department_id: number;
          footer: string | null;
          logo_url: string | null;
          name: string;
        };
        Insert: {
          colour?: string | null;
          department_id?: number | null;
          footer?: string | null;
          logo_url?: string | null;
          name?: string | null;
        };
        Update: {
          colour?: string | null;
          department_id?: number | null;
          footer?: string | null;
          logo_url?: string | null;
          name?: string | null;
        };
        Relationships: [
          { foreignKeyName: "department_id_fkey"; columns: ["department_id"]; isOneToOne: false; referencedRelation: "departments"; referencedColumns: ["department_id"] },
        ];
      };
      mail_placeholders: {
        Row: {
          description: string;
          placeholder: string;
          sample: string;
          scope: string | null;
        };
        Insert: {
          description?: string | null;
          placeholder?: string | null;
          sample?: string | null;
          scope?: string | null;
        };
        Update: {
          description?: string | null;
          placeholder?: string | null;
          sample?: string | null;
          scope?: string | null;
        };
        Relationships: [
        ];
      };
      mail_providers: {
        Row: {
          authorization_endpoint: string | null;
          client_id: string | null;
          has_client_secret: boolean;
          name: string;
          parameters: Json;
          provider: string;
          scopes: string[];
          token_endpoint: string;
        };
        Insert: {
          authorization_endpoint?: string | null;
          client_id?: string | null;
          has_client_secret?: boolean | null;
          name?: string | null;
          parameters?: Json | null;
          provider?: string | null;
          scopes?: string[] | null;
          token_endpoint?: string | null;
        };
        Update: {
          authorization_endpoint?: string | null;
          client_id?: string | null;
          has_client_secret?: boolean | null;
          name?: string | null;
          parameters?: Json | null;
          provider?: string | null;
          scopes?: string[] | null;
          token_endpoint?: string | null;
        };
        Relationships: [
        ];
      };
      mail_template_versions: {
        Row: {
          body: string | null;
          failed_at: string | null;
          failure: string;
          kind: string;
          language: string;
          saved_at: string;
          saved_by: number | null;
          subject: string | null;
          version: number;
        };
        Insert: {
          body?: string | null;
          failed_at?: string | null;
          failure?: string | null;
          kind?: string | null;
          language?: string | null;
          saved_at?: string | null;
          saved_by?: number | null;
          subject?: string | null;
          version?: number | null;
        };
        Update: {
          body?: string | null;
          failed_at?: string | null;
          failure?: string | null;
          kind?: string | null;
          language?: string | null;
          saved_at?: string | null;
          saved_by?: number | null;
          subject?: string | null;
          version?: number | null;
        };
        Relationships: [
          { foreignKeyName: "kind_fkey"; columns: ["kind"]; isOneToOne: false; referencedRelation: "outgoing_mail_kinds"; referencedColumns: ["kind"] },
          { foreignKeyName: "saved_by_fkey"; columns: ["saved_by"]; isOneToOne: false; referencedRelation: "people"; referencedColumns: ["person_id"] },
        ];
      };
      mail_templates: {
        Row: {
          body: string | null;
          failed_at: string | null;
          failure: string;
          is_own: boolean;
          kind: string;
          language: string;
          saved_at: string;
          saved_by: number | null;
          shipped_body: string | null;
          shipped_subject: string | null;
          subject: string | null;
          version: number;
        };
        Insert: {
          body?: string | null;
          failed_at?: string | null;
          failure?: string | null;
          is_own?: boolean | null;
          kind?: string | null;
          language?: string | null;
          saved_at?: string | null;
          saved_by?: number | null;
          shipped_body?: string | null;
          shipped_subject?: string | null;
          subject?: string | null;
          version?: number | null;
        };
        Update: {
          body?: string | null;
          failed_at?: string | null;
          failure?: string | null;
          is_own?: boolean | null;
          kind?: string | null;
          language?: string | null;
          saved_at?: string | null;
          saved_by?: number | null;
          shipped_body?: string | null;
          shipped_subject?: string | null;
          subject?: string | null;
          version?: number | null;
        };
        Relationships: [
          { foreignKeyName: "saved_by_fkey"; columns: ["saved_by"]; isOneToOne: false; referencedRelation: "people"; referencedColumns: ["person_id"] },
        ];
      };
      mail_unsubscriptions: {
        Row: {
          kind: string;
          person_id: number;
          unsubscribed_at: string;
        };
        Insert: {
          kind?: string | null;
          person_id?: number | null;
          unsubscribed_at?: string | null;
        };
        Update: {
          kind?: string | null;
          person_id?: number | null;
          unsubscribed_at?: string | null;
        };
        Relationships: [
          { foreignKeyName: "kind_fkey"; columns: ["kind"]; isOneToOne: false; referencedRelation: "outgoing_mail_kinds"; referencedColumns: ["kind"] },
          { foreignKeyName: "person_id_fkey"; columns: ["person_id"]; isOneToOne: false; referencedRelation: "people"; referencedColumns: ["person_id"] },
        ];
      };
      mailbox_accounts: {
        Row: {
          account: string;
          authorized_at: string | null;
          created_at: string;
          expires_at: string | null;
          has_password: boolean;
          host: string;
          last_error: string | null;
          port: number;
          provider: string | null;
          refused_at: string | null;
          tls: string;
          user_name: string;
        };
        Insert: {
          account?: string | null;
          authorized_at?: string | null;
          created_at?: string | null;
          expires_at?: string | null;
          has_password?: boolean | null;
          host?: string | null;
          last_error?: string | null;
          port?: number | null;
          provider?: string | null;
          refused_at?: string | null;
          tls?: string | null;
          user_name?: string | null;
        };
        Update: {
          account?: string | null;
          authorized_at?: string | null;
          created_at?: string | null;
          expires_at?: string | null;
          has_password?: boolean | null;
          host?: string | null;
          last_error?: string | null;
          port?: number | null;
          provider?: string | null;
          refused_at?: string | null;
          tls?: string | null;
          user_name?: string | null;
        };
        Relationships: [
          { foreignKeyName: "provider_fkey"; columns: ["provider"]; isOneToOne: false; referencedRelation: "mail_providers"; referencedColumns: ["provider"] },
        ];
      };
      mailbox_tests: {
        Row: {
          answer: string | null;
          answered_at: string | null;
          asked_at: string;
          is_well: boolean | null;
          mailbox: string;
        };
        Insert: {
          answer?: string | null;
          answered_at?: string | null;
          asked_at?: string | null;
          is_well?: boolean | null;
          mailbox?: string | null;
        };
        Update: {
          answer?: string | null;
          answered_at?: string | null;
          asked_at?: string | null;
          is_well?: boolean | null;
          mailbox?: string | null;
        };
        Relationships: [
          { foreignKeyName: "mailbox_fkey"; columns: ["mailbox"]; isOneToOne: false; referencedRelation: "mailboxes"; referencedColumns: ["mailbox"] },
        ];
      };
      mailboxes: {
        Row: {
          account: string;
          caught_up_at: string | null;
          created_at: string;
          department_id: number | null;
          failing_from: string | null;
          folder: string;
          has_idle: boolean | null;
          is_active: boolean;
          last_error: string | null;
          last_mail_at: string | null;
          mailbox: string;
          next_try_at: string;
          starts_on: string;
          state: string;
        };
        Insert: {
          account?: string | null;
          caught_up_at?: string | null;
          created_at?: string | null;
          department_id?: number | null;
          failing_from?: string | null;
          folder?: string | null;
          has_idle?: boolean | null;
          is_active?: boolean | null;
          last_error?: string | null;
          last_mail_at?: string | null;
          mailbox?: string | null;
          next_try_at?: string | null;
          starts_on?: string | null;
          state?: string | null;
        };
        Update: {
          account?: string | null;
          caught_up_at?: string | null;
          created_at?: string | null;
          department_id?: number | null;
          failing_from?: string | null;
          folder?: string | null;
          has_idle?: boolean | null;
          is_active?: boolean | null;
          last_error?: string | null;
          last_mail_at?: string | null;
          mailbox?: string | null;
          next_try_at?: string | null;
          starts_on?: string | null;
          state?: string | null;
        };
        Relationships: [
          { foreignKeyName: "account_fkey"; columns: ["account"]; isOneToOne: false; referencedRelation: "mailbox_accounts"; referencedColumns: ["account"] },
          { foreignKeyName: "department_id_fkey"; columns: ["department_id"]; isOneToOne: false; referencedRelation: "departments"; referencedColumns: ["department_id"] },
        ];
      };
      mentions: {
        Row: {
          addressed_at: string | null;
          body: string;
          created_at: string;
          escalation_id: number | null;
          is_escalation: boolean;
          is_read: boolean;
          mention_id: number;
          mentioned_by: number;
          mentioned_by_name: string;
          mentioned_id: number;
          message_id: number;
          read_at: string | null;
          ticket_id: number;
          ticket_reference: string;
        };
        Insert: {
          addressed_at?: string | null;
          body?: string | null;
          created_at?: string | null;
          escalation_id?: number | null;
          is_escalation?: boolean | null;
          is_read?: boolean | null;
          mention_id?: number | null;
          mentioned_by?: number | null;
          mentioned_by_name?: string | null;
          mentioned_id?: number | null;
          message_id?: number | null;
          read_at?: string | null;
          ticket_id?: number | null;
          ticket_reference?: string | null;
        };
        Update: {
          addressed_at?: string | null;
          body?: string | null;
          created_at?: string | null;
          escalation_id?: number | null;
          is_escalation?: boolean | null;
          is_read?: boolean | null;
          mention_id?: number | null;
          mentioned_by?: number | null;
          mentioned_by_name?: string | null;
          mentioned_id?: number | null;
          message_id?: number | null;
          read_at?: string | null;
          ticket_id?: number | null;
          ticket_reference?: string | null;
        };
        Relationships: [
          { foreignKeyName: "escalation_id_fkey"; columns: ["escalation_id"]; isOneToOne: false; referencedRelation: "escalations"; referencedColumns: ["escalation_id"] },
          { foreignKeyName: "mentioned_by_fkey"; columns: ["mentioned_by"]; isOneToOne: false; referencedRelation: "people"; referencedColumns: ["person_id"] },
          { foreignKeyName: "mentioned_id_fkey"; columns: ["mentioned_id"]; isOneToOne: false; referencedRelation: "agents"; referencedColumns: ["person_id"] },
          { foreignKeyName: "message_id_fkey"; columns: ["message_id"]; isOneToOne: false; referencedRelation: "messages"; referencedColumns: ["message_id"] },
          { foreignKeyName: "ticket_id_fkey"; columns: ["ticket_id"]; isOneToOne: false; referencedRelation: "past_tickets"; referencedColumns: ["ticket_id"] },
        ];
      };
      messages: {
        Row: {
          author_id: number | null;
          author_name: string | null;
          body: string;
          channel: string;
          created_at: string;
          deleted_at: string | null;
          edited_at: string | null;
          is_pinned: boolean;
          is_unverified: boolean;
          kind: string;
          message_id: number;
          sets_status: string | null;
          ticket_id: number;
        };
        Insert: {
          author_id?: number | null;
          author_name?: string | null;
          body?: string | null;
          channel?: string | null;
          created_at?: string | null;
          deleted_at?: string | null;
          edited_at?: string | null;
          is_pinned?: boolean | null;
          is_unverified?: boolean | null;
          kind?: string | null;
          message_id?: number | null;
          sets_status?: string | null;
          ticket_id?: number | null;
        };
        Update: {
          author_id?: number | null;
          author_name?: string | null;
          body?: string | null;
          channel?: string | null;
          created_at?: string | null;
          deleted_at?: string | null;
          edited_at?: string | null;
          is_pinned?: boolean | null;
          is_unverified?: boolean | null;
          kind?: string | null;
          message_id?: number | null;
          sets_status?: string | null;
          ticket_id?: number | null;
        };
        Relationships: [
          { foreignKeyName: "author_id_fkey"; columns: ["author_id"]; isOneToOne: false; referencedRelation: "people"; referencedColumns: ["person_id"] },
          { foreignKeyName: "channel_fkey"; columns: ["channel"]; isOneToOne: false; referencedRelation: "channels"; referencedColumns: ["channel"] },
          { foreignKeyName: "sets_status_fkey"; columns: ["sets_status"]; isOneToOne: false; referencedRelation: "statuses"; referencedColumns: ["status"] },
          { foreignKeyName: "ticket_id_fkey"; columns: ["ticket_id"]; isOneToOne: false; referencedRelation: "past_tickets"; referencedColumns: ["ticket_id"] },
        ];
      };
      my_approvals: {
        Row: {
          approval_id: number;
          created_at: string;
          due_at: string | null;
          ended_at: string | null;
          is_required: boolean;
          needed: number | null;
          question: string;
          remind_at: string | null;
          requested_by: number | null;
          requested_by_name: string | null;
          state: string;
          state_when_due: string;
          ticket_id: number;
          ticket_reference: string;
          ticket_subject: string;
        };
        Insert: {
          approval_id?: number | null;
          created_at?: string | null;
          due_at?: string | null;
          ended_at?: string | null;
          is_required?: boolean | null;
          needed?: number | null;
          question?: string | null;
          remind_at?: string | null;
          requested_by?: number | null;
          requested_by_name?: string | null;
          state?: string | null;
          state_when_due?: string | null;
          ticket_id?: number | null;
          ticket_reference?: string | null;
          ticket_subject?: string | null;
        };
        Update: {
          approval_id?: number | null;
          created_at?: string | null;
          due_at?: string | null;
          ended_at?: string | null;
          is_required?: boolean | null;
          needed?: number | null;
          question?: string | null;
          remind_at?: string | null;
          requested_by?: number | null;
          requested_by_name?: string | null;
          state?: string | null;
          state_when_due?: string | null;
          ticket_id?: number | null;
          ticket_reference?: string | null;
          ticket_subject?: string | null;
        };
        Relationships: [
          { foreignKeyName: "requested_by_fkey"; columns: ["requested_by"]; isOneToOne: false; referencedRelation: "people"; referencedColumns: ["person_id"] },
          { foreignKeyName: "ticket_id_fkey"; columns: ["ticket_id"]; isOneToOne: false; referencedRelation: "past_tickets"; referencedColumns: ["ticket_id"] },
        ];
      };
      my_mentions: {
        Row: {
          addressed_at: string | null;
          body: string;
          created_at: string;
          escalation_id: number | null;
          is_escalation: boolean;
          is_read: boolean;
          mention_id: number;
          mentioned_by: number;
          mentioned_by_name: string;
          mentioned_id: number;
          message_id: number;
          read_at: string | null;
          ticket_id: number;
          ticket_reference: string;
        };
        Insert: {
          addressed_at?: string | null;
          body?: string | null;
          created_at?: string | null;
          escalation_id?: number | null;
          is_escalation?: boolean | null;
          is_read?: boolean | null;
          mention_id?: number | null;
          mentioned_by?: number | null;
          mentioned_by_name?: string | null;
          mentioned_id?: number | null;
          message_id?: number | null;
          read_at?: string | null;
          ticket_id?: number | null;
          ticket_reference?: string | null;
        };
        Update: {
          addressed_at?: string | null;
          body?: string | null;
          created_at?: string | null;
          escalation_id?: number | null;
          is_escalation?: boolean | null;
          is_read?: boolean | null;
          mention_id?: number | null;
          mentioned_by?: number | null;
          mentioned_by_name?: string | null;
          mentioned_id?: number | null;
          message_id?: number | null;
          read_at?: string | null;
          ticket_id?: number | null;
          ticket_reference?: string | null;
        };
        Relationships: [
          { foreignKeyName: "escalation_id_fkey"; columns: ["escalation_id"]; isOneToOne: false; referencedRelation: "escalations"; referencedColumns: ["escalation_id"] },
          { foreignKeyName: "mentioned_by_fkey"; columns: ["mentioned_by"]; isOneToOne: false; referencedRelation: "people"; referencedColumns: ["person_id"] },
          { foreignKeyName: "mentioned_id_fkey"; columns: ["mentioned_id"]; isOneToOne: false; referencedRelation: "agents"; referencedColumns: ["person_id"] },
          { foreignKeyName: "message_id_fkey"; columns: ["message_id"]; isOneToOne: false; referencedRelation: "messages"; referencedColumns: ["message_id"] },
          { foreignKeyName: "ticket_id_fkey"; columns: ["ticket_id"]; isOneToOne: false; referencedRelation: "past_tickets"; referencedColumns: ["ticket_id"] },
        ];
      };
      my_passkeys: {
        Row: {
          added_at: string;
          name: string;
          passkey_id: number;
          used_at: string | null;
        };
        Insert: {
          added_at?: string | null;
          name?: string | null;
          passkey_id?: number | null;
          used_at?: string | null;
        };
        Update: {
          added_at?: string | null;
          name?: string | null;
          passkey_id?: number | null;
          used_at?: string | null;
        };
        Relationships: [
        ];
      };
      my_sessions: {
        Row: {
          client: string;
          expires_at: string;
          is_current: boolean | null;
          network: string;
          session_id: number;
          started_at: string;
          used_at: string;
        };
        Insert: {
          client?: string | null;
          expires_at?: string | null;
          is_current?: boolean | null;
          network?: string | null;
          session_id?: number | null;
          started_at?: string | null;
          used_at?: string | null;
        };
        Update: {
          client?: string | null;
          expires_at?: string | null;
          is_current?: boolean | null;
          network?: string | null;
          session_id?: number | null;
          started_at?: string | null;
          used_at?: string | null;
        };
        Relationships: [
        ];
      };
      notification_preferences: {
        Row: {
          channel: string;
          kind: string;
          person_id: number;
        };
        Insert: {
          channel?: string | null;
          kind?: string | null;
          person_id?: number | null;
        };
        Update: {
          channel?: string | null;
          kind?: string | null;
          person_id?: number | null;
        };
        Relationships: [
          { foreignKeyName: "kind_fkey"; columns: ["kind"]; isOneToOne: false; referencedRelation: "event_kinds"; referencedColumns: ["kind"] },
          { foreignKeyName: "person_id_fkey"; columns: ["person_id"]; isOneToOne: false; referencedRelation: "people"; referencedColumns: ["person_id"] },
        ];
      };
      notifications: {
        Row: {
          body: string | null;
          created_at: string;
          event_id: number | null;
          is_read: boolean;
          kind: string;
          link: string | null;
          notification_id: number;
          read_at: string | null;
          ticket_id: number | null;
          title: string;
        };
        Insert: {
          body?: string | null;
          created_at?: string | null;
          event_id?: number | null;
          is_read?: boolean | null;
          kind?: string | null;
          link?: string | null;
          notification_id?: number | null;
          read_at?: string | null;
          ticket_id?: number | null;
          title?: string | null;
        };
        Update: {
          body?: string | null;
          created_at?: string | null;
          event_id?: number | null;
          is_read?: boolean | null;
          kind?: string | null;
          link?: string | null;
          notification_id?: number | null;
          read_at?: string | null;
          ticket_id?: number | null;
          title?: string | null;
        };
        Relationships: [
          { foreignKeyName: "kind_fkey"; columns: ["kind"]; isOneToOne: false; referencedRelation: "event_kinds"; referencedColumns: ["kind"] },
        ];
      };
      organisation_custom_choices: {
        Row: {
          custom_field_id: number;
          key: string;
          organisation_id: number;
          value: string;
        };
        Insert: {
          custom_field_id?: number | null;
          key?: string | null;
          organisation_id?: number | null;
          value?: string | null;
        };
        Update: {
          custom_field_id?: number | null;
          key?: string | null;
          organisation_id?: number | null;
          value?: string | null;
        };
        Relationships: [
          { foreignKeyName: "organisation_id_fkey"; columns: ["organisation_id"]; isOneToOne: false; referencedRelation: "organisation_custom_fields"; referencedColumns: ["organisation_id"] },
        ];
      };
      organisation_custom_fields: {
        Row: {
          contract_ends_on: string;
          organisation_id: number;
        };
        Insert: {
          contract_ends_on?: string | null;
          organisation_id?: number | null;
        };
        Update: {
          contract_ends_on?: string | null;
          organisation_id?: number | null;
        };
        Relationships: [
          { foreignKeyName: "organisation_id_fkey"; columns: ["organisation_id"]; isOneToOne: false; referencedRelation: "organisations"; referencedColumns: ["organisation_id"] },
        ];
      };
      organisation_domains: {
        Row: {
          domain: string;
          organisation_id: number;
        };
        Insert: {
          domain?: string | null;
          organisation_id?: number | null;
        };
        Update: {
          domain?: string | null;
          organisation_id?: number | null;
        };
        Relationships: [
          { foreignKeyName: "organisation_id_fkey"; columns: ["organisation_id"]; isOneToOne: false; referencedRelation: "organisations"; referencedColumns: ["organisation_id"] },
        ];
      };
      organisations: {
        Row: {
          calendar_id: number | null;
          created_at: string;
          has_shared_tickets: boolean;
          is_active: boolean;
          name: string;
          notes: string;
          organisation_id: number;
        };
        Insert: {
          calendar_id?: number | null;
          created_at?: string | null;
          has_shared_tickets?: boolean | null;
          is_active?: boolean | null;
          name?: string | null;
          notes?: string | null;
          organisation_id?: number | null;
        };
        Update: {
          calendar_id?: number | null;
          created_at?: string | null;
          has_shared_tickets?: boolean | null;
          is_active?: boolean | null;
          name?: string | null;
          notes?: string | null;
          organisation_id?: number | null;
        };
        Relationships: [
          { foreignKeyName: "calendar_id_fkey"; columns: ["calendar_id"]; isOneToOne: false; referencedRelation: "calendars"; referencedColumns: ["calendar_id"] },
        ];
      };
      outgoing_mail: {
        Row: {
          address: string;
          attempts: number;
          body_html: string | null;
          body_text: string | null;
          created_at: string;
          event_id: number | null;
          kind: string;
          language: string;
          last_answer: string;
          last_code: number | null;
          mail_message_id: string | null;
          message_id: number | null;
          not_before: string;
          outgoing_mail_id: number;
          person_id: number | null;
          sent_at: string | null;
          side_message_id: number | null;
          state: string;
          subject: string | null;
          ticket_id: number | null;
          ticket_reference: string | null;
        };
        Insert: {
          address?: string | null;
          attempts?: number | null;
          body_html?: string | null;
          body_text?: string | null;
          created_at?: string | null;
          event_id?: number | null;
          kind?: string | null;
          language?: string | null;
          last_answer?: string | null;
          last_code?: number | null;
          mail_message_id?: string | null;
          message_id?: number | null;
          not_before?: string | null;
          outgoing_mail_id?: number | null;
          person_id?: number | null;
          sent_at?: string | null;
          side_message_id?: number | null;
          state?: string | null;
          subject?: string | null;
          ticket_id?: number | null;
          ticket_reference?: string | null;
        };
        Update: {
          address?: string | null;
          attempts?: number | null;
          body_html?: string | null;
          body_text?: string | null;
          created_at?: string | null;
          event_id?: number | null;
          kind?: string | null;
          language?: string | null;
          last_answer?: string | null;
          last_code?: number | null;
          mail_message_id?: string | null;
          message_id?: number | null;
          not_before?: string | null;
          outgoing_mail_id?: number | null;
          person_id?: number | null;
          sent_at?: string | null;
          side_message_id?: number | null;
          state?: string | null;
          subject?: string | null;
          ticket_id?: number | null;
          ticket_reference?: string | null;
        };
        Relationships: [
          { foreignKeyName: "event_id_fkey"; columns: ["event_id"]; isOneToOne: false; referencedRelation: "events"; referencedColumns: ["event_id"] },
          { foreignKeyName: "kind_fkey"; columns: ["kind"]; isOneToOne: false; referencedRelation: "outgoing_mail_kinds"; referencedColumns: ["kind"] },
          { foreignKeyName: "message_id_fkey"; columns: ["message_id"]; isOneToOne: false; referencedRelation: "messages"; referencedColumns: ["message_id"] },
          { foreignKeyName: "person_id_fkey"; columns: ["person_id"]; isOneToOne: false; referencedRelation: "people"; referencedColumns: ["person_id"] },
          { foreignKeyName: "side_message_id_fkey"; columns: ["side_message_id"]; isOneToOne: false; referencedRelation: "side_messages"; referencedColumns: ["side_message_id"] },
          { foreignKeyName: "ticket_id_fkey"; columns: ["ticket_id"]; isOneToOne: false; referencedRelation: "past_tickets"; referencedColumns: ["ticket_id"] },
        ];
      };
      outgoing_mail_kinds: {
        Row: {
          description: string;
          has_secret: boolean;
          is_automatic: boolean;
          is_bulk: boolean;
          is_urgent: boolean;
          kind: string;
          speaks_of: string[];
        };
        Insert: {
          description?: string | null;
          has_secret?: boolean | null;
          is_automatic?: boolean | null;
          is_bulk?: boolean | null;
          is_urgent?: boolean | null;
          kind?: string | null;
          speaks_of?: string[] | null;
        };
        Update: {
          description?: string | null;
          has_secret?: boolean | null;
          is_automatic?: boolean | null;
          is_bulk?: boolean | null;
          is_urgent?: boolean | null;
          kind?: string | null;
          speaks_of?: string[] | null;
        };
        Relationships: [
        ];
      };
      people: {
        Row: {
          claimed_email: string | null;
          created_at: string;
          email: string | null;
          external_id: string | null;
          handle: string;
          is_active: boolean;
          is_guest: boolean;
          language: string;
          merged_into_id: number | null;
          name: string;
          organisation_id: number | null;
          person_id: number;
          phone: string | null;
          role: string;
          time_zone: string;
          updated_at: string;
        };
        Insert: {
          claimed_email?: string | null;
          created_at?: string | null;
          email?: string | null;
          external_id?: string | null;
          handle?: string | null;
          is_active?: boolean | null;
          is_guest?: boolean | null;
          language?: string | null;
          merged_into_id?: number | null;
          name?: string | null;
          organisation_id?: number | null;
          person_id?: number | null;
          phone?: string | null;
          role?: string | null;
          time_zone?: string | null;
          updated_at?: string | null;
        };
        Update: {
          claimed_email?: string | null;
          created_at?: string | null;
          email?: string | null;
          external_id?: string | null;
          handle?: string | null;
          is_active?: boolean | null;
          is_guest?: boolean | null;
          language?: string | null;
          merged_into_id?: number | null;
          name?: string | null;
          organisation_id?: number | null;
          person_id?: number | null;
          phone?: string | null;
          role?: string | null;
          time_zone?: string | null;
          updated_at?: string | null;
        };
        Relationships: [
          { foreignKeyName: "merged_into_id_fkey"; columns: ["merged_into_id"]; isOneToOne: false; referencedRelation: "people"; referencedColumns: ["person_id"] },
          { foreignKeyName: "organisation_id_fkey"; columns: ["organisation_id"]; isOneToOne: false; referencedRelation: "organisations"; referencedColumns: ["organisation_id"] },
        ];
      };
      permissions: {
        Row: {
          description: string;
          permission: string;
        };
        Insert: {
          description?: string | null;
          permission?: string | null;
        };
        Update: {
          description?: string | null;
          permission?: string | null;
        };
        Relationships: [
        ];
      };
      person_addresses: {
        Row: {
          created_at: string;
          email: string;
          is_primary: boolean;
          person_id: number;
          verified_at: string | null;
        };
        Insert: {
          created_at?: string | null;
          email?: string | null;
          is_primary?: boolean | null;
          person_id?: number | null;
          verified_at?: string | null;
        };
        Update: {
          created_at?: string | null;
          email?: string | null;
          is_primary?: boolean | null;
          person_id?: number | null;
          verified_at?: string | null;
        };
        Relationships: [
          { foreignKeyName: "person_id_fkey"; columns: ["person_id"]; isOneToOne: false; referencedRelation: "people"; referencedColumns: ["person_id"] },
        ];
      };
      person_custom_choices: {
        Row: {
          custom_field_id: number;
          key: string;
          person_id: number;
          value: string;
        };
        Insert: {
          custom_field_id?: number | null;
          key?: string | null;
          person_id?: number | null;
          value?: string | null;
        };
        Update: {
          custom_field_id?: number | null;
          key?: string | null;
          person_id?: number | null;
          value?: string | null;
        };
        Relationships: [
          { foreignKeyName: "person_id_fkey"; columns: ["person_id"]; isOneToOne: false; referencedRelation: "person_custom_fields"; referencedColumns: ["person_id"] },
        ];
      };
      person_custom_fields: {
        Row: {
          person_id: number;
        };
        Insert: {
          person_id?: number | null;
        };
        Update: {
          person_id?: number | null;
        };
        Relationships: [
          { foreignKeyName: "person_id_fkey"; columns: ["person_id"]; isOneToOne: false; referencedRelation: "people"; referencedColumns: ["person_id"] },
        ];
      };
      person_merges: {
        Row: {
          merged_at: string;
          merged_by: number | null;
          person_merge_id: number;
          source_id: number;
          target_id: number;
          undone_at: string | null;
          undone_by: number | null;
        };
        Insert: {
          merged_at?: string | null;
          merged_by?: number | null;
          person_merge_id?: number | null;
          source_id?: number | null;
          target_id?: number | null;
          undone_at?: string | null;
          undone_by?: number | null;
        };
        Update: {
          merged_at?: string | null;
          merged_by?: number | null;
          person_merge_id?: number | null;
          source_id?: number | null;
          target_id?: number | null;
          undone_at?: string | null;
          undone_by?: number | null;
        };
        Relationships: [
          { foreignKeyName: "merged_by_fkey"; columns: ["merged_by"]; isOneToOne: false; referencedRelation: "people"; referencedColumns: ["person_id"] },
          { foreignKeyName: "source_id_fkey"; columns: ["source_id"]; isOneToOne: false; referencedRelation: "people"; referencedColumns: ["person_id"] },
          { foreignKeyName: "target_id_fkey"; columns: ["target_id"]; isOneToOne: false; referencedRelation: "people"; referencedColumns: ["person_id"] },
          { foreignKeyName: "undone_by_fkey"; columns: ["undone_by"]; isOneToOne: false; referencedRelation: "people"; referencedColumns: ["person_id"] },
        ];
      };
      person_notes: {
        Row: {
          author_id: number;
          body: string;
          created_at: string;
          person_id: number;
          person_note_id: number;
        };
        Insert: {
          author_id?: number | null;
          body?: string | null;
          created_at?: string | null;
          person_id?: number | null;
          person_note_id?: number | null;
        };
        Update: {
          author_id?: number | null;
          body?: string | null;
          created_at?: string | null;
          person_id?: number | null;
          person_note_id?: number | null;
        };
        Relationships: [
          { foreignKeyName: "author_id_fkey"; columns: ["author_id"]; isOneToOne: false; referencedRelation: "people"; referencedColumns: ["person_id"] },
          { foreignKeyName: "person_id_fkey"; columns: ["person_id"]; isOneToOne: false; referencedRelation: "people"; referencedColumns: ["person_id"] },
        ];
      };
      placeholders: {
        Row: {
          description: string;
          placeholder: string;
        };
        Insert: {
          description?: string | null;
          placeholder?: string | null;
        };
        Update: {
          description?: string | null;
          placeholder?: string | null;
        };
        Relationships: [
        ];
      };
      preferences: {
        Row: {
          allowed: Json;
          default_value: Json;
          description: string;
          key: string;
          value: Json;
          value_in_force: Json;
          value_type: string;
        };
        Insert: {
          allowed?: Json | null;
          default_value?: Json | null;
          description?: string | null;
          key?: string | null;
          value?: Json | null;
          value_in_force?: Json | null;
          value_type?: string | null;
        };
        Update: {
          allowed?: Json | null;
          default_value?: Json | null;
          description?: string | null;
          key?: string | null;
          value?: Json | null;
          value_in_force?: Json | null;
          value_type?: string | null;
        };
        Relationships: [
        ];
      };
      priorities: {
        Row: {
          color: string;
          label: string;
          position: number;
          priority: string;
        };
        Insert: {
          color?: string | null;
          label?: string | null;
          position?: number | null;
          priority?: string | null;
        };
        Update: {
          color?: string | null;
          label?: string | null;
          position?: number | null;
          priority?: string | null;
        };
        Relationships: [
        ];
      };
      rate_limits: {
        Row: {
          counted: string;
          description: string;
          is_active: boolean;
          requests: number;
          seconds: number;
        };
        Insert: {
          counted?: string | null;
          description?: string | null;
          is_active?: boolean | null;
          requests?: number | null;
          seconds?: number | null;
        };
        Update: {
          counted?: string | null;
          description?: string | null;
          is_active?: boolean | null;
          requests?: number | null;
          seconds?: number | null;
        };
        Relationships: [
        ];
      };
      ratings: {
        Row: {
          agent_id: number;
          changed_at: string | null;
          comment: string | null;
          created_at: string;
          rated_by: number;
          rating: number;
          resolved_at: string;
          ticket_id: number;
        };
        Insert: {
          agent_id?: number | null;
          changed_at?: string | null;
          comment?: string | null;
          created_at?: string | null;
          rated_by?: number | null;
          rating?: number | null;
          resolved_at?: string | null;
          ticket_id?: number | null;
        };
        Update: {
          agent_id?: number | null;
          changed_at?: string | null;
          comment?: string | null;
          created_at?: string | null;
          rated_by?: number | null;
          rating?: number | null;
          resolved_at?: string | null;
          ticket_id?: number | null;
        };
        Relationships: [
          { foreignKeyName: "agent_id_fkey"; columns: ["agent_id"]; isOneToOne: false; referencedRelation: "agents"; referencedColumns: ["person_id"] },
          { foreignKeyName: "rated_by_fkey"; columns: ["rated_by"]; isOneToOne: false; referencedRelation: "people"; referencedColumns: ["person_id"] },
          { foreignKeyName: "ticket_id_fkey"; columns: ["ticket_id"]; isOneToOne: false; referencedRelation: "past_tickets"; referencedColumns: ["ticket_id"] },
        ];
      };
      removals: {
        Row: {
          attachment_id: number | null;
          confirmed_at: string | null;
          confirmed_by: number | null;
          counts: Json;
          done_at: string | null;
          kind: string;
          message_id: number | null;
          person_id: number | null;
          reason: string;
          removal_id: number;
          requested_at: string;
          requested_by: number | null;
          state: string;
        };
        Insert: {
          attachment_id?: number | null;
          confirmed_at?: string | null;
          confirmed_by?: number | null;
          counts?: Json | null;
          done_at?: string | null;
          kind?: string | null;
          message_id?: number | null;
          person_id?: number | null;
          reason?: string | null;
          removal_id?: number | null;
          requested_at?: string | null;
          requested_by?: number | null;
          state?: string | null;
        };
        Update: {
          attachment_id?: number | null;
          confirmed_at?: string | null;
          confirmed_by?: number | null;
          counts?: Json | null;
          done_at?: string | null;
          kind?: string | null;
          message_id?: number | null;
          person_id?: number | null;
          reason?: string | null;
          removal_id?: number | null;
          requested_at?: string | null;
          requested_by?: number | null;
          state?: string | null;
        };
        Relationships: [
          { foreignKeyName: "attachment_id_fkey"; columns: ["attachment_id"]; isOneToOne: false; referencedRelation: "attachments"; referencedColumns: ["attachment_id"] },
          { foreignKeyName: "confirmed_by_fkey"; columns: ["confirmed_by"]; isOneToOne: false; referencedRelation: "people"; referencedColumns: ["person_id"] },
          { foreignKeyName: "message_id_fkey"; columns: ["message_id"]; isOneToOne: false; referencedRelation: "messages"; referencedColumns: ["message_id"] },
          { foreignKeyName: "person_id_fkey"; columns: ["person_id"]; isOneToOne: false; referencedRelation: "people"; referencedColumns: ["person_id"] },
          { foreignKeyName: "requested_by_fkey"; columns: ["requested_by"]; isOneToOne: false; referencedRelation: "people"; referencedColumns: ["person_id"] },
        ];
      };
      report_recipients: {
        Row: {
          person_id: number;
          report_schedule_id: number;
        };
        Insert: {
          person_id?: number | null;
          report_schedule_id?: number | null;
        };
        Update: {
          person_id?: number | null;
          report_schedule_id?: number | null;
        };
        Relationships: [
          { foreignKeyName: "person_id_fkey"; columns: ["person_id"]; isOneToOne: false; referencedRelation: "people"; referencedColumns: ["person_id"] },
          { foreignKeyName: "report_schedule_id_fkey"; columns: ["report_schedule_id"]; isOneToOne: false; referencedRelation: "report_schedules"; referencedColumns: ["report_schedule_id"] },
        ];
      };
      report_runs: {
        Row: {
          attempts: number;
          due_at: string;
          ended_at: string | null;
          error: string | null;
          first_day: string | null;
          last_day: string | null;
          mails: number | null;
          next_at: string;
          report_run_id: number;
          report_schedule_id: number;
          state: string;
        };
        Insert: {
          attempts?: number | null;
          due_at?: string | null;
          ended_at?: string | null;
          error?: string | null;
          first_day?: string | null;
          last_day?: string | null;
          mails?: number | null;
          next_at?: string | null;
          report_run_id?: number | null;
          report_schedule_id?: number | null;
          state?: string | null;
        };
        Update: {
          attempts?: number | null;
          due_at?: string | null;
          ended_at?: string | null;
          error?: string | null;
          first_day?: string | null;
          last_day?: string | null;
          mails?: number | null;
          next_at?: string | null;
          report_run_id?: number | null;
          report_schedule_id?: number | null;
          state?: string | null;
        };
        Relationships: [
          { foreignKeyName: "report_schedule_id_fkey"; columns: ["report_schedule_id"]; isOneToOne: false; referencedRelation: "report_schedules"; referencedColumns: ["report_schedule_id"] },
        ];
      };
      report_schedules: {
        Row: {
          day: number | null;
          due_at: string | null;
          formats: string[];
          is_active: boolean;
          is_compared: boolean;
          last_error: string | null;
          last_mailed_at: string | null;
          local_time: string;
          parameters: Json;
          period: string | null;
          repeats: string;
          report: string;
          report_schedule_id: number;
          time_zone: string;
        };
        Insert: {
          day?: number | null;
          due_at?: string | null;
          formats?: string[] | null;
          is_active?: boolean | null;
          is_compared?: boolean | null;
          last_error?: string | null;
          last_mailed_at?: string | null;
          local_time?: string | null;
          parameters?: Json | null;
          period?: string | null;
          repeats?: string | null;
          report?: string | null;
          report_schedule_id?: number | null;
          time_zone?: string | null;
        };
        Update: {
          day?: number | null;
          due_at?: string | null;
          formats?: string[] | null;
          is_active?: boolean | null;
          is_compared?: boolean | null;
          last_error?: string | null;
          last_mailed_at?: string | null;
          local_time?: string | null;
          parameters?: Json | null;
          period?: string | null;
          repeats?: string | null;
          report?: string | null;
          report_schedule_id?: number | null;
          time_zone?: string | null;
        };
        Relationships: [
          { foreignKeyName: "report_fkey"; columns: ["report"]; isOneToOne: false; referencedRelation: "reports"; referencedColumns: ["report"] },
        ];
      };
      reports: {
        Row: {
          chart: string[];
          columns: Json;
          description: string;
          parameters: Json;
          period_days: number | null;
          period_of: string;
          report: string;
          title: string;
        };
        Insert: {
          chart?: string[] | null;
          columns?: Json | null;
          description?: string | null;
          parameters?: Json | null;
          period_days?: number | null;
          period_of?: string | null;
          report?: string | null;
          title?: string | null;
        };
        Update: {
          chart?: string[] | null;
          columns?: Json | null;
          description?: string | null;
          parameters?: Json | null;
          period_days?: number | null;
          period_of?: string | null;
          report?: string | null;
          title?: string | null;
        };
        Relationships: [
        ];
      };
      request_form_fields: {
        Row: {
          custom_field_id: number | null;
          form: string;
          hint: string | null;
          is_required: boolean;
          key: string;
          label: string | null;
          position: number;
          required_when: Json;
          shown_when: Json;
        };
        Insert: {
          custom_field_id?: number | null;
          form?: string | null;
          hint?: string | null;
          is_required?: boolean | null;
          key?: string | null;
          label?: string | null;
          position?: number | null;
          required_when?: Json | null;
          shown_when?: Json | null;
        };
        Update: {
          custom_field_id?: number | null;
          form?: string | null;
          hint?: string | null;
          is_required?: boolean | null;
          key?: string | null;
          label?: string | null;
          position?: number | null;
          required_when?: Json | null;
          shown_when?: Json | null;
        };
        Relationships: [
          { foreignKeyName: "custom_field_id_fkey"; columns: ["custom_field_id"]; isOneToOne: false; referencedRelation: "custom_fields"; referencedColumns: ["custom_field_id"] },
          { foreignKeyName: "form_fkey"; columns: ["form"]; isOneToOne: false; referencedRelation: "request_forms"; referencedColumns: ["form"] },
        ];
      };
      request_forms: {
        Row: {
          audience: string;
          created_at: string;
          department_id: number | null;
          form: string;
          introduction: string | null;
          is_active: boolean;
          organisation_id: number;
          position: number;
          thanks: string | null;
          ticket_type: string;
          title: string;
        };
        Insert: {
          audience?: string | null;
          created_at?: string | null;
          department_id?: number | null;
          form?: string | null;
          introduction?: string | null;
          is_active?: boolean | null;
          organisation_id?: number | null;
          position?: number | null;
          thanks?: string | null;
          ticket_type?: string | null;
          title?: string | null;
        };
        Update: {
          audience?: string | null;
          created_at?: string | null;
          department_id?: number | null;
          form?: string | null;
          introduction?: string | null;
          is_active?: boolean | null;
          organisation_id?: number | null;
          position?: number | null;
          thanks?: string | null;
          ticket_type?: string | null;
          title?: string | null;
        };
        Relationships: [
          { foreignKeyName: "department_id_fkey"; columns: ["department_id"]; isOneToOne: false; referencedRelation: "departments"; referencedColumns: ["department_id"] },
          { foreignKeyName: "organisation_id_fkey"; columns: ["organisation_id"]; isOneToOne: false; referencedRelation: "organisations"; referencedColumns: ["organisation_id"] },
          { foreignKeyName: "ticket_type_fkey"; columns: ["ticket_type"]; isOneToOne: false; referencedRelation: "ticket_types"; referencedColumns: ["ticket_type"] },
        ];
      };
      role_permissions: {
        Row: {
          permission: string;
          role: string;
        };
        Insert: {
          permission?: string | null;
          role?: string | null;
        };
        Update: {
          permission?: string | null;
          role?: string | null;
        };
        Relationships: [
          { foreignKeyName: "permission_fkey"; columns: ["permission"]; isOneToOne: false; referencedRelation: "permissions"; referencedColumns: ["permission"] },
          { foreignKeyName: "role_fkey"; columns: ["role"]; isOneToOne: false; referencedRelation: "desk_roles"; referencedColumns: ["role"] },
        ];
      };
      route_aliases: {
        Row: {
          arguments: Json;
          description: string;
          is_active: boolean;
          is_embeddable: boolean;
          is_shipped: boolean;
          is_single: boolean;
          method: string;
          path: string;
          route_alias_id: number;
          status: number;
          target: string;
        };
        Insert: {
          arguments?: Json | null;
          description?: string | null;
          is_active?: boolean | null;
          is_embeddable?: boolean | null;
          is_shipped?: boolean | null;
          is_single?: boolean | null;
          method?: string | null;
          path?: string | null;
          route_alias_id?: number | null;
          status?: number | null;
          target?: string | null;
        };
        Update: {
          arguments?: Json | null;
          description?: string | null;
          is_active?: boolean | null;
          is_embeddable?: boolean | null;
          is_shipped?: boolean | null;
          is_single?: boolean | null;
          method?: string | null;
          path?: string | null;
          route_alias_id?: number | null;
          status?: number | null;
          target?: string | null;
        };
        Relationships: [
        ];
      };
      rule_actions: {
        Row: {
          action: string;
          choices: string | null;
          description: string;
          rule_kinds: string[];
          value_shape: string | null;
        };
        Insert: {
          action?: string | null;
          choices?: string | null;
          description?: string | null;
          rule_kinds?: string[] | null;
          value_shape?: string | null;
        };
        Update: {
          action?: string | null;
          choices?: string | null;
          description?: string | null;
          rule_kinds?: string[] | null;
          value_shape?: string | null;
        };
        Relationships: [
        ];
      };
      rule_errors: {
        Row: {
          at: string;
          error: string;
          rule_error_id: number;
          rule_id: number;
        };
        Insert: {
          at?: string | null;
          error?: string | null;
          rule_error_id?: number | null;
          rule_id?: number | null;
        };
        Update: {
          at?: string | null;
          error?: string | null;
          rule_error_id?: number | null;
          rule_id?: number | null;
        };
        Relationships: [
          { foreignKeyName: "rule_id_fkey"; columns: ["rule_id"]; isOneToOne: false; referencedRelation: "automations"; referencedColumns: ["rule_id"] },
        ];
      };
      rule_firings: {
        Row: {
          actor_id: number | null;
          can_undo: boolean;
          detail: Json;
          ended_at: string;
          event_id: number | null;
          fired_at: string;
          firing_id: number;
          outcome: string;
          rule_conditions: Json | null;
          rule_id: number;
          rule_kind: string | null;
          rule_name: string | null;
          ticket_id: number;
          undone_at: string | null;
        };
        Insert: {
          actor_id?: number | null;
          can_undo?: boolean | null;
          detail?: Json | null;
          ended_at?: string | null;
          event_id?: number | null;
          fired_at?: string | null;
          firing_id?: number | null;
          outcome?: string | null;
          rule_conditions?: Json | null;
          rule_id?: number | null;
          rule_kind?: string | null;
          rule_name?: string | null;
          ticket_id?: number | null;
          undone_at?: string | null;
        };
        Update: {
          actor_id?: number | null;
          can_undo?: boolean | null;
          detail?: Json | null;
          ended_at?: string | null;
          event_id?: number | null;
          fired_at?: string | null;
          firing_id?: number | null;
          outcome?: string | null;
          rule_conditions?: Json | null;
          rule_id?: number | null;
          rule_kind?: string | null;
          rule_name?: string | null;
          ticket_id?: number | null;
          undone_at?: string | null;
        };
        Relationships: [
          { foreignKeyName: "actor_id_fkey"; columns: ["actor_id"]; isOneToOne: false; referencedRelation: "people"; referencedColumns: ["person_id"] },
          { foreignKeyName: "event_id_fkey"; columns: ["event_id"]; isOneToOne: false; referencedRelation: "events"; referencedColumns: ["event_id"] },
          { foreignKeyName: "rule_id_fkey"; columns: ["rule_id"]; isOneToOne: false; referencedRelation: "automations"; referencedColumns: ["rule_id"] },
          { foreignKeyName: "ticket_id_fkey"; columns: ["ticket_id"]; isOneToOne: false; referencedRelation: "past_tickets"; referencedColumns: ["ticket_id"] },
        ];
      };
      rule_steps: {
        Row: {
          actions: Json | null;
          depth: number;
          due_at: string;
          event_id: number;
          rule_id: number;
          step_id: number;
          ticket_id: number;
        };
        Insert: {
          actions?: Json | null;
          depth?: number | null;
          due_at?: string | null;
          event_id?: number | null;
          rule_id?: number | null;
          step_id?: number | null;
          ticket_id?: number | null;
        };
        Update: {
          actions?: Json | null;
          depth?: number | null;
          due_at?: string | null;
          event_id?: number | null;
          rule_id?: number | null;
          step_id?: number | null;
          ticket_id?: number | null;
        };
        Relationships: [
          { foreignKeyName: "event_id_fkey"; columns: ["event_id"]; isOneToOne: false; referencedRelation: "events"; referencedColumns: ["event_id"] },
          { foreignKeyName: "rule_id_fkey"; columns: ["rule_id"]; isOneToOne: false; referencedRelation: "automations"; referencedColumns: ["rule_id"] },
          { foreignKeyName: "ticket_id_fkey"; columns: ["ticket_id"]; isOneToOne: false; referencedRelation: "past_tickets"; referencedColumns: ["ticket_id"] },
        ];
      };
      saved_views: {
        Row: {
          color: string | null;
          conditions: Json;
          created_at: string;
          department_id: number | null;
          icon: string | null;
          name: string;
          owner_id: number | null;
          position: number;
          shared_with: string;
          slug: string | null;
          sort: string;
          view_id: number;
        };
        Insert: {
          color?: string | null;
          conditions?: Json | null;
          created_at?: string | null;
          department_id?: number | null;
          icon?: string | null;
          name?: string | null;
          owner_id?: number | null;
          position?: number | null;
          shared_with?: string | null;
          slug?: string | null;
          sort?: string | null;
          view_id?: number | null;
        };
        Update: {
          color?: string | null;
          conditions?: Json | null;
          created_at?: string | null;
          department_id?: number | null;
          icon?: string | null;
          name?: string | null;
          owner_id?: number | null;
          position?: number | null;
          shared_with?: string | null;
          slug?: string | null;
          sort?: string | null;
          view_id?: number | null;
        };
        Relationships: [
          { foreignKeyName: "department_id_fkey"; columns: ["department_id"]; isOneToOne: false; referencedRelation: "departments"; referencedColumns: ["department_id"] },
          { foreignKeyName: "owner_id_fkey"; columns: ["owner_id"]; isOneToOne: false; referencedRelation: "agents"; referencedColumns: ["person_id"] },
        ];
      };
      schedule: {
        Row: {
          call: string | null;
          catch_up: string;
          cron: string;
          description: string;
          is_active: boolean;
          name: string;
        };
        Insert: {
          call?: string | null;
          catch_up?: string | null;
          cron?: string | null;
          description?: string | null;
          is_active?: boolean | null;
          name?: string | null;
        };
        Update: {
          call?: string | null;
          catch_up?: string | null;
          cron?: string | null;
          description?: string | null;
          is_active?: boolean | null;
          name?: string | null;
        };
        Relationships: [
        ];
      };
      schedule_runs: {
        Row: {
          duration: string;
          error: string | null;
          name: string;
          result: string | null;
          run_id: number;
          started_at: string;
        };
        Insert: {
          duration?: string | null;
          error?: string | null;
          name?: string | null;
          result?: string | null;
          run_id?: number | null;
          started_at?: string | null;
        };
        Update: {
          duration?: string | null;
          error?: string | null;
          name?: string | null;
          result?: string | null;
          run_id?: number | null;
          started_at?: string | null;
        };
        Relationships: [
          { foreignKeyName: "name_fkey"; columns: ["name"]; isOneToOne: false; referencedRelation: "schedule"; referencedColumns: ["name"] },
        ];
      };
      scheduled_replies: {
        Row: {
          author_id: number;
          body: string;
          created_at: string;
          message_id: number | null;
          reason: string | null;
          scheduled_reply_id: number;
          send_at: string;
          sets_status: string | null;
          state: string;
          ticket_id: number;
        };
        Insert: {
          author_id?: number | null;
          body?: string | null;
          created_at?: string | null;
          message_id?: number | null;
          reason?: string | null;
          scheduled_reply_id?: number | null;
          send_at?: string | null;
          sets_status?: string | null;
          state?: string | null;
          ticket_id?: number | null;
        };
        Update: {
          author_id?: number | null;
          body?: string | null;
          created_at?: string | null;
          message_id?: number | null;
          reason?: string | null;
          scheduled_reply_id?: number | null;
          send_at?: string | null;
          sets_status?: string | null;
          state?: string | null;
          ticket_id?: number | null;
        };
        Relationships: [
          { foreignKeyName: "author_id_fkey"; columns: ["author_id"]; isOneToOne: false; referencedRelation: "agents"; referencedColumns: ["person_id"] },
          { foreignKeyName: "message_id_fkey"; columns: ["message_id"]; isOneToOne: false; referencedRelation: "messages"; referencedColumns: ["message_id"] },
          { foreignKeyName: "sets_status_fkey"; columns: ["sets_status"]; isOneToOne: false; referencedRelation: "statuses"; referencedColumns: ["status"] },
          { foreignKeyName: "ticket_id_fkey"; columns: ["ticket_id"]; isOneToOne: false; referencedRelation: "past_tickets"; referencedColumns: ["ticket_id"] },
        ];
      };
      sessions: {
        Row: {
          client: string;
          expires_at: string;
          network: string;
          person_id: number;
          session_id: number;
          started_at: string;
          used_at: string;
        };
        Insert: {
          client?: string | null;
          expires_at?: string | null;
          network?: string | null;
          person_id?: number | null;
          session_id?: number | null;
          started_at?: string | null;
          used_at?: string | null;
        };
        Update: {
          client?: string | null;
          expires_at?: string | null;
          network?: string | null;
          person_id?: number | null;
          session_id?: number | null;
          started_at?: string | null;
          used_at?: string | null;
        };
        Relationships: [
          { foreignKeyName: "person_id_fkey"; columns: ["person_id"]; isOneToOne: false; referencedRelation: "people"; referencedColumns: ["person_id"] },
        ];
      };
      settings: {
        Row: {
          allowed: Json | null;
          default_value: Json;
          description: string;
          environment_value: Json | null;
          key: string;
          value: Json | null;
          value_in_force: Json;
          value_type: string;
        };
        Insert: {
          allowed?: Json | null;
          default_value?: Json | null;
          description?: string | null;
          environment_value?: Json | null;
          key?: string | null;
          value?: Json | null;
          value_in_force?: Json | null;
          value_type?: string | null;
        };
        Update: {
          allowed?: Json | null;
          default_value?: Json | null;
          description?: string | null;
          environment_value?: Json | null;
          key?: string | null;
          value?: Json | null;
          value_in_force?: Json | null;
          value_type?: string | null;
        };
        Relationships: [
        ];
      };
      side_conversations: {
        Row: {
          channel: string;
          closed_at: string | null;
          created_at: string;
          created_by: number;
          side_conversation_id: number;
          status: string;
          subject: string;
          ticket_id: number;
        };
        Insert: {
          channel?: string | null;
          closed_at?: string | null;
          created_at?: string | null;
          created_by?: number | null;
          side_conversation_id?: number | null;
          status?: string | null;
          subject?: string | null;
          ticket_id?: number | null;
        };
        Update: {
          channel?: string | null;
          closed_at?: string | null;
          created_at?: string | null;
          created_by?: number | null;
          side_conversation_id?: number | null;
          status?: string | null;
          subject?: string | null;
          ticket_id?: number | null;
        };
        Relationships: [
          { foreignKeyName: "created_by_fkey"; columns: ["created_by"]; isOneToOne: false; referencedRelation: "agents"; referencedColumns: ["person_id"] },
          { foreignKeyName: "ticket_id_fkey"; columns: ["ticket_id"]; isOneToOne: false; referencedRelation: "past_tickets"; referencedColumns: ["ticket_id"] },
        ];
      };
      side_messages: {
        Row: {
          author_address: string | null;
          author_id: number | null;
          body: string;
          created_at: string;
          side_conversation_id: number;
          side_message_id: number;
        };
        Insert: {
          author_address?: string | null;
          author_id?: number | null;
          body?: string | null;
          created_at?: string | null;
          side_conversation_id?: number | null;
          side_message_id?: number | null;
        };
        Update: {
          author_address?: string | null;
          author_id?: number | null;
          body?: string | null;
          created_at?: string | null;
          side_conversation_id?: number | null;
          side_message_id?: number | null;
        };
        Relationships: [
          { foreignKeyName: "author_id_fkey"; columns: ["author_id"]; isOneToOne: false; referencedRelation: "agents"; referencedColumns: ["person_id"] },
          { foreignKeyName: "side_conversation_id_fkey"; columns: ["side_conversation_id"]; isOneToOne: false; referencedRelation: "side_conversations"; referencedColumns: ["side_conversation_id"] },
        ];
      };
      side_participants: {
        Row: {
          address: string | null;
          person_id: number | null;
          side_conversation_id: number;
        };
        Insert: {
          address?: string | null;
          person_id?: number | null;
          side_conversation_id?: number | null;
        };
        Update: {
          address?: string | null;
          person_id?: number | null;
          side_conversation_id?: number | null;
        };
        Relationships: [
        ];
      };
      signing_keys: {
        Row: {
          algorithm: string;
          created_at: string;
          is_of_host: boolean;
          key_id: string;
          needed_until: string | null;
          public_jwk: Json;
          retired_at: string | null;
          signs_from: string | null;
          state: string;
        };
        Insert: {
          algorithm?: string | null;
          created_at?: string | null;
          is_of_host?: boolean | null;
          key_id?: string | null;
          needed_until?: string | null;
          public_jwk?: Json | null;
          retired_at?: string | null;
          signs_from?: string | null;
          state?: string | null;
        };
        Update: {
          algorithm?: string | null;
          created_at?: string | null;
          is_of_host?: boolean | null;
          key_id?: string | null;
          needed_until?: string | null;
          public_jwk?: Json | null;
          retired_at?: string | null;
          signs_from?: string | null;
          state?: string | null;
        };
        Relationships: [
        ];
      };
      skills: {
        Row: {
          description: string | null;
          name: string;
          skill_id: number;
        };
        Insert: {
          description?: string | null;
          name?: string | null;
          skill_id?: number | null;
        };
        Update: {
          description?: string | null;
          name?: string | null;
          skill_id?: number | null;
        };
        Relationships: [
        ];
      };
      sla_changes: {
        Row: {
          calendar_id: number | null;
          changed_at: string;
          done_at: string | null;
          moved_at: string | null;
          moved_clocks: number;
          open_clocks: number;
          sla_change_id: number;
          sla_policy_id: number | null;
        };
        Insert: {
          calendar_id?: number | null;
          changed_at?: string | null;
          done_at?: string | null;
          moved_at?: string | null;
          moved_clocks?: number | null;
          open_clocks?: number | null;
          sla_change_id?: number | null;
          sla_policy_id?: number | null;
        };
        Update: {
          calendar_id?: number | null;
          changed_at?: string | null;
          done_at?: string | null;
          moved_at?: string | null;
          moved_clocks?: number | null;
          open_clocks?: number | null;
          sla_change_id?: number | null;
          sla_policy_id?: number | null;
        };
        Relationships: [
          { foreignKeyName: "calendar_id_fkey"; columns: ["calendar_id"]; isOneToOne: false; referencedRelation: "calendars"; referencedColumns: ["calendar_id"] },
          { foreignKeyName: "sla_policy_id_fkey"; columns: ["sla_policy_id"]; isOneToOne: false; referencedRelation: "sla_policies"; referencedColumns: ["sla_policy_id"] },
        ];
      };
      sla_clocks: {
        Row: {
          breached_at: string;
          counted_until_at: string;
          cycle: number;
          due_at: string | null;
          is_breached: boolean;
          metric: string;
          paused_minutes: number;
          started_at: string;
          state: string;
          stopped_at: string | null;
          target_days: number;
          target_minutes: number | null;
          ticket_id: number;
          used_minutes: number;
          warn_at: string | null;
          warned_at: string | null;
        };
        Insert: {
          breached_at?: string | null;
          counted_until_at?: string | null;
          cycle?: number | null;
          due_at?: string | null;
          is_breached?: boolean | null;
          metric?: string | null;
          paused_minutes?: number | null;
          started_at?: string | null;
          state?: string | null;
          stopped_at?: string | null;
          target_days?: number | null;
          target_minutes?: number | null;
          ticket_id?: number | null;
          used_minutes?: number | null;
          warn_at?: string | null;
          warned_at?: string | null;
        };
        Update: {
          breached_at?: string | null;
          counted_until_at?: string | null;
          cycle?: number | null;
          due_at?: string | null;
          is_breached?: boolean | null;
          metric?: string | null;
          paused_minutes?: number | null;
          started_at?: string | null;
          state?: string | null;
          stopped_at?: string | null;
          target_days?: number | null;
          target_minutes?: number | null;
          ticket_id?: number | null;
          used_minutes?: number | null;
          warn_at?: string | null;
          warned_at?: string | null;
        };
        Relationships: [
          { foreignKeyName: "metric_fkey"; columns: ["metric"]; isOneToOne: false; referencedRelation: "sla_metrics"; referencedColumns: ["metric"] },
          { foreignKeyName: "ticket_id_fkey"; columns: ["ticket_id"]; isOneToOne: false; referencedRelation: "past_tickets"; referencedColumns: ["ticket_id"] },
        ];
      };
      sla_metrics: {
        Row: {
          description: string;
          label: string;
          metric: string;
          position: number;
        };
        Insert: {
          description?: string | null;
          label?: string | null;
          metric?: string | null;
          position?: number | null;
        };
        Update: {
          description?: string | null;
          label?: string | null;
          metric?: string | null;
          position?: number | null;
        };
        Relationships: [
        ];
      };
      sla_pauses: {
        Row: {
          metric: string;
          status: string;
        };
        Insert: {
          metric?: string | null;
          status?: string | null;
        };
        Update: {
          metric?: string | null;
          status?: string | null;
        };
        Relationships: [
          { foreignKeyName: "metric_fkey"; columns: ["metric"]; isOneToOne: false; referencedRelation: "sla_metrics"; referencedColumns: ["metric"] },
          { foreignKeyName: "status_fkey"; columns: ["status"]; isOneToOne: false; referencedRelation: "statuses"; referencedColumns: ["status"] },
        ];
      };
      sla_policies: {
        Row: {
          calendar_id: number;
          conditions: Json | null;
          created_at: string;
          description: string | null;
          is_active: boolean;
          is_default: boolean;
          name: string;
          position: number;
          sla_policy_id: number;
        };
        Insert: {
          calendar_id?: number | null;
          conditions?: Json | null;
          created_at?: string | null;
          description?: string | null;
          is_active?: boolean | null;
          is_default?: boolean | null;
          name?: string | null;
          position?: number | null;
          sla_policy_id?: number | null;
        };
        Update: {
          calendar_id?: number | null;
          conditions?: Json | null;
          created_at?: string | null;
          description?: string | null;
          is_active?: boolean | null;
          is_default?: boolean | null;
          name?: string | null;
          position?: number | null;
          sla_policy_id?: number | null;
        };
        Relationships: [
          { foreignKeyName: "calendar_id_fkey"; columns: ["calendar_id"]; isOneToOne: false; referencedRelation: "calendars"; referencedColumns: ["calendar_id"] },
        ];
      };
      sla_targets: {
        Row: {
          metric: string;
          priority: string;
          sla_policy_id: number;
          target_days: number;
          target_minutes: number | null;
        };
        Insert: {
          metric?: string | null;
          priority?: string | null;
          sla_policy_id?: number | null;
          target_days?: number | null;
          target_minutes?: number | null;
        };
        Update: {
          metric?: string | null;
          priority?: string | null;
          sla_policy_id?: number | null;
          target_days?: number | null;
          target_minutes?: number | null;
        };
        Relationships: [
          { foreignKeyName: "metric_fkey"; columns: ["metric"]; isOneToOne: false; referencedRelation: "sla_metrics"; referencedColumns: ["metric"] },
          { foreignKeyName: "priority_fkey"; columns: ["priority"]; isOneToOne: false; referencedRelation: "priorities"; referencedColumns: ["priority"] },
          { foreignKeyName: "sla_policy_id_fkey"; columns: ["sla_policy_id"]; isOneToOne: false; referencedRelation: "sla_policies"; referencedColumns: ["sla_policy_id"] },
        ];
      };
      staff: {
        Row: {
          availability: string;
          desk_role: string | null;
          handle: string;
          is_light: boolean;
          is_online: boolean;
          name: string;
          person_id: number;
          role: string;
        };
        Insert: {
          availability?: string | null;
          desk_role?: string | null;
          handle?: string | null;
          is_light?: boolean | null;
          is_online?: boolean | null;
          name?: string | null;
          person_id?: number | null;
          role?: string | null;
        };
        Update: {
          availability?: string | null;
          desk_role?: string | null;
          handle?: string | null;
          is_light?: boolean | null;
          is_online?: boolean | null;
          name?: string | null;
          person_id?: number | null;
          role?: string | null;
        };
        Relationships: [
          { foreignKeyName: "desk_role_fkey"; columns: ["desk_role"]; isOneToOne: false; referencedRelation: "desk_roles"; referencedColumns: ["role"] },
        ];
      };
      status_transitions: {
        Row: {
          from_status: string;
          required_fields: string[];
          roles: string[];
          to_status: string;
        };
        Insert: {
          from_status?: string | null;
          required_fields?: string[] | null;
          roles?: string[] | null;
          to_status?: string | null;
        };
        Update: {
          from_status?: string | null;
          required_fields?: string[] | null;
          roles?: string[] | null;
          to_status?: string | null;
        };
        Relationships: [
          { foreignKeyName: "from_status_fkey"; columns: ["from_status"]; isOneToOne: false; referencedRelation: "statuses"; referencedColumns: ["status"] },
          { foreignKeyName: "to_status_fkey"; columns: ["to_status"]; isOneToOne: false; referencedRelation: "statuses"; referencedColumns: ["status"] },
        ];
      };
      statuses: {
        Row: {
          category: string;
          color: string;
          description: string;
          is_active: boolean;
          is_default: boolean;
          label: string;
          position: number;
          status: string;
        };
        Insert: {
          category?: string | null;
          color?: string | null;
          description?: string | null;
          is_active?: boolean | null;
          is_default?: boolean | null;
          label?: string | null;
          position?: number | null;
          status?: string | null;
        };
        Update: {
          category?: string | null;
          color?: string | null;
          description?: string | null;
          is_active?: boolean | null;
          is_default?: boolean | null;
          label?: string | null;
          position?: number | null;
          status?: string | null;
        };
        Relationships: [
        ];
      };
      support_addresses: {
        Row: {
          address: string;
          department_id: number | null;
          sender_name: string;
          support_address_id: number;
        };
        Insert: {
          address?: string | null;
          department_id?: number | null;
          sender_name?: string | null;
          support_address_id?: number | null;
        };
        Update: {
          address?: string | null;
          department_id?: number | null;
          sender_name?: string | null;
          support_address_id?: number | null;
        };
        Relationships: [
          { foreignKeyName: "department_id_fkey"; columns: ["department_id"]; isOneToOne: false; referencedRelation: "departments"; referencedColumns: ["department_id"] },
        ];
      };
      tag_skills: {
        Row: {
          min_proficiency: number;
          skill_id: number;
          tag_id: number;
        };
        Insert: {
          min_proficiency?: number | null;
          skill_id?: number | null;
          tag_id?: number | null;
        };
        Update: {
          min_proficiency?: number | null;
          skill_id?: number | null;
          tag_id?: number | null;
        };
        Relationships: [
          { foreignKeyName: "skill_id_fkey"; columns: ["skill_id"]; isOneToOne: false; referencedRelation: "skills"; referencedColumns: ["skill_id"] },
          { foreignKeyName: "tag_id_fkey"; columns: ["tag_id"]; isOneToOne: false; referencedRelation: "tags"; referencedColumns: ["tag_id"] },
        ];
      };
      tags: {
        Row: {
          color: string;
          description: string | null;
          is_active: boolean;
          is_public: boolean;
          name: string;
          tag_id: number;
        };
        Insert: {
          color?: string | null;
          description?: string | null;
          is_active?: boolean | null;
          is_public?: boolean | null;
          name?: string | null;
          tag_id?: number | null;
        };
        Update: {
          color?: string | null;
          description?: string | null;
          is_active?: boolean | null;
          is_public?: boolean | null;
          name?: string | null;
          tag_id?: number | null;
        };
        Relationships: [
        ];
      };
      ticket_custom_choices: {
        Row: {
          custom_field_id: number;
          key: string;
          ticket_id: number;
          value: string;
        };
        Insert: {
          custom_field_id?: number | null;
          key?: string | null;
          ticket_id?: number | null;
          value?: string | null;
        };
        Update: {
          custom_field_id?: number | null;
          key?: string | null;
          ticket_id?: number | null;
          value?: string | null;
        };
        Relationships: [
          { foreignKeyName: "ticket_id_fkey"; columns: ["ticket_id"]; isOneToOne: false; referencedRelation: "ticket_custom_fields"; referencedColumns: ["ticket_id"] },
        ];
      };
      ticket_custom_fields: {
        Row: {
          affected_users: number;
          product_area: string;
          ticket_id: number;
        };
        Insert: {
          affected_users?: number | null;
          product_area?: string | null;
          ticket_id?: number | null;
        };
        Update: {
          affected_users?: number | null;
          product_area?: string | null;
          ticket_id?: number | null;
        };
        Relationships: [
          { foreignKeyName: "ticket_id_fkey"; columns: ["ticket_id"]; isOneToOne: false; referencedRelation: "past_tickets"; referencedColumns: ["ticket_id"] },
        ];
      };
      ticket_followers: {
        Row: {
          created_at: string;
          person_id: number;
          reason: string;
          ticket_id: number;
        };
        Insert: {
          created_at?: string | null;
          person_id?: number | null;
          reason?: string | null;
          ticket_id?: number | null;
        };
        Update: {
          created_at?: string | null;
          person_id?: number | null;
          reason?: string | null;
          ticket_id?: number | null;
        };
        Relationships: [
          { foreignKeyName: "person_id_fkey"; columns: ["person_id"]; isOneToOne: false; referencedRelation: "people"; referencedColumns: ["person_id"] },
          { foreignKeyName: "ticket_id_fkey"; columns: ["ticket_id"]; isOneToOne: false; referencedRelation: "past_tickets"; referencedColumns: ["ticket_id"] },
        ];
      };
      ticket_links: {
        Row: {
          created_at: string;
          created_by: number | null;
          from_id: number;
          kind: string;
          link_id: number;
          to_id: number;
        };
        Insert: {
          created_at?: string | null;
          created_by?: number | null;
          from_id?: number | null;
          kind?: string | null;
          link_id?: number | null;
          to_id?: number | null;
        };
        Update: {
          created_at?: string | null;
          created_by?: number | null;
          from_id?: number | null;
          kind?: string | null;
          link_id?: number | null;
          to_id?: number | null;
        };
        Relationships: [
          { foreignKeyName: "created_by_fkey"; columns: ["created_by"]; isOneToOne: false; referencedRelation: "people"; referencedColumns: ["person_id"] },
          { foreignKeyName: "from_id_fkey"; columns: ["from_id"]; isOneToOne: false; referencedRelation: "past_tickets"; referencedColumns: ["ticket_id"] },
          { foreignKeyName: "to_id_fkey"; columns: ["to_id"]; isOneToOne: false; referencedRelation: "past_tickets"; referencedColumns: ["ticket_id"] },
        ];
      };
      ticket_merges: {
        Row: {
          merge_id: number;
          merged_at: string;
          merged_by: number | null;
          messages: number;
          source_id: number;
          target_id: number;
          undone_at: string | null;
          undone_by: number | null;
        };
        Insert: {
          merge_id?: number | null;
          merged_at?: string | null;
          merged_by?: number | null;
          messages?: number | null;
          source_id?: number | null;
          target_id?: number | null;
          undone_at?: string | null;
          undone_by?: number | null;
        };
        Update: {
          merge_id?: number | null;
          merged_at?: string | null;
          merged_by?: number | null;
          messages?: number | null;
          source_id?: number | null;
          target_id?: number | null;
          undone_at?: string | null;
          undone_by?: number | null;
        };
        Relationships: [
          { foreignKeyName: "merged_by_fkey"; columns: ["merged_by"]; isOneToOne: false; referencedRelation: "people"; referencedColumns: ["person_id"] },
          { foreignKeyName: "source_id_fkey"; columns: ["source_id"]; isOneToOne: false; referencedRelation: "past_tickets"; referencedColumns: ["ticket_id"] },
          { foreignKeyName: "target_id_fkey"; columns: ["target_id"]; isOneToOne: false; referencedRelation: "past_tickets"; referencedColumns: ["ticket_id"] },
          { foreignKeyName: "undone_by_fkey"; columns: ["undone_by"]; isOneToOne: false; referencedRelation: "people"; referencedColumns: ["person_id"] },
        ];
      };
      ticket_participants: {
        Row: {
          added_by: number | null;
          created_at: string;
          name: string;
          person_id: number;
          ticket_id: number;
        };
        Insert: {
          added_by?: number | null;
          created_at?: string | null;
          name?: string | null;
          person_id?: number | null;
          ticket_id?: number | null;
        };
        Update: {
          added_by?: number | null;
          created_at?: string | null;
          name?: string | null;
          person_id?: number | null;
          ticket_id?: number | null;
        };
        Relationships: [
          { foreignKeyName: "added_by_fkey"; columns: ["added_by"]; isOneToOne: false; referencedRelation: "people"; referencedColumns: ["person_id"] },
          { foreignKeyName: "person_id_fkey"; columns: ["person_id"]; isOneToOne: false; referencedRelation: "people"; referencedColumns: ["person_id"] },
          { foreignKeyName: "ticket_id_fkey"; columns: ["ticket_id"]; isOneToOne: false; referencedRelation: "past_tickets"; referencedColumns: ["ticket_id"] },
        ];
      };
      ticket_presence: {
        Row: {
          is_replying: boolean;
          name: string;
          person_id: number;
          seen_at: string;
          ticket_id: number;
        };
        Insert: {
          is_replying?: boolean | null;
          name?: string | null;
          person_id?: number | null;
          seen_at?: string | null;
          ticket_id?: number | null;
        };
        Update: {
          is_replying?: boolean | null;
          name?: string | null;
          person_id?: number | null;
          seen_at?: string | null;
          ticket_id?: number | null;
        };
        Relationships: [
          { foreignKeyName: "person_id_fkey"; columns: ["person_id"]; isOneToOne: false; referencedRelation: "agents"; referencedColumns: ["person_id"] },
          { foreignKeyName: "ticket_id_fkey"; columns: ["ticket_id"]; isOneToOne: false; referencedRelation: "past_tickets"; referencedColumns: ["ticket_id"] },
        ];
      };
      ticket_tags: {
        Row: {
          tag_id: number;
          ticket_id: number;
        };
        Insert: {
          tag_id?: number | null;
          ticket_id?: number | null;
        };
        Update: {
          tag_id?: number | null;
          ticket_id?: number | null;
        };
        Relationships: [
          { foreignKeyName: "tag_id_fkey"; columns: ["tag_id"]; isOneToOne: false; referencedRelation: "tags"; referencedColumns: ["tag_id"] },
          { foreignKeyName: "ticket_id_fkey"; columns: ["ticket_id"]; isOneToOne: false; referencedRelation: "past_tickets"; referencedColumns: ["ticket_id"] },
        ];
      };
      ticket_times: {
        Row: {
          billable_minutes: number;
          entries: number;
          minutes: number;
          ticket_id: number;
        };
        Insert: {
          billable_minutes?: number | null;
          entries?: number | null;
          minutes?: number | null;
          ticket_id?: number | null;
        };
        Update: {
          billable_minutes?: number | null;
          entries?: number | null;
          minutes?: number | null;
          ticket_id?: number | null;
        };
        Relationships: [
          { foreignKeyName: "ticket_id_fkey"; columns: ["ticket_id"]; isOneToOne: false; referencedRelation: "past_tickets"; referencedColumns: ["ticket_id"] },
        ];
      };
      ticket_types: {
        Row: {
          label: string;
          ticket_type: string;
        };
        Insert: {
          label?: string | null;
          ticket_type?: string | null;
        };
        Update: {
          label?: string | null;
          ticket_type?: string | null;
        };
        Relationships: [
        ];
      };
      tickets: {
        Row: {
          assignee_id: number | null;
          assignee_name: string | null;
          channel: string;
          closed_at: string | null;
          created_at: string;
          department_id: number | null;
          description: string;
          due_at: string | null;
          first_response_at: string | null;
          has_alert: boolean;
          has_mention: boolean;
          is_followed: boolean;
          is_spam: boolean;
          is_unverified: boolean;
          language: string;
          last_message_at: string | null;
          merged_into_id: number | null;
          next_due_at: string | null;
          organisation_id: number | null;
          priority: string;
          priority_rank: number;
          reference: string;
          reopened_at: string | null;
          requester_id: number;
          requester_name: string;
          resolved_at: string | null;
          sla_state: string | null;
          snoozed_until: string | null;
          status: string;
          status_category: string;
          subject: string;
          tags: string[];
          ticket_id: number;
          ticket_type: string;
          updated_at: string;
          version: number;
        };
        Insert: {
          assignee_id?: number | null;
          assignee_name?: string | null;
          channel?: string | null;
          closed_at?: string | null;
          created_at?: string | null;
          department_id?: number | null;
          description?: string | null;
          due_at?: string | null;
          first_response_at?: string | null;
          has_alert?: boolean | null;
          has_mention?: boolean | null;
          is_followed?: boolean | null;
          is_spam?: boolean | null;
          is_unverified?: boolean | null;
          language?: string | null;
          last_message_at?: string | null;
          merged_into_id?: number | null;
          next_due_at?: string | null;
          organisation_id?: number | null;
          priority?: string | null;
          priority_rank?: number | null;
          reference?: string | null;
          reopened_at?: string | null;
          requester_id?: number | null;
          requester_name?: string | null;
          resolved_at?: string | null;
          sla_state?: string | null;
          snoozed_until?: string | null;
          status?: string | null;
          status_category?: string | null;
          subject?: string | null;
          tags?: string[] | null;
          ticket_id?: number | null;
          ticket_type?: string | null;
          updated_at?: string | null;
          version?: number | null;
        };
        Update: {
          assignee_id?: number | null;
          assignee_name?: string | null;
          channel?: string | null;
          closed_at?: string | null;
          created_at?: string | null;
          department_id?: number | null;
          description?: string | null;
          due_at?: string | null;
          first_response_at?: string | null;
          has_alert?: boolean | null;
          has_mention?: boolean | null;
          is_followed?: boolean | null;
          is_spam?: boolean | null;
          is_unverified?: boolean | null;
          language?: string | null;
          last_message_at?: string | null;
          merged_into_id?: number | null;
          next_due_at?: string | null;
          organisation_id?: number | null;
          priority?: string | null;
          priority_rank?: number | null;
          reference?: string | null;
          reopened_at?: string | null;
          requester_id?: number | null;
          requester_name?: string | null;
          resolved_at?: string | null;
          sla_state?: string | null;
          snoozed_until?: string | null;
          status?: string | null;
          status_category?: string | null;
          subject?: string | null;
          tags?: string[] | null;
          ticket_id?: number | null;
          ticket_type?: string | null;
          updated_at?: string | null;
          version?: number | null;
        };
        Relationships: [
          { foreignKeyName: "assignee_id_fkey"; columns: ["assignee_id"]; isOneToOne: false; referencedRelation: "agents"; referencedColumns: ["person_id"] },
          { foreignKeyName: "channel_fkey"; columns: ["channel"]; isOneToOne: false; referencedRelation: "channels"; referencedColumns: ["channel"] },
          { foreignKeyName: "department_id_fkey"; columns: ["department_id"]; isOneToOne: false; referencedRelation: "departments"; referencedColumns: ["department_id"] },
          { foreignKeyName: "merged_into_id_fkey"; columns: ["merged_into_id"]; isOneToOne: false; referencedRelation: "past_tickets"; referencedColumns: ["ticket_id"] },
          { foreignKeyName: "organisation_id_fkey"; columns: ["organisation_id"]; isOneToOne: false; referencedRelation: "organisations"; referencedColumns: ["organisation_id"] },
          { foreignKeyName: "requester_id_fkey"; columns: ["requester_id"]; isOneToOne: false; referencedRelation: "people"; referencedColumns: ["person_id"] },
          { foreignKeyName: "ticket_type_fkey"; columns: ["ticket_type"]; isOneToOne: false; referencedRelation: "ticket_types"; referencedColumns: ["ticket_type"] },
        ];
      };
      time_entries: {
        Row: {
          created_at: string;
          is_billable: boolean;
          minutes: number;
          note: string | null;
          person_id: number;
          ticket_id: number;
          time_entry_id: number;
          worked_on: string;
        };
        Insert: {
          created_at?: string | null;
          is_billable?: boolean | null;
          minutes?: number | null;
          note?: string | null;
          person_id?: number | null;
          ticket_id?: number | null;
          time_entry_id?: number | null;
          worked_on?: string | null;
        };
        Update: {
          created_at?: string | null;
          is_billable?: boolean | null;
          minutes?: number | null;
          note?: string | null;
          person_id?: number | null;
          ticket_id?: number | null;
          time_entry_id?: number | null;
          worked_on?: string | null;
        };
        Relationships: [
          { foreignKeyName: "person_id_fkey"; columns: ["person_id"]; isOneToOne: false; referencedRelation: "agents"; referencedColumns: ["person_id"] },
          { foreignKeyName: "ticket_id_fkey"; columns: ["ticket_id"]; isOneToOne: false; referencedRelation: "past_tickets"; referencedColumns: ["ticket_id"] },
        ];
      };
      timeline: {
        Row: {
          actor_id: number | null;
          actor_name: string | null;
          at: string;
          body: string | null;
          deleted_at: string | null;
          edited_at: string | null;
          event_id: number | null;
          kind: string;
          message_id: number | null;
          payload: Json | null;
          ticket_id: number;
        };
        Insert: {
          actor_id?: number | null;
          actor_name?: string | null;
          at?: string | null;
          body?: string | null;
          deleted_at?: string | null;
          edited_at?: string | null;
          event_id?: number | null;
          kind?: string | null;
          message_id?: number | null;
          payload?: Json | null;
          ticket_id?: number | null;
        };
        Update: {
          actor_id?: number | null;
          actor_name?: string | null;
          at?: string | null;
          body?: string | null;
          deleted_at?: string | null;
          edited_at?: string | null;
          event_id?: number | null;
          kind?: string | null;
          message_id?: number | null;
          payload?: Json | null;
          ticket_id?: number | null;
        };
        Relationships: [
        ];
      };
      timers: {
        Row: {
          started_at: string;
          ticket_id: number;
        };
        Insert: {
          started_at?: string | null;
          ticket_id?: number | null;
        };
        Update: {
          started_at?: string | null;
          ticket_id?: number | null;
        };
        Relationships: [
          { foreignKeyName: "ticket_id_fkey"; columns: ["ticket_id"]; isOneToOne: false; referencedRelation: "past_tickets"; referencedColumns: ["ticket_id"] },
        ];
      };
      trusted_senders: {
        Row: {
          created_at: string;
          sender: string;
          trusted_by: number | null;
        };
        Insert: {
          created_at?: string | null;
          sender?: string | null;
          trusted_by?: number | null;
        };
        Update: {
          created_at?: string | null;
          sender?: string | null;
          trusted_by?: number | null;
        };
        Relationships: [
          { foreignKeyName: "trusted_by_fkey"; columns: ["trusted_by"]; isOneToOne: false; referencedRelation: "people"; referencedColumns: ["person_id"] },
        ];
      };
      unroutable_tickets: {
        Row: {
          department_id: number;
          detail: string | null;
          reason: string | null;
          ticket_id: number;
          tried_at: string | null;
          waiting_since_at: string;
        };
        Insert: {
          department_id?: number | null;
          detail?: string | null;
          reason?: string | null;
          ticket_id?: number | null;
          tried_at?: string | null;
          waiting_since_at?: string | null;
        };
        Update: {
          department_id?: number | null;
          detail?: string | null;
          reason?: string | null;
          ticket_id?: number | null;
          tried_at?: string | null;
          waiting_since_at?: string | null;
        };
        Relationships: [
          { foreignKeyName: "department_id_fkey"; columns: ["department_id"]; isOneToOne: false; referencedRelation: "departments"; referencedColumns: ["department_id"] },
          { foreignKeyName: "ticket_id_fkey"; columns: ["ticket_id"]; isOneToOne: false; referencedRelation: "past_tickets"; referencedColumns: ["ticket_id"] },
        ];
      };
      webhook_deliveries: {
        Row: {
          answer_body: string | null;
          answer_headers: Json | null;
          answered_within: string | null;
          attempts: number;
          created_at: string;
          delivered_at: string | null;
          delivery_id: string;
          event_id: number | null;
          kind: string;
          last_error: string | null;
          last_status: number | null;
          next_at: string | null;
          payload: Json;
          sequence: number;
          state: string;
          ticket_id: number | null;
          webhook_id: number;
        };
        Insert: {
          answer_body?: string | null;
          answer_headers?: Json | null;
          answered_within?: string | null;
          attempts?: number | null;
          created_at?: string | null;
          delivered_at?: string | null;
          delivery_id?: string | null;
          event_id?: number | null;
          kind?: string | null;
          last_error?: string | null;
          last_status?: number | null;
          next_at?: string | null;
          payload?: Json | null;
          sequence?: number | null;
          state?: string | null;
          ticket_id?: number | null;
          webhook_id?: number | null;
        };
        Update: {
          answer_body?: string | null;
          answer_headers?: Json | null;
          answered_within?: string | null;
          attempts?: number | null;
          created_at?: string | null;
          delivered_at?: string | null;
          delivery_id?: string | null;
          event_id?: number | null;
          kind?: string | null;
          last_error?: string | null;
          last_status?: number | null;
          next_at?: string | null;
          payload?: Json | null;
          sequence?: number | null;
          state?: string | null;
          ticket_id?: number | null;
          webhook_id?: number | null;
        };
        Relationships: [
          { foreignKeyName: "event_id_fkey"; columns: ["event_id"]; isOneToOne: false; referencedRelation: "events"; referencedColumns: ["event_id"] },
          { foreignKeyName: "ticket_id_fkey"; columns: ["ticket_id"]; isOneToOne: false; referencedRelation: "past_tickets"; referencedColumns: ["ticket_id"] },
          { foreignKeyName: "webhook_id_fkey"; columns: ["webhook_id"]; isOneToOne: false; referencedRelation: "webhooks"; referencedColumns: ["webhook_id"] },
        ];
      };
      webhooks: {
        Row: {
          circuit: string;
          conditions: Json;
          created_at: string;
          events: string[];
          failures: number;
          is_active: boolean;
          name: string;
          next_try_at: string | null;
          off_because: string | null;
          old_secret_ends_at: string | null;
          secret_made_at: string | null;
          updated_at: string;
          url: string;
          webhook_id: number;
        };
        Insert: {
          circuit?: string | null;
          conditions?: Json | null;
          created_at?: string | null;
          events?: string[] | null;
          failures?: number | null;
          is_active?: boolean | null;
          name?: string | null;
          next_try_at?: string | null;
          off_because?: string | null;
          old_secret_ends_at?: string | null;
          secret_made_at?: string | null;
          updated_at?: string | null;
          url?: string | null;
          webhook_id?: number | null;
        };
        Update: {
          circuit?: string | null;
          conditions?: Json | null;
          created_at?: string | null;
          events?: string[] | null;
          failures?: number | null;
          is_active?: boolean | null;
          name?: string | null;
          next_try_at?: string | null;
          off_because?: string | null;
          old_secret_ends_at?: string | null;
          secret_made_at?: string | null;
          updated_at?: string | null;
          url?: string | null;
          webhook_id?: number | null;
        };
        Relationships: [
        ];
      };
      widget_origins: {
        Row: {
          created_at: string;
          has_portal: boolean;
          note: string | null;
          origin: string;
        };
        Insert: {
          created_at?: string | null;
          note?: string | null;
          origin?: string | null;
        };
        Update: {
          created_at?: string | null;
          note?: string | null;
          origin?: string | null;
        };
        Relationships: [
        ];
      };
      workflows: {
        Row: {
          actions: Json;
          conditions: Json;
          created_at: string;
          description: string | null;
          failures: number;
          is_active: boolean;
          is_manual: boolean;
          kind: string;
          name: string;
          position: number;
          rule_id: number;
          trigger_kind: string | null;
          updated_at: string;
        };
        Insert: {
          actions?: Json | null;
          conditions?: Json | null;
          created_at?: string | null;
          description?: string | null;
          failures?: number | null;
          is_active?: boolean | null;
          is_manual?: boolean | null;
          kind?: string | null;
          name?: string | null;
          position?: number | null;
          rule_id?: number | null;
          trigger_kind?: string | null;
          updated_at?: string | null;
        };
        Update: {
          actions?: Json | null;
          conditions?: Json | null;
          created_at?: string | null;
          description?: string | null;
          failures?: number | null;
          is_active?: boolean | null;
          is_manual?: boolean | null;
          kind?: string | null;
          name?: string | null;
          position?: number | null;
          rule_id?: number | null;
          trigger_kind?: string | null;
          updated_at?: string | null;
        };
        Relationships: [
          { foreignKeyName: "trigger_kind_fkey"; columns: ["trigger_kind"]; isOneToOne: false; referencedRelation: "event_kinds"; referencedColumns: ["kind"] },
        ];
      };
    };
    Functions: {
      add_checklists: {
        Args: {
          checklists: string[];
          ticket_id: number;
        };
        Returns: Database["api"]["Views"]["checklist_items"]["Row"][];
      };
      add_custom_field: {
        Args: {
          conditions?: Json | null;
          customer_access?: string | null;
          description?: string | null;
          field_type: string;
          is_filterable?: boolean | null;
          is_required_on_create?: boolean | null;
          is_required_on_resolve?: boolean | null;
          key: string;
          label: string;
          max_value?: number | null;
          min_value?: number | null;
          object: string;
          options?: Json | null;
          pattern?: string | null;
          position?: number | null;
        };
        Returns: Database["api"]["Views"]["custom_fields"]["Row"];
      };
      add_custom_object: {
        Args: {
          description?: string | null;
          is_visible_to_customers?: boolean | null;
          label: string;
          object: string;
        };
        Returns: Database["api"]["Views"]["custom_objects"]["Row"];
      };
      add_import_rows: {
        Args: {
          import_id: number;
          rows: Json;
        };
        Returns: Database["api"]["Views"]["imports"]["Row"];
      };
      add_note: {
        Args: {
          body: string;
          idempotency_key?: string | null;
          is_pinned?: boolean | null;
          ticket_id: number;
          uploads?: string[] | null;
        };
        Returns: Database["api"]["Views"]["messages"]["Row"];
      };
      add_participant: {
        Args: {
          email?: string | null;
          name?: string | null;
          person_id?: number | null;
          ticket_id: number;
        };
        Returns: Database["api"]["Views"]["ticket_participants"]["Row"][];
      };
      add_person: {
        Args: {
          email?: string | null;
          idempotency_key?: string | null;
          language?: string | null;
          name: string;
          organisation_id?: number | null;
          phone?: string | null;
          role?: string | null;
          time_zone?: string | null;
        };
        Returns: Database["api"]["Views"]["people"]["Row"];
      };
      add_person_note: {
        Args: {
          body: string;
          idempotency_key?: string | null;
          person_id: number;
        };
        Returns: Database["api"]["Views"]["person_notes"]["Row"];
      };
      add_side_participant: {
        Args: {
          address?: string | null;
          person_id?: number | null;
          side_conversation_id: number;
        };
        Returns: Database["api"]["Views"]["side_participants"]["Row"];
      };
      add_tags: {
        Args: {
          tags: string[];
          ticket_id: number;
          version?: number | null;
        };
        Returns: Database["api"]["Views"]["tickets"]["Row"];
      };
      address_mention: {
        Args: {
          mention_id: number;
        };
        Returns: Database["api"]["Views"]["mentions"]["Row"];
      };
      agent_dashboard: {
        Args: {
          days?: number | null;
        };
        Returns: Json;
      };
      allowed_actions: {
        Args: {
          ticket_id: number;
        };
        Returns: Json;
      };
      apply_macro: {
        Args: {
          idempotency_key?: string | null;
          rule_id: number;
          ticket_id: number;
          version?: number | null;
        };
        Returns: Database["api"]["Views"]["rule_firings"]["Row"];
      };
      article_addresses: {
        Args: Record<PropertyKey, never>;
        Returns: Json;
      };
      ask_approval: {
        Args: {
          department_ids?: number[] | null;
          due_at?: string | null;
          idempotency_key?: string | null;
          is_required?: boolean | null;
          needed?: number | null;
          person_ids?: number[] | null;
          question: string;
          remind_at?: string | null;
          state_when_due?: string | null;
          ticket_id: number;
        };
        Returns: Database["api"]["Views"]["approvals"]["Row"];
      };
      assign_ticket: {
        Args: {
          assignee_id: number;
          ticket_id: number;
          version?: number | null;
        };
        Returns: Database["api"]["Views"]["tickets"]["Row"];
      };
      attach_to_article: {
        Args: {
          article_id: number;
          uploads: string[];
        };
        Returns: Database["api"]["Views"]["attachments"]["Row"][];
      };
      begin_mail_authorization: {
        Args: {
          account: string;
          state_hash: string;
        };
        Returns: Json;
      };
      begin_session: {
        Args: Record<PropertyKey, never>;
        Returns: Json;
      };
      begin_upload: {
        Args: {
          filename: string;
          size_bytes?: number | null;
        };
        Returns: Json;
      };
      block_sender: {
        Args: {
          reason?: string | null;
          sender: string;
        };
        Returns: Database["api"]["Views"]["blocked_senders"]["Row"];
      };
      branding: {
        Args: Record<PropertyKey, never>;
        Returns: Json;
      };
      change_custom_field: {
        Args: {
          changes: Json;
          custom_field_id: number;
        };
        Returns: Database["api"]["Views"]["custom_fields"]["Row"];
      };
      change_custom_object: {
        Args: {
          description?: string | null;
          is_active?: boolean | null;
          is_visible_to_customers?: boolean | null;
          label?: string | null;
          object: string;
        };
        Returns: Database["api"]["Views"]["custom_objects"]["Row"];
      };
      change_requester: {
        Args: {
          requester_email?: string | null;
          requester_id?: number | null;
          requester_name?: string | null;
          ticket_id: number;
          version?: number | null;
        };
        Returns: Database["api"]["Views"]["tickets"]["Row"];
      };
      change_tickets: {
        Args: {
          actions: Json;
          conditions?: Json | null;
          slug?: string | null;
          ticket_ids?: number[] | null;
          view_id?: number | null;
        };
        Returns: Json;
      };
      check_import: {
        Args: {
          import_id: number;
        };
        Returns: Database["api"]["Views"]["imports"]["Row"];
      };
      check_mail_adapter: {
        Args: {
          adapter: string;
        };
        Returns: Json;
      };
      claim_ticket: {
        Args: {
          ticket_id: number;
          version?: number | null;
        };
        Returns: Database["api"]["Views"]["tickets"]["Row"];
      };
      close_side_conversation: {
        Args: {
          side_conversation_id: number;
        };
        Returns: Database["api"]["Views"]["side_conversations"]["Row"];
      };
      close_ticket: {
        Args: {
          ticket_id: number;
          version?: number | null;
        };
        Returns: Database["api"]["Views"]["tickets"]["Row"];
      };
      confirm_erasure: {
        Args: {
          removal_id: number;
        };
        Returns: Database["api"]["Views"]["removals"]["Row"];
      };
      count_unread: {
        Args: Record<PropertyKey, never>;
        Returns: Json;
      };
      count_view: {
        Args: {
          slug?: string | null;
          view_id?: number | null;
        };
        Returns: Json;
      };
      count_views: {
        Args: Record<PropertyKey, never>;
        Returns: Json;
      };
      create_api_token: {
        Args: {
          abilities: string[];
          expires_at?: string | null;
          name: string;
          token_hash: string;
        };
        Returns: Database["api"]["Views"]["api_tokens"]["Row"];
      };
      create_import: {
        Args: {
          adapter?: string | null;
          source: string;
        };
        Returns: Database["api"]["Views"]["imports"]["Row"];
      };
      create_ticket: {
        Args: {
          assignee_id?: number | null;
          challenge?: string | null;
          channel?: string | null;
          custom_fields?: Json | null;
          department_id?: number | null;
          description?: string | null;
          due_at?: string | null;
          form?: string | null;
          idempotency_key?: string | null;
          language?: string | null;
          priority?: string | null;
          requester_email?: string | null;
          requester_id?: number | null;
          requester_name?: string | null;
          status?: string | null;
          subject?: string | null;
          tags?: string[] | null;
          ticket_type?: string | null;
          uploads?: string[] | null;
          website?: string | null;
        };
        Returns: Database["api"]["Views"]["tickets"]["Row"];
      };
      decide_approval: {
        Args: {
          approval_id: number;
          comment?: string | null;
          is_approved: boolean;
        };
        Returns: Database["api"]["Views"]["approvals"]["Row"];
      };
      delegate_approval: {
        Args: {
          approval_id: number;
          comment?: string | null;
          email?: string | null;
          person_id?: number | null;
        };
        Returns: Database["api"]["Views"]["approvals"]["Row"];
      };
      delete_message: {
        Args: {
          message_id: number;
        };
        Returns: Json;
      };
      delete_ticket: {
        Args: {
          ticket_id: number;
          version?: number | null;
        };
        Returns: Json;
      };
      desk_report: {
        Args: {
          days?: number | null;
        };
        Returns: Json;
      };
      discard_jobs: {
        Args: {
          actor?: string | null;
          job_ids?: string[] | null;
        };
        Returns: Json;
      };
      draft_test_mail: {
        Args: {
          base_url?: string | null;
          body?: string | null;
          kind: string;
          language?: string | null;
          subject?: string | null;
          ticket_id?: number | null;
        };
        Returns: Json;
      };
      end_impersonation: {
        Args: {
          session_id: number;
        };
        Returns: Database["api"]["Views"]["impersonations"]["Row"];
      };
      end_sessions: {
        Args: {
          person_id: number;
        };
        Returns: Json;
      };
      enter: {
        Args: Record<PropertyKey, never>;
        Returns: Database["api"]["Views"]["people"]["Row"][];
      };
      escalate_ticket: {
        Args: {
          idempotency_key?: string | null;
          message: string;
          staff_ids: number[];
          ticket_id: number;
        };
        Returns: Database["api"]["Views"]["escalations"]["Row"];
      };
      excerpts: {
        Args: {
          query: string;
          ticket_ids: number[];
        };
        Returns: Json;
      };
      explain_routing: {
        Args: {
          ticket_id: number;
        };
        Returns: Json;
      };
      explain_sla: {
        Args: {
          as_of?: string | null;
          ticket_id: number;
        };
        Returns: Json;
      };
      export_person: {
        Args: {
          after_ticket_id?: number | null;
          person_id?: number | null;
        };
        Returns: Json;
      };
      find_article: {
        Args: {
          article_id?: number | null;
          language?: string | null;
          slug?: string | null;
        };
        Returns: Json;
      };
      find_people: {
        Args: {
          max_results?: number | null;
          words: string;
        };
        Returns: Json;
      };
      follow_ticket: {
        Args: {
          is_following?: boolean | null;
          ticket_id: number;
        };
        Returns: Database["api"]["Views"]["tickets"]["Row"];
      };
      heartbeat: {
        Args: {
          availability?: string | null;
        };
        Returns: Json;
      };
      impersonate: {
        Args: {
          person_id: number;
          reason: string;
        };
        Returns: Database["api"]["Views"]["impersonations"]["Row"];
      };
      import_holidays: {
        Args: {
          calendar_id: number;
          content: string;
          format: string;
        };
        Returns: Json;
      };
      import_report: {
        Args: {
          import_id: number;
        };
        Returns: Json;
      };
      keep_address: {
        Args: {
          email: string;
          with_bulk?: boolean | null;
        };
        Returns: Database["api"]["Views"]["mail_addresses"]["Row"];
      };
      keep_dkim_key: {
        Args: {
          domain: string;
          private_key: string;
          public_key: string;
          selector: string;
        };
        Returns: Database["api"]["Views"]["dkim_keys"]["Row"][];
      };
      keep_webhook_secret: {
        Args: {
          is_inbound?: boolean | null;
          overlap_hours?: number | null;
          secret: string;
          webhook_id: number;
          webhook_secret_id: string;
        };
        Returns: Json;
      };
      lift_legal_hold: {
        Args: {
          legal_hold_id: number;
        };
        Returns: Database["api"]["Views"]["legal_holds"]["Row"];
      };
      link_record: {
        Args: {
          object: string;
          organisation_id?: number | null;
          person_id?: number | null;
          record_id: number;
          ticket_id?: number | null;
        };
        Returns: Json;
      };
      link_tickets: {
        Args: {
          from_id: number;
          idempotency_key?: string | null;
          kind?: string | null;
          to_id: number;
        };
        Returns: Database["api"]["Views"]["ticket_links"]["Row"];
      };
      list_tickets: {
        Args: {
          after?: Json | null;
          conditions?: Json | null;
          max_results?: number | null;
          query?: string | null;
          slug?: string | null;
          sort?: string | null;
          ticket_ids?: number[] | null;
          view_id?: number | null;
        };
        Returns: Json;
      };
      log_time: {
        Args: {
          idempotency_key?: string | null;
          is_billable?: boolean | null;
          minutes: number;
          note?: string | null;
          ticket_id: number;
          worked_on?: string | null;
        };
        Returns: Database["api"]["Views"]["time_entries"]["Row"];
      };
      mail_report: {
        Args: {
          report_schedule_id: number;
        };
        Returns: Database["api"]["Views"]["report_runs"]["Row"];
      };
      make_recovery_codes: {
        Args: Record<PropertyKey, never>;
        Returns: Json;
      };
      map_import: {
        Args: {
          import_id: number;
        };
        Returns: Database["api"]["Views"]["imports"]["Row"];
      };
      mark_notifications: {
        Args: {
          is_read?: boolean | null;
          notification_ids?: number[] | null;
        };
        Returns: Json;
      };
      mark_spam: {
        Args: {
          block_sender?: boolean | null;
          ticket_id: number;
          version?: number | null;
        };
        Returns: Database["api"]["Views"]["tickets"]["Row"];
      };
      me: {
        Args: Record<PropertyKey, never>;
        Returns: Database["api"]["Views"]["people"]["Row"][];
      };
      mend_import_problem: {
        Args: {
          data?: Json | null;
          import_problem_id: number;
        };
        Returns: Database["api"]["Views"]["imports"]["Row"];
      };
      merge_people: {
        Args: {
          source_id: number;
          target_id: number;
        };
        Returns: Database["api"]["Views"]["people"]["Row"];
      };
      merge_tickets: {
        Args: {
          idempotency_key?: string | null;
          into_id: number;
          ticket_ids: number[];
        };
        Returns: Database["api"]["Views"]["tickets"]["Row"];
      };
      my_account: {
        Args: Record<PropertyKey, never>;
        Returns: Json;
      };
      my_permissions: {
        Args: Record<PropertyKey, never>;
        Returns: Json;
      };
      new_challenge: {
        Args: Record<PropertyKey, never>;
        Returns: Json;
      };
      next_ticket: {
        Args: {
          claim?: boolean | null;
          skip?: number[] | null;
        };
        Returns: Database["api"]["Views"]["tickets"]["Row"][];
      };
      offered_forms: {
        Args: Record<PropertyKey, never>;
        Returns: Json;
      };
      open_file: {
        Args: {
          attachment_id: number;
        };
        Returns: Database["api"]["Views"]["attachments"]["Row"][];
      };
      open_live: {
        Args: {
          after?: string | null;
        };
        Returns: Json;
      };
      open_reports: {
        Args: Record<PropertyKey, never>;
        Returns: Json;
      };
      pause_import: {
        Args: {
          import_id: number;
        };
        Returns: Database["api"]["Views"]["imports"]["Row"];
      };
      pin_message: {
        Args: {
          is_pinned?: boolean | null;
          message_id: number;
          ticket_id?: number | null;
        };
        Returns: Database["api"]["Views"]["messages"]["Row"];
      };
      place_legal_hold: {
        Args: {
          organisation_id?: number | null;
          person_id?: number | null;
          reason: string;
          ticket_id?: number | null;
        };
        Returns: Database["api"]["Views"]["legal_holds"]["Row"];
      };
      preview_calendar_change: {
        Args: {
          calendar_id: number;
          holidays?: Json | null;
          hours?: Json | null;
          time_zone?: string | null;
        };
        Returns: Json;
      };
      preview_delivery: {
        Args: {
          event_id: number;
          webhook_id: number;
        };
        Returns: Json;
      };
      preview_replies: {
        Args: {
          body: string;
          status?: string | null;
          ticket_ids: number[];
        };
        Returns: Json;
      };
      preview_rule: {
        Args: {
          as_of?: string | null;
          conditions: Json;
          event_id?: number | null;
          kind?: string | null;
          ticket_id?: number | null;
        };
        Returns: Json;
      };
      preview_sla_policy_change: {
        Args: {
          draft: Json;
        };
        Returns: Json;
      };
      preview_sla_rematch: {
        Args: {
          slug?: string | null;
          ticket_ids?: number[] | null;
          view_id?: number | null;
        };
        Returns: Json;
      };
      publish_article: {
        Args: {
          article_id: number;
          article_version_id?: number | null;
          language?: string | null;
          publish_at?: string | null;
        };
        Returns: Database["api"]["Views"]["article_versions"]["Row"];
      };
      rate_article: {
        Args: {
          article_id: number;
          comment?: string | null;
          is_helpful: boolean;
          language?: string | null;
          reader?: string | null;
        };
        Returns: Json;
      };
      reassign_open_tickets: {
        Args: {
          agent_id: number;
          to_agent_id?: number | null;
          to_department_id?: number | null;
          to_nobody?: boolean | null;
        };
        Returns: Json;
      };
      redact_file: {
        Args: {
          attachment_id: number;
          is_confirmed?: boolean | null;
          reason: string;
        };
        Returns: Database["api"]["Views"]["removals"]["Row"];
      };
      redact_message: {
        Args: {
          is_confirmed?: boolean | null;
          message_id: number;
          reason: string;
          text: string;
        };
        Returns: Database["api"]["Views"]["removals"]["Row"];
      };
      related_articles: {
        Args: {
          article_id: number;
          language?: string | null;
          max_results?: number | null;
        };
        Returns: Json;
      };
      rematch_sla: {
        Args: {
          after_ticket_id?: number | null;
          slug?: string | null;
          ticket_ids?: number[] | null;
          view_id?: number | null;
        };
        Returns: Json;
      };
      remove_article_file: {
        Args: {
          attachment_id: number;
        };
        Returns: Json;
      };
      remove_custom_field: {
        Args: {
          custom_field_id: number;
          purge?: boolean | null;
        };
        Returns: Json;
      };
      remove_custom_object: {
        Args: {
          object: string;
          purge?: boolean | null;
        };
        Returns: Json;
      };
      remove_participant: {
        Args: {
          person_id: number;
          ticket_id: number;
        };
        Returns: Json;
      };
      remove_passkey: {
        Args: {
          passkey_id: number;
        };
        Returns: Json;
      };
      remove_record: {
        Args: {
          object: string;
          record_id: number;
        };
        Returns: Json;
      };
      remove_tags: {
        Args: {
          tags: string[];
          ticket_id: number;
          version?: number | null;
        };
        Returns: Database["api"]["Views"]["tickets"]["Row"];
      };
      remove_totp: {
        Args: Record<PropertyKey, never>;
        Returns: Json;
      };
      remove_upload: {
        Args: {
          upload_key: string;
        };
        Returns: Json;
      };
      render_canned_reply: {
        Args: {
          canned_reply_id: number;
          ticket_id: number;
        };
        Returns: Json;
      };
      reopen_side_conversation: {
        Args: {
          side_conversation_id: number;
        };
        Returns: Database["api"]["Views"]["side_conversations"]["Row"];
      };
      reopen_ticket: {
        Args: {
          ticket_id: number;
          version?: number | null;
        };
        Returns: Database["api"]["Views"]["tickets"]["Row"];
      };
      replay_deliveries: {
        Args: {
          since: string;
          until?: string | null;
          webhook_id: number;
        };
        Returns: Json;
      };
      replay_delivery: {
        Args: {
          delivery_id: string;
        };
        Returns: Database["api"]["Views"]["webhook_deliveries"]["Row"];
      };
      replay_inbound_mail: {
        Args: {
          as_wanted?: boolean | null;
          inbound_mail_id: number;
        };
        Returns: Database["api"]["Views"]["inbound_mail"]["Row"];
      };
      replay_mail_arrival: {
        Args: {
          mail_arrival_id: number;
        };
        Returns: Database["api"]["Views"]["mail_arrivals"]["Row"];
      };
      reply: {
        Args: {
          assignee_id?: number | null;
          body: string;
          idempotency_key?: string | null;
          seen_message_id?: number | null;
          status?: string | null;
          tags?: string[] | null;
          ticket_id: number;
          uploads?: string[] | null;
          version?: number | null;
        };
        Returns: Database["api"]["Views"]["messages"]["Row"];
      };
      reply_side_conversation: {
        Args: {
          body: string;
          idempotency_key?: string | null;
          side_conversation_id: number;
          uploads?: string[] | null;
        };
        Returns: Database["api"]["Views"]["side_messages"]["Row"];
      };
      reply_to_incidents: {
        Args: {
          body: string;
          idempotency_key?: string | null;
          problem_id: number;
          status?: string | null;
        };
        Returns: Json;
      };
      reply_to_tickets: {
        Args: {
          body: string;
          status?: string | null;
          ticket_ids: number[];
        };
        Returns: Json;
      };
      report: {
        Args: {
          compare?: boolean | null;
          parameters?: Json | null;
          report: string;
        };
        Returns: Json;
      };
      request_erasure: {
        Args: {
          person_id?: number | null;
          reason: string;
        };
        Returns: Database["api"]["Views"]["removals"]["Row"];
      };
      requester_context: {
        Args: {
          ticket_id: number;
        };
        Returns: Json;
      };
      requeue_jobs: {
        Args: {
          actor?: string | null;
          job_ids?: string[] | null;
        };
        Returns: Json;
      };
      requeue_mail: {
        Args: {
          outgoing_mail_id: number;
        };
        Returns: Database["api"]["Views"]["outgoing_mail"]["Row"];
      };
      reset_factors: {
        Args: {
          person_id: number;
        };
        Returns: Json;
      };
      resolve_problem: {
        Args: {
          body?: string | null;
          idempotency_key?: string | null;
          problem_id: number;
          status?: string | null;
        };
        Returns: Json;
      };
      resolve_ticket: {
        Args: {
          ticket_id: number;
          version?: number | null;
        };
        Returns: Database["api"]["Views"]["tickets"]["Row"];
      };
      restore_article_version: {
        Args: {
          article_version_id: number;
        };
        Returns: Database["api"]["Views"]["article_versions"]["Row"];
      };
      restore_mail_template: {
        Args: {
          kind: string;
          language: string;
          version?: number | null;
        };
        Returns: Database["api"]["Views"]["mail_templates"]["Row"];
      };
      restore_ticket: {
        Args: {
          ticket_id: number;
        };
        Returns: Database["api"]["Views"]["tickets"]["Row"];
      };
      resume_import: {
        Args: {
          import_id: number;
        };
        Returns: Database["api"]["Views"]["imports"]["Row"];
      };
      retire_signing_key: {
        Args: {
          key_id: string;
        };
        Returns: Json;
      };
      revoke_api_token: {
        Args: {
          api_token_id: number;
        };
        Returns: Json;
      };
      revoke_guest_link: {
        Args: {
          ticket_id: number;
        };
        Returns: Json;
      };
      revoke_session: {
        Args: {
          session_id: number;
        };
        Returns: Json;
      };
      route_ticket: {
        Args: {
          ticket_id: number;
          version?: number | null;
        };
        Returns: Database["api"]["Views"]["tickets"]["Row"];
      };
      run_import: {
        Args: {
          import_id: number;
        };
        Returns: Database["api"]["Views"]["imports"]["Row"];
      };
      run_view: {
        Args: {
          slug?: string | null;
          view_id?: number | null;
        };
        Returns: Database["api"]["Views"]["tickets"]["Row"][];
      };
      save_article: {
        Args: {
          article_id?: number | null;
          audience?: string | null;
          based_on?: number | null;
          body?: string | null;
          category_id?: number | null;
          keywords?: string | null;
          language?: string | null;
          slug?: string | null;
          summary?: string | null;
          title?: string | null;
        };
        Returns: Database["api"]["Views"]["article_versions"]["Row"];
      };
      save_draft: {
        Args: {
          body: string;
          kind?: string | null;
          ticket_id: number;
          uploads?: string[] | null;
        };
        Returns: Json;
      };
      save_mail_template: {
        Args: {
          based_on?: number | null;
          body: string;
          kind: string;
          language: string;
          subject: string;
        };
        Returns: Database["api"]["Views"]["mail_templates"]["Row"];
      };
      save_record: {
        Args: {
          custom_fields?: Json | null;
          name?: string | null;
          object: string;
          record_id?: number | null;
          version?: number | null;
        };
        Returns: Json;
      };
      save_sla_policy: {
        Args: {
          draft: Json;
        };
        Returns: Database["api"]["Views"]["sla_policies"]["Row"][];
      };
      schedule_reply: {
        Args: {
          body: string;
          send_at: string;
          status?: string | null;
          ticket_id: number;
        };
        Returns: Database["api"]["Views"]["scheduled_replies"]["Row"];
      };
      search: {
        Args: {
          assignee_id?: number | null;
          channel?: string | null;
          created_before?: string | null;
          created_from?: string | null;
          department_id?: number | null;
          max_results?: number | null;
          organisation_id?: number | null;
          priority?: string | null;
          query: string;
          requester_id?: number | null;
          status?: string | null;
          status_category?: string | null;
          tag?: string | null;
          ticket_type?: string | null;
        };
        Returns: Json;
      };
      search_articles: {
        Args: {
          category_id?: number | null;
          language?: string | null;
          max_results?: number | null;
          query: string;
        };
        Returns: Json;
      };
      seed_escalate: {
        Args: {
          message?: string | null;
          requested_by?: string | null;
          staff_ids?: Json | null;
          ticket_id: string;
        };
        Returns: Json;
      };
      seed_escalations: {
        Args: {
          is_addressed?: boolean | null;
          max_rows?: number | null;
          skip_rows?: number | null;
          staff_id?: string | null;
        };
        Returns: Json;
      };
      send_guest_link: {
        Args: {
          ticket_id: number;
        };
        Returns: Database["api"]["Views"]["guest_links"]["Row"];
      };
      send_test_mail: {
        Args: {
          body?: string | null;
          kind: string;
          language?: string | null;
          subject?: string | null;
          ticket_id?: number | null;
        };
        Returns: Json;
      };
      set_calendar_hours: {
        Args: {
          calendar_id: number;
          hours: Json;
        };
        Returns: Database["api"]["Views"]["calendar_hours"]["Row"][];
      };
      set_client_secret: {
        Args: {
          client_secret: string;
          provider: string;
        };
        Returns: Json;
      };
      set_custom_fields: {
        Args: {
          custom_fields: Json;
          ticket_id: number;
          version?: number | null;
        };
        Returns: Database["api"]["Views"]["tickets"]["Row"];
      };
      set_department: {
        Args: {
          department_id: number;
          ticket_id: number;
          version?: number | null;
        };
        Returns: Database["api"]["Views"]["tickets"]["Row"];
      };
      set_mail_client_secret: {
        Args: {
          client_secret: string;
          provider: string;
        };
        Returns: Json;
      };
      set_mail_secret: {
        Args: {
          adapter: string;
          secret: string;
        };
        Returns: Json;
      };
      set_mailbox_password: {
        Args: {
          account: string;
          password: string;
        };
        Returns: Json;
      };
      set_organisation_fields: {
        Args: {
          custom_fields: Json;
          organisation_id: number;
        };
        Returns: Database["api"]["Views"]["organisations"]["Row"];
      };
      set_person_fields: {
        Args: {
          custom_fields: Json;
          person_id: number;
        };
        Returns: Database["api"]["Views"]["people"]["Row"];
      };
      set_preferences: {
        Args: {
          preferences: Json;
        };
        Returns: Json;
      };
      set_priority: {
        Args: {
          priority: string;
          ticket_id: number;
          version?: number | null;
        };
        Returns: Database["api"]["Views"]["tickets"]["Row"];
      };
      set_setting: {
        Args: {
          key: string;
          value: Json;
        };
        Returns: Database["api"]["Views"]["settings"]["Row"];
      };
      set_status: {
        Args: {
          status: string;
          ticket_id: number;
          version?: number | null;
        };
        Returns: Database["api"]["Views"]["tickets"]["Row"];
      };
      set_tags: {
        Args: {
          tags: string[];
          ticket_id: number;
          version?: number | null;
        };
        Returns: Database["api"]["Views"]["tickets"]["Row"];
      };
      set_type: {
        Args: {
          ticket_id: number;
          ticket_type: string;
          version?: number | null;
        };
        Returns: Database["api"]["Views"]["tickets"]["Row"];
      };
      set_working_hours: {
        Args: {
          hours: Json;
          person_id?: number | null;
        };
        Returns: Database["api"]["Views"]["calendar_hours"]["Row"][];
      };
      share_presence: {
        Args: {
          is_replying?: boolean | null;
          seen_message_id?: number | null;
          ticket_id: number;
        };
        Returns: Json;
      };
      show_thread: {
        Args: {
          before_event_id?: number | null;
          before_message_id?: number | null;
          max_lines?: number | null;
          ticket_id: number;
        };
        Returns: Json;
      };
      show_ticket: {
        Args: {
          max_lines?: number | null;
          reference?: string | null;
          ticket_id?: number | null;
        };
        Returns: Json;
      };
      show_ticket_sides: {
        Args: {
          ticket_id: number;
        };
        Returns: Json;
      };
      shown_articles: {
        Args: {
          language?: string | null;
        };
        Returns: Json;
      };
      shown_categories: {
        Args: {
          language?: string | null;
        };
        Returns: Json;
      };
      shown_field_values: {
        Args: {
          ticket_id: number;
        };
        Returns: Json;
      };
      shown_fields: {
        Args: {
          ticket_id: number;
        };
        Returns: Database["api"]["Views"]["custom_fields"]["Row"][];
      };
      sign_with_dkim_key: {
        Args: {
          record_name: string;
        };
        Returns: Json;
      };
      sla_state: {
        Args: {
          as_of?: string | null;
          ticket_id: number;
        };
        Returns: Json;
      };
      snooze_ticket: {
        Args: {
          preset?: string | null;
          ticket_id: number;
          until?: string | null;
          version?: number | null;
        };
        Returns: Database["api"]["Views"]["tickets"]["Row"];
      };
      split_ticket: {
        Args: {
          assignee_id?: number | null;
          department_id?: number | null;
          idempotency_key?: string | null;
          message_id?: number | null;
          message_ids?: number[] | null;
          priority?: string | null;
          subject?: string | null;
          ticket_id?: number | null;
        };
        Returns: Database["api"]["Views"]["tickets"]["Row"];
      };
      start_side_conversation: {
        Args: {
          addresses?: string[] | null;
          body: string;
          idempotency_key?: string | null;
          person_ids?: number[] | null;
          subject: string;
          ticket_id: number;
          uploads?: string[] | null;
        };
        Returns: Database["api"]["Views"]["side_conversations"]["Row"];
      };
      start_timer: {
        Args: {
          ticket_id: number;
        };
        Returns: Database["api"]["Views"]["timers"]["Row"];
      };
      stop_address: {
        Args: {
          email: string;
        };
        Returns: Database["api"]["Views"]["mail_addresses"]["Row"];
      };
      stop_timer: {
        Args: {
          is_billable?: boolean | null;
          is_kept?: boolean | null;
          note?: string | null;
        };
        Returns: Database["api"]["Views"]["time_entries"]["Row"][];
      };
      suggest_articles: {
        Args: {
          language?: string | null;
          max_results?: number | null;
          text?: string | null;
          ticket_id?: number | null;
        };
        Returns: Json;
      };
      test_import: {
        Args: {
          import_id: number;
        };
        Returns: Database["api"]["Views"]["imports"]["Row"];
      };
      test_mailbox: {
        Args: {
          mailbox: string;
        };
        Returns: Database["api"]["Views"]["mailbox_tests"]["Row"];
      };
      test_webhook: {
        Args: {
          webhook_id: number;
        };
        Returns: Database["api"]["Views"]["webhook_deliveries"]["Row"];
      };
      ticket_as_of: {
        Args: {
          at: string;
          ticket_id: number;
        };
        Returns: Json;
      };
      ticket_custom_choices: {
        Args: {
          ticket: string;
        };
        Returns: Database["api"]["Views"]["ticket_custom_choices"]["Row"][];
      };
      ticket_form: {
        Args: Record<PropertyKey, never>;
        Returns: Json;
      };
      ticket_measures: {
        Args: {
          as_of?: string | null;
          ticket_id: number;
        };
        Returns: Json;
      };
      tickets: {
        Args: {
          notification: string;
        };
        Returns: Database["api"]["Views"]["tickets"]["Row"][];
      };
      toggle_follow: {
        Args: {
          ticket_id: number;
        };
        Returns: Json;
      };
      toggle_pin: {
        Args: {
          message_id: number;
          ticket_id?: number | null;
        };
        Returns: Database["api"]["Views"]["messages"]["Row"];
      };
      trust_sender: {
        Args: {
          inbound_mail_id: number;
        };
        Returns: Database["api"]["Views"]["trusted_senders"]["Row"];
      };
      unassign_ticket: {
        Args: {
          ticket_id: number;
          version?: number | null;
        };
        Returns: Database["api"]["Views"]["tickets"]["Row"];
      };
      unblock_sender: {
        Args: {
          sender: string;
        };
        Returns: Json;
      };
      undo_import: {
        Args: {
          import_id: number;
        };
        Returns: Database["api"]["Views"]["imports"]["Row"];
      };
      undo_macro: {
        Args: {
          firing_id: number;
        };
        Returns: Database["api"]["Views"]["tickets"]["Row"];
      };
      undo_replies: {
        Args: {
          message_ids: number[];
        };
        Returns: Json;
      };
      undo_reply: {
        Args: {
          message_id: number;
        };
        Returns: Database["api"]["Views"]["drafts"]["Row"];
      };
      unlink_identity: {
        Args: {
          identity_id: number;
        };
        Returns: Json;
      };
      unlink_record: {
        Args: {
          object: string;
          organisation_id?: number | null;
          person_id?: number | null;
          record_id: number;
          ticket_id?: number | null;
        };
        Returns: Json;
      };
      unlink_tickets: {
        Args: {
          from_id: number;
          kind?: string | null;
          to_id: number;
        };
        Returns: Json;
      };
      unmark_spam: {
        Args: {
          ticket_id: number;
          version?: number | null;
        };
        Returns: Database["api"]["Views"]["tickets"]["Row"];
      };
      unmerge_person: {
        Args: {
          person_id: number;
        };
        Returns: Database["api"]["Views"]["people"]["Row"];
      };
      unmerge_ticket: {
        Args: {
          ticket_id: number;
          version?: number | null;
        };
        Returns: Database["api"]["Views"]["tickets"]["Row"];
      };
      view_article: {
        Args: {
          article_id: number;
        };
        Returns: Json;
      };
      wake_ticket: {
        Args: {
          ticket_id: number;
          version?: number | null;
        };
        Returns: Database["api"]["Views"]["tickets"]["Row"];
      };
      what_if_sla: {
        Args: {
          created_from: string;
          created_until?: string | null;
          draft: Json;
        };
        Returns: Json;
      };
      withdraw_approval: {
        Args: {
          approval_id: number;
        };
        Returns: Database["api"]["Views"]["approvals"]["Row"];
      };
      withdraw_article: {
        Args: {
          article_id: number;
          language?: string | null;
        };
        Returns: Database["api"]["Views"]["articles"]["Row"];
      };
      withdraw_erasure: {
        Args: {
          removal_id: number;
        };
        Returns: Database["api"]["Views"]["removals"]["Row"];
      };
      withdraw_mail: {
        Args: {
          outgoing_mail_id: number;
        };
        Returns: Database["api"]["Views"]["outgoing_mail"]["Row"];
      };
      withdraw_scheduled_reply: {
        Args: {
          scheduled_reply_id: number;
        };
        Returns: Database["api"]["Views"]["scheduled_replies"]["Row"];
      };
    };
  };
}
