/** What a provider answers, before a fault may be laid over it. */
export type Answer = {
  status: number
  headers: Record<string, string>
  body: string
  /** What the body says, and how to say another thing in the same form: for faults that lie inside a well-formed answer. */
  value?: unknown
  write?(value: unknown): string
}
