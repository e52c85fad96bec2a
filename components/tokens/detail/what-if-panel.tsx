import type { ReactNode } from 'react'
import type { Verdict as VerdictName } from '@/lib/model/score.ts'
import { Button, LinkButton } from '@/components/ui/button.tsx'
import { SelectField } from '@/components/ui/input-field.tsx'
import { bindingWord, levelWord, reachWord, sensitivityWord } from '../fact-words.ts'
import { Verdict } from '../verdict.tsx'

type Tried = Readonly<Record<string, string | number | undefined>>

type WhatIfProps = {
  /** The page's own address, and what of it the form keeps. */
  action: string
  kept: readonly (readonly [name: string, value: string])[]
  tried: Tried
  was: { verdict: VerdictName; risk: number }
  becomes: { verdict: VerdictName; risk: number } | null
}

const asItIs = { value: '', label: 'as it is' }
const options = (words: Readonly<Record<string, string>>, leaveOut: readonly string[] = []) => [
  asItIs,
  ...Object.entries(words)
    .filter(([value]) => !leaveOut.includes(value))
    .map(([value, label]) => ({ value, label })),
]

const choices: readonly (readonly [name: string, label: string, options: readonly { value: string; label: string }[]])[] = [
  ['if-life', 'Lifetime', options({ '1h': '1 hour', '24h': '24 hours', '90d': '90 days', '366d': '1 year', never: 'never expires' })],
  ['if-age', 'Age', options({ new: 'a new secret' })],
  ['if-use', 'Last used', options({ today: 'today', unused: '91 days ago' })],
  ['if-binding', 'Binding', options(bindingWord, ['not-reported'])],
  ['if-level', 'Can do', options(levelWord)],
  ['if-reach', 'Reach', options(reachWord)],
  ['if-behind', 'Sensitivity', options(sensitivityWord)],
  ['if-owner', 'Owner', options({ assigned: 'assigned', none: 'none' })],
]

const boxes = [
  ['if-network', 'Network confinement'],
  ['if-drill', 'Revocation drill within 15 min'],
  ['if-monitoring', 'Use monitoring'],
  ['if-scanning', 'Secret scanning'],
] as const

/** Tries other facts on the token. A plain form over the address: nothing is saved, and the answer can be sent to somebody. */
export function WhatIfPanel({ action, kept, tried, was, becomes }: WhatIfProps) {
  return (
    <details id="what-if" open={becomes !== null} className="mt-4 rounded-panel border border-line">
      <summary className="cursor-pointer px-3 py-2 font-medium">What if…</summary>
      <form action={`${action}#what-if`} method="get" aria-label="What if" className="flex flex-col gap-3 px-3 pb-3">
        {kept.map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <div className="grid gap-3 sm:grid-cols-2">
          {choices.map(([name, label, list]) => (
            <SelectField key={name} name={name} label={label} options={list} defaultValue={said(tried[name])} />
          ))}
        </div>
        <fieldset className="flex flex-wrap gap-x-5 gap-y-1">
          <legend className="mb-1 text-table font-medium">Controls with evidence</legend>
          {boxes.map(([name, label]) => (
            <label key={name} className="flex min-h-7 items-center gap-2 text-table pointer-coarse:min-h-11">
              <input type="checkbox" name={name} defaultChecked={tried[name] === 'on'} className="size-4 accent-accent" />
              {label}
            </label>
          ))}
        </fieldset>
        <div className="flex flex-wrap items-center gap-3">
          <Button type="submit">Score it so</Button>
          {becomes ? (
            <LinkButton href={`${action}${kept.length > 0 ? `?${new URLSearchParams(kept.map(([n, v]) => [n, v]))}` : ''}#what-if`}>
              Reset
            </LinkButton>
          ) : null}
          <span className="text-table text-text-3">Nothing is saved.</span>
        </div>
        {becomes ? <Answer was={was} becomes={becomes} /> : null}
      </form>
    </details>
  )
}

function Answer({ was, becomes }: { was: WhatIfProps['was']; becomes: WhatIfProps['was'] }): ReactNode {
  const same = was.verdict === becomes.verdict && was.risk === becomes.risk
  return (
    <p role="status" className="flex flex-wrap items-center gap-x-3 gap-y-1 border-t border-line pt-3">
      {same ? <span>That would change nothing:</span> : <span>It would be</span>}
      <Verdict verdict={becomes.verdict} />
      <span className="text-text-2">
        risk {was.risk} → <span className="font-semibold text-text">{becomes.risk}</span>
      </span>
    </p>
  )
}

function said(value: string | number | undefined): string {
  return value === undefined ? '' : String(value)
}
