import type { SuggestedOwner } from '@/lib/model/suggestion.ts'
import { evidenceWord } from './evidence-words.ts'

/** A suggested owner where there is none: "suggested: Ana (CODEOWNERS)". */
export function suggestionWords({ name, evidence }: SuggestedOwner): string {
  return `suggested: ${name} (${evidenceWord[evidence]})`
}
