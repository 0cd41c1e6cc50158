declare module "#live" {
  export class Live {
    constructor(options?: { address?: string; token?: (() => Promise<string>) | null; name?: string });
    readonly isLeading: boolean;
    on(name: string, handler: (message: unknown) => void): () => void;
    join(ticketId: number): void;
    leave(ticketId: number): void;
    close(): void;
  }
}
