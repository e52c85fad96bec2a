import { counted } from '@/components/tokens/detail/text-time.ts'

/** What opening plans would make, and what it leaves out. */
export type Opening = { tokens: number; plans: number; owners: number; unclaimed: number; already: number; notLive: number }

/** What opening plans would make: "This opens 14 plans for 86 tokens of 9 owners." */
export function openingWords({ tokens, plans, owners, unclaimed }: Opening): string {
  if (plans === 0) return 'No plan would be opened.'
  const of = owners === 0 ? '' : ` of ${counted(owners, 'owner')}`
  const nobody = unclaimed === 0 ? '' : ` ${unclaimed === plans ? (plans === 1 ? 'It is' : 'All are') : counted(unclaimed, 'plan') + (unclaimed === 1 ? ' is' : ' are')} unclaimed: nobody who is still here owns ${unclaimed === 1 ? 'its' : 'their'} tokens.`
  return `This opens ${counted(plans, 'plan')} for ${counted(tokens, 'token')}${of}.${nobody}`
} // prettier-ignore

/** What is left out, and why; null where nothing is. */
export function leftOutWords({ already, notLive }: Opening): string | null {
  const parts = [
    ...(already > 0 ? [`${counted(already, 'token')} ${already === 1 ? 'has' : 'have'} a plan already`] : []),
    ...(notLive > 0 ? [`${counted(notLive, 'token')} ${notLive === 1 ? 'is' : 'are'} not alive any more`] : []),
  ]
  if (parts.length === 0) return null
  const both = parts.join(', and ')
  return `${both}: ${already + notLive === 1 ? 'it is' : 'they are'} left out.`
}
