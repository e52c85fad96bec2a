import type { ReasonWords } from '@/components/tokens/fact-words.ts'
import { reasons } from '@/lib/score/reasons.ts'

/** The score's own labels, for components that know only the codes. */
export const reasonWords = Object.fromEntries(Object.entries(reasons).map(([code, { label }]) => [code, label])) as ReasonWords
