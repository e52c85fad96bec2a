import { controlWord } from '@/components/tokens/selection/control-words.ts'

/** The fields of a request as its form names them. */
export const labels: Readonly<Record<string, string>> = {
  kind: 'Kind',
  tokens: 'Tokens',
  reason: 'Reason',
  need: 'Business need',
  endsAt: 'Ends on',
  retirementAt: 'Retired by',
  renewal: 'Renewal',
  ...Object.fromEntries(Object.entries(controlWord).map(([type, word]) => [`control-${type}`, word])),
}
