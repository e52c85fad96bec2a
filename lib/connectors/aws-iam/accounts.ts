import { z } from 'zod'
import type { Gap } from '../../model/sighting.ts'
import { gapOf } from '../gaps.ts'
import { readRows, wireText } from '../wire.ts'
import type { Aws } from './client.ts'
import { jsonPages } from './json-pages.ts'
import { organizations } from './services.ts'
import type { Settings } from './settings.ts'

const call = 'organizations:ListAccounts'
const object = 'AWS accounts of the organisation'

/** `Status` is what `State` was called before; AWS takes it away. Of the e-mail address nothing is needed. */
const WireAccount = z
  .object({ Id: z.string().regex(/^\d{12}$/), Name: wireText(200).nullish(), State: z.string().nullish(), Status: z.string().nullish() })
  .transform(({ Id: id, Name, State, Status }) => ({ id, name: Name || id, state: State ?? Status ?? 'ACTIVE' }))

export type Account = z.infer<typeof WireAccount>

/** What an organisation's accounts are to a run: those to read, in the order of their numbers, and those that are not, with why. */
export type Listed = { seen: number; read: Account[]; resting: Account[]; leftOut: string[]; gaps: Gap[] }

/**
 * The accounts of the organisation. The account that is asked belongs to what is read whatever becomes of the listing. Throws on a refused
 * credential.
 */
export async function listAccounts(aws: Aws, settings: Settings): Promise<Listed> {
  const found = new Map<string, Account>()
  const gaps: Gap[] = []
  try {
    const listing = jsonPages(aws, organizations(settings), { rows: 'Accounts', next: 'NextToken' }, (next) => ({
      name: call,
      target: 'AWSOrganizationsV20161128.ListAccounts',
      body: { MaxResults: 20, ...(next !== null && { NextToken: next }) },
    }))
    for await (const page of listing) {
      const { good, gap } = readRows(WireAccount, page.rows, { object, call: page.call })
      if (gap) gaps.push(gap)
      for (const account of good) found.set(account.id, account)
    }
  } catch (error) {
    gaps.push(gapOf(error, object, 'It takes organizations:ListAccounts, in the management account or one that it was delegated to.'))
  }
  const seen = found.size
  if (!found.has(aws.account)) found.set(aws.account, { id: aws.account, name: aws.account, state: 'ACTIVE' })
  return { seen, gaps, ...sorted([...found.values()], settings) }
}

function sorted(accounts: readonly Account[], settings: Settings): Pick<Listed, 'read' | 'resting' | 'leftOut'> {
  const not = new Set(settings.exceptAccounts ?? [])
  const only = settings.accounts && new Set(settings.accounts)
  const isMeant = ({ id }: Account) => !not.has(id) && (only?.has(id) ?? true)
  const meant = accounts.filter(isMeant).toSorted((a, b) => (a.id < b.id ? -1 : 1))
  return {
    read: meant.filter(({ state }) => state === 'ACTIVE'),
    // Suspended, closed or not begun: AWS lets nobody in there, its own keys neither.
    resting: meant.filter(({ state }) => state !== 'ACTIVE'),
    // Those named are not to be read even where they are not listed any more.
    leftOut: [...new Set([...not, ...accounts.filter((one) => !isMeant(one)).map(({ id }) => id)])].toSorted(),
  }
}
