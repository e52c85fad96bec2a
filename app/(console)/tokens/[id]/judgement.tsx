import { NextStep } from '@/components/tokens/detail/next-step.tsx'
import { Part } from '@/components/tokens/detail/part.tsx'
import { Reasons } from '@/components/tokens/detail/reasons.tsx'
import { UsedBy } from '@/components/tokens/detail/used-by.tsx'
import { VerdictBanner } from '@/components/tokens/detail/verdict-banner.tsx'
import { verdictSentence } from '@/components/tokens/detail/verdict-sentence.ts'
import { WhatIfPanel } from '@/components/tokens/detail/what-if-panel.tsx'
import { WouldChangeList } from '@/components/tokens/detail/would-change-list.tsx'
import { auditMark } from '@/lib/db/audit-mark.ts'
import type { TokenDetail } from '@/lib/db/token-detail.ts'
import { may, type Viewer } from '@/lib/model/viewer.ts'
import { readTried, triedFields, whatIf } from '@/lib/posture/what-if.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { ConsumersForm } from './consumers-form.tsx'
import { ExceptionBeside } from './exception-beside.tsx'
import type { Explanation } from './explain.ts'
import { consumersFor, groundFor } from './judged-for.ts'
import type { PageState } from './page-href.ts'

type JudgementProps = { token: TokenDetail; why: Explanation; viewer: Viewer; state: PageState; now: Date }

/** Whether it is acceptable, why, what now, what would change it and who would notice: the first screen of the page. */
export async function Judgement({ token, why, viewer, state, now }: JudgementProps) {
  const tried = readTried(state.raw)
  const ground = await groundFor(viewer, token)
  const says = await mayStateConsumers(viewer, now)
  return (
    <>
      <VerdictBanner token={token} says={verdictSentence(why.judged, now)} becomes={why.becomes} now={now}>
        <ExceptionBeside token={token} viewer={viewer} />
      </VerdictBanner>
      <div className="mt-6 grid gap-x-10 gap-y-6 xl:grid-cols-2 xl:grid-rows-[auto_1fr]">
        <Part id="why" title="Why">
          <Reasons reasons={why.reasons} about={why.about} />
        </Part>
        <div className="flex min-w-0 flex-col gap-6 xl:row-span-2">
          <Part id="next" title="Next step" className="rounded-panel border border-line bg-panel p-4">
            <NextStep step={why.step} ground={ground} now={now} />
          </Part>
          <Part id="change" title="What would change it" says={why.changes.length > 1 ? 'Each by itself, the best first.' : undefined}>
            <WouldChangeList changes={why.changes} was={token} />
            {token.verdict === 'retired' ? null : (
              <WhatIfPanel
                action={`/tokens/${token.id}`}
                kept={keptOf(state)}
                tried={tried}
                was={token}
                becomes={whatIf(why.scored, tried)}
              />
            )}
          </Part>
        </div>
        <Part id="used-by" title="Used by" className="min-w-0">
          <UsedBy consumers={consumersFor(token)} isFile={token.sourceKind === 'file'} kind={token.kind} now={now} />
          {says ? <ConsumersForm token={token.id} {...says} /> : null}
        </Part>
      </div>
    </>
  )
}

/** What an owner's form begins with. Whoever edits tokens states this among the other facts. */
async function mayStateConsumers({ role }: Viewer, now: Date): Promise<{ mark: string; reviewAt: string } | null> {
  if (!may(role, 'tasks:act') || may(role, 'tokens:edit')) return null
  const { db } = await webWorld()
  return { mark: await auditMark(db), reviewAt: new Date(now.getTime() + 180 * 86_400_000).toISOString().slice(0, 10) }
}

/** What of the address the form carries on: everything but what it tries itself. */
function keptOf({ raw }: PageState): [name: string, value: string][] {
  const tried: readonly string[] = triedFields
  return Object.entries(raw).flatMap(([name, value]) => (typeof value === 'string' && !tried.includes(name) ? [[name, value]] : []))
}
