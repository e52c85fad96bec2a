import type { Metadata } from 'next'
import { changesInWords } from '@/components/policy/policy-words.ts'
import { PageHead } from '@/components/shell/page-head.tsx'
import { LinkButton } from '@/components/ui/button.tsx'
import { Notice } from '@/components/ui/notice.tsx'
import { Section } from '@/components/ui/section.tsx'
import { Table, Td, Th, Tr } from '@/components/ui/table.tsx'
import { TextLink } from '@/components/ui/text-link.tsx'
import { exactly } from '@/components/ui/time-words.ts'
import { policyVersions, versionsShown } from '@/lib/db/policy.ts'
import { appliedPolicy } from '@/lib/flows/apply-policy.ts'
import { differingFields, type PolicyVersion } from '@/lib/model/policy.ts'
import { dueNames, policyFields, policyNames, wordsOf, type PolicyName } from '@/lib/model/policy-fields.ts'
import type { RawQuery } from '@/lib/model/token-search.ts'
import { may } from '@/lib/model/viewer.ts'
import { model } from '@/lib/score/nps-1.0.0.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { pageViewer } from '@/lib/server/web/viewer.ts'
import { modelRows } from './model-rows.ts'

export const metadata: Metadata = { title: 'Policy · Settings' }

/** By when to act, and for how long something is put up with: what holds, who decided it, and what no policy changes. */
export default async function PolicyPage({ searchParams }: { searchParams: Promise<RawQuery> }) {
  const { role } = await pageViewer('settings:read')
  const edits = may(role, 'policy:edit')
  const world = await webWorld()
  const [versions, applied] = await Promise.all([policyVersions(world.db.pool), appliedPolicy(world)])
  const [current] = versions as readonly [PolicyVersion, ...PolicyVersion[]]
  const { did } = await searchParams
  return (
    <>
      <PageHead
        title="Policy"
        says={`By when to act, and for how long something is put up with. No score and no verdict follows from it.${edits ? '' : ' An administrator can change it.'}`}
      />
      {did === String(current.number) && applied === current.number ? (
        <Notice tone="success" role="status" className="mb-6" title={`Policy ${current.number} holds. Every due date is counted by it.`} />
      ) : null}
      {applied === current.number ? null : (
        <Notice tone="warning" className="mb-6" title={`Policy ${current.number} holds. Due dates are being counted again.`}>
          <p>Until that is done some tokens still show the date of policy {applied}. What is scored from now on has the new one.</p>
        </Notice>
      )}
      <Section title="What holds" says={saysOf(current)}>
        <div className="flex max-w-[60rem] flex-col gap-4">
          <Values caption="By when to act, counted from the moment that a verdict begins" names={dueNames} current={current} />
          <Values caption="For how long something holds" names={policyNames.filter((name) => !isDue(name))} current={current} />
          {edits ? (
            <div>
              <LinkButton href="/settings/policy/change" kind="primary">
                Change the policy
              </LinkButton>
            </div>
          ) : null}
        </div>
      </Section>
      <Section title="Versions" says="The newest holds. To undo a change, take an earlier one again: what that would do is shown first.">
        <Versions versions={versions} edits={edits} />
      </Section>
      <Section
        title="What belongs to the model"
        says={`These decide what is bad, and are shown only. They are those of ${model.id}, stand in every score, and change with another model alone.`}
      >
        <Table caption="What belongs to the model" cards className="max-w-[60rem]">
          <thead>
            <tr role="row">
              <Th>What</Th>
              <Th>Value</Th>
              <Th>From</Th>
            </tr>
          </thead>
          <tbody>
            {modelRows.map(({ what, value, from }) => (
              <Tr key={what}>
                <Td>{what}</Td>
                <Td label="Value" className="tabular-nums">
                  {value}
                </Td>
                <Td label="From" className="text-text-2">
                  {from}
                </Td>
              </Tr>
            ))}
          </tbody>
        </Table>
      </Section>
      <Section title="What no policy changes">
        <ul className="flex max-w-[72ch] list-disc flex-col gap-1 pl-5">
          <li>An exception never covers what leaked, and is renewed once at most, by an administrator.</li>
          <li>Nobody approves what they asked for or own, and acts at a provider take a second person.</li>
          <li>What has become worse never wins time: an earlier date goes on to hold.</li>
          <li>A step of a plan is closed by what the provider shows, never by a tick.</li>
        </ul>
      </Section>
    </>
  )
}

function isDue(name: PolicyName): boolean {
  return dueNames.some((due) => due === name)
}

function saysOf({ number, at, by }: PolicyVersion): string {
  return at ? `Policy ${number}, taken by ${by ?? 'somebody'} ${exactly(at)}.` : 'As it was delivered: nobody has changed it.'
}

function Values({ caption, names, current }: { caption: string; names: readonly PolicyName[]; current: PolicyVersion }) {
  return (
    <Table caption={caption} cards>
      <thead>
        <tr role="row">
          <Th>{caption}</Th>
          <Th className="text-right md:w-32">Time</Th>
          <Th className="text-right md:w-32">As delivered</Th>
        </tr>
      </thead>
      <tbody>
        {names.map((name) => (
          <Tr key={name}>
            <Td>
              <div>{policyFields[name].label}</div>
              <div className="text-meta text-text-3">{policyFields[name].hint}</div>
            </Td>
            <Td label="Time" className="whitespace-nowrap tabular-nums md:text-right">
              {wordsOf(name, current.values[name])}
            </Td>
            <Td label="As delivered" className="whitespace-nowrap tabular-nums text-text-2 md:text-right">
              {current.values[name] === policyFields[name].value ? 'the same' : wordsOf(name, policyFields[name].value)}
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  )
}

function Versions({ versions, edits }: { versions: readonly PolicyVersion[]; edits: boolean }) {
  return (
    <>
      <Table caption="Versions of the policy" cards className="max-w-[60rem]">
        <thead>
          <tr role="row">
            <Th>Version</Th>
            <Th>Taken</Th>
            <Th>What it changed</Th>
            <Th>Why</Th>
            {edits ? <Th>Undo</Th> : null}
          </tr>
        </thead>
        <tbody>
          {versions.slice(0, versionsShown).map((version, index) => {
            const before = versions[index + 1]
            const changes = before ? changesInWords(differingFields(before.values, version.values), before.values, version.values) : []
            return (
              <Tr key={version.number}>
                <Td className="whitespace-nowrap tabular-nums">{version.number === 0 ? 'As delivered' : `Policy ${version.number}`}</Td>
                <Td label="Taken">{version.at ? `${version.by ?? 'Somebody'}, ${exactly(version.at)}` : '–'}</Td>
                <Td label="What it changed">
                  {changes.length === 0 ? '–' : null}
                  <ul>
                    {changes.map((says) => (
                      <li key={says}>{says}</li>
                    ))}
                  </ul>
                </Td>
                <Td label="Why" className="wrap-break-word">
                  {version.why || '–'}
                </Td>
                {edits ? (
                  <Td label="Undo">
                    {index === 0 ? (
                      'Holds now'
                    ) : (
                      <TextLink href={`/settings/policy/change?version=${version.number}`}>
                        {version.number === 0 ? 'Take what was delivered again' : `Take policy ${version.number} again`}
                      </TextLink>
                    )}
                  </Td>
                ) : null}
              </Tr>
            )
          })}
        </tbody>
      </Table>
      {versions.length > versionsShown ? (
        <p className="mt-2 text-table text-text-2">The newest {versionsShown} are shown; all of them stand in the audit.</p>
      ) : null}
    </>
  )
}
