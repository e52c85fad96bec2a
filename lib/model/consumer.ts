/** Who or what uses a token, as far as anybody says. */
export type Consumer = {
  name: string
  evidence: 'named' | 'stated' | 'last-service' | 'workload' | 'holder'
  certainty: 'certain' | 'likely' | 'possible'
  /** Of the use itself; null where the evidence tells no time. */
  lastSeen: Date | null
}
