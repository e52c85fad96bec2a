import type { ReactNode } from 'react'
import { PageHead } from '@/components/shell/page-head.tsx'
import { LinkButton } from '@/components/ui/button.tsx'
import { connectorKinds } from '@/lib/connectors/registry.ts'
import { everHadSource } from '@/lib/db/ever-had-source.ts'
import { demoState } from '@/lib/flows/demo.ts'
import { settings } from '@/lib/server/env.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { DemoStarting } from './demo-starting.tsx'
import { LookAround } from './look-around.tsx'

/** As long as nothing is connected: the three ways to begin. */
export async function Start() {
  const { db } = await webWorld()
  const [demo, used] = await Promise.all([demoState({ db }), everHadSource(db, 'any')])
  const refused = used
    ? 'Tokens of a source that was removed are still here. Demo data is never mixed with them.'
    : settings().demo
      ? null
      : 'The demo runs with npm start on its own database. It is switched off here.'
  return (
    <>
      <PageHead title="Nothing is connected yet" says="Three ways to begin. None changes anything at a provider." />
      {demo.asked ? (
        <DemoStarting />
      ) : (
        <ol className="grid gap-4 lg:grid-cols-3">
          <Way title="Connect a source" time="10 min" act={<LinkButton kind="primary" href="/sources/new">Connect a source</LinkButton>}>
            A cloud, an identity provider, a code host or another of {connectorKinds.length - 1} kinds, read on a schedule. You need somebody who may
            set up a reader there. Ways in that store no secret stand first.
          </Way>
          <Way title="Import a CSV" time="1 min" act={<LinkButton href="/sources/import">Import a CSV</LinkButton>}>
            A list of tokens by id, kind and dates, from wherever you keep it. It is scored the same, as far as the file says.
          </Way>
          <Way title="Look around the demo" time="1 min" act={<LookAround refused={refused} />}>
            A made-up freight company with some 800 tokens, marked as such on every page. It is removed in one act before you connect your own.
          </Way>
        </ol>
      )}
    </>
  ) // prettier-ignore
}

function Way({ title, time, act, children }: { title: string; time: string; act: ReactNode; children: ReactNode }) {
  return (
    <li className="flex flex-col gap-3 rounded-panel border border-line p-5">
      <div className="flex items-baseline justify-between gap-3">
        <h2 className="text-section">{title}</h2>
        <span className="text-table whitespace-nowrap text-text-3">{time}</span>
      </div>
      <p className="text-text-2">{children}</p>
      <div className="mt-auto pt-1">{act}</div>
    </li>
  )
}
