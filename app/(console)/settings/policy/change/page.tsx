import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { changeWords, datesSentence, plansSentence } from '@/components/policy/policy-words.ts'
import { PageHead } from '@/components/shell/page-head.tsx'
import { Section } from '@/components/ui/section.tsx'
import { Table, Td, Th, Tr } from '@/components/ui/table.tsx'
import { listed } from '@/components/tokens/detail/text-time.ts'
import { TextLink } from '@/components/ui/text-link.tsx'
import { countWords } from '@/components/ui/time-words.ts'
import { currentPolicy, policyVersion, type DueCounts } from '@/lib/db/policy.ts'
import { previewPolicy, readPolicy, type PolicyPreview } from '@/lib/flows/change-policy.ts'
import { AppError } from '@/lib/model/app-error.ts'
import type { Policy } from '@/lib/model/policy.ts'
import { dueNames, policyFields, policyNames, type DueName, type PolicyName } from '@/lib/model/policy-fields.ts'
import type { RawQuery } from '@/lib/model/token-search.ts'
import { dueList, unlisted } from '@/lib/retirement/due-lists.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { pageViewer } from '@/lib/server/web/viewer.ts'
import { readValues } from '../read-values.ts'
import { shownOf } from '../shown-preview.ts'
import { TakeForm } from './take-form.tsx'
import { ValuesForm } from './values-form.tsx'

export const metadata: Metadata = { title: 'Change the policy · Settings' }

/** Other values, what they would do to the estate, and only then the button that takes them. Reading it changes nothing. */
export default async function ChangePolicyPage({ searchParams }: { searchParams: Promise<RawQuery> }) {
  await pageViewer('policy:edit')
  const query = await searchParams
  const world = await webWorld()
  const { values: current } = await currentPolicy(world.db.pool)
  const earlier = await earlierVersion(query)
  const typed = typedIn(query)
  const asked = earlier?.values ?? (Object.keys(typed).length > 0 ? read(typed, current) : null)
  const wrong = asked instanceof AppError ? asked : null
  const values = asked && !(asked instanceof AppError) ? asked : null
  return (
    <>
      <p className="mb-2 text-table">
        <TextLink href="/settings/policy">Policy</TextLink>
      </p>
      <PageHead
        title={earlier ? 'Take an earlier policy again' : 'Change the policy'}
        says="Look at what it would do first. Nothing changes before you take it."
      />
      {values ? <Preview current={current} values={values} why={earlier ? undoing(earlier.number) : ''} /> : null}
      <Section title={values ? 'Other values' : 'Values'}>
        <ValuesForm
          key={JSON.stringify(query)}
          values={{ ...(values ?? current), ...(wrong ? typed : {}) }}
          problem={wrong ? { message: wrong.message, issues: wrong.issues } : null}
        />
      </Section>
    </>
  )
}

async function earlierVersion({ version }: RawQuery) {
  if (version === undefined) return null
  const { db } = await webWorld()
  const number = typeof version === 'string' && /^\d{1,6}$/.test(version) ? Number(version) : -1
  return (await policyVersion(db.pool, number)) ?? notFound()
}

type Typed = Readonly<Partial<Record<PolicyName, string>>>

function typedIn(query: RawQuery): Typed {
  const typed: Partial<Record<PolicyName, string>> = {}
  for (const name of policyNames) {
    const value = query[name]
    if (typeof value === 'string') typed[name] = value
  }
  return typed
}

function read(typed: Typed, current: Policy): Policy | AppError {
  try {
    return readPolicy(readValues((name) => String(typed[name] ?? current[name])))
  } catch (error) {
    if (error instanceof AppError) return error
    throw error
  }
}

function undoing(number: number): string {
  return number === 0 ? 'Back to what was delivered: ' : `Back to policy ${number}: `
}

async function Preview({ current, values, why }: { current: Policy; values: Policy; why: string }) {
  const preview = await previewPolicy(await webWorld(), values)
  if (preview.changes.length === 0)
    return (
      <Section title="What it would do">
        <p>Nothing: these are the values that hold.</p>
      </Section>
    )
  return (
    <Section title="What it would do">
      <div className="flex max-w-[60rem] flex-col gap-4">
        <div>
          <p>{datesSentence(preview.sums)}</p>
          <p>{plansSentence(preview.plans)}</p>
          {preview.changes.includes('exceptionDays') ? <p>Exceptions that hold keep their end.</p> : null}
        </div>
        <Changes current={current} values={values} preview={preview} />
        <TakeForm key={JSON.stringify(values)} values={values} preview={shownOf(preview)} why={why} />
      </div>
    </Section>
  )
}

/** Each field that changes, and how many tokens it moves; a field that is no due date moves none. */
function Changes({ current, values, preview }: { current: Policy; values: Policy; preview: PolicyPreview }) {
  const countsOf = (name: string): DueCounts | undefined => preview.dates.find((each) => each.name === name)
  const rows = policyNames.filter((name) => preview.changes.includes(name) || moved(countsOf(name)))
  return (
    <div className="flex flex-col gap-2">
      <Table caption="What would change, and for how many tokens" cards>
        <thead>
          <tr role="row">
            <Th>What changes</Th>
            <Th>From → to</Th>
            <Th className="text-right">Tokens</Th>
            <Th className="text-right">Earlier</Th>
            <Th className="text-right">Later</Th>
            <Th className="text-right">Overdue at once</Th>
          </tr>
        </thead>
        <tbody>
          {rows.map((name) => {
            const counts = countsOf(name)
            const number = (of: keyof Omit<DueCounts, 'name'>) => (isDueField(name) ? countWords(counts?.[of] ?? 0) : '–')
            const list = counts && counts.tokens > 0 ? listHref(counts.name) : null
            return (
              <Tr key={name}>
                <Td>{policyFields[name].label}</Td>
                <Td label="From → to" className="whitespace-nowrap tabular-nums">
                  {changeWords(name, current, values)}
                </Td>
                <Td label="Tokens" className="tabular-nums md:text-right">
                  {list ? <TextLink href={list}>{number('tokens')}</TextLink> : number('tokens')}
                </Td>
                <Td label="Earlier" className="tabular-nums md:text-right">
                  {number('earlier')}
                </Td>
                <Td label="Later" className="tabular-nums md:text-right">
                  {number('later')}
                </Td>
                <Td label="Overdue at once" className="tabular-nums md:text-right">
                  {number('overdue')}
                </Td>
              </Tr>
            )
          })}
        </tbody>
      </Table>
      <p className="max-w-[72ch] text-table text-text-2">
        “Tokens” opens the tokens that the time is for. There is no such list for{' '}
        {listed(unlisted.map((name) => `“${policyFields[name].label}”`))}, and none for the other counts: they are of dates that the tokens
        get once this policy holds.
      </p>
    </div>
  )
}

/** The list of the tokens that a time of the policy is for; null where none can be asked for. */
function listHref(name: DueName): string | null {
  const list = dueList(name)
  if (!list) return null
  const filters = Object.entries(list).flatMap(([facet, values]) => values.map((value) => [facet, value]))
  return `/tokens?${new URLSearchParams(filters)}`
}

function moved(counts: DueCounts | undefined): boolean {
  return counts !== undefined && counts.earlier + counts.later > 0
}

function isDueField(name: string): boolean {
  return dueNames.some((due) => due === name)
}
