import { consequence, secondWords, stateWord } from '@/components/acts/act-words.ts'
import { Part } from '@/components/tokens/detail/part.tsx'
import { Button } from '@/components/ui/button.tsx'
import { DialogButton } from '@/components/ui/dialog.tsx'
import { TextLink } from '@/components/ui/text-link.tsx'
import { Past } from '@/components/ui/time.tsx'
import { actsOfToken } from '@/lib/db/list-acts.ts'
import { readActTokens } from '@/lib/flows/act-tokens.ts'
import type { ActToken, ProviderVerb } from '@/lib/model/provider-act.ts'
import { may, type Viewer } from '@/lib/model/viewer.ts'
import { effectOf } from '@/lib/model/act-effect.ts'
import { actsOpenOn, askerRefusal, isDone, secondFor, toType } from '@/lib/retirement/provider-acts.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { AskForm } from '../../acts/ask-form.tsx'

const mostShown = 5

/** What can be done to it at its provider, what would break, and what was done before. Nothing where its source only reads. */
export async function ActsPart({ id, viewer }: { id: string; viewer: Viewer }) {
  const { db, now } = await webWorld()
  const [[token], acts] = await Promise.all([readActTokens(db, viewer.scope, [id]), actsOfToken(db, viewer.scope, id)])
  if (!token || (token.verbs.length === 0 && acts.length === 0)) return null
  return (
    <Part id="provider" title="Act at the provider">
      <div className="flex flex-col gap-3">
        {token.verbs.length > 0 && token.shown !== 'gone' ? <Offer token={token} viewer={viewer} now={now} /> : null}
        {acts.length > 0 ? (
          <ul aria-label="What was asked of its provider" className="flex flex-col gap-1">
            {acts.slice(0, mostShown).map(({ id: act, requestId, verb, state, askedBy, askedAt }) => (
              <li key={act}>
                <TextLink href={`/acts/${requestId}`}>
                  {effectOf(verb, token.kind).does} {token.displayId}: {stateWord[state].toLowerCase()}
                </TextLink>{' '}
                · asked by {askedBy}, <Past at={askedAt} now={now} />
              </li>
            ))}
          </ul>
        ) : null}
      </div>
    </Part>
  )
}

type OfferProps = { token: ActToken; viewer: Viewer; now: Date }

function Offer({ token, viewer, now }: OfferProps) {
  const asker = { by: 'person', role: viewer.role } as const
  const asks = may(viewer.role, 'acts:ask')
  if (!token.mayAct)
    return (
      <p className="max-w-[72ch]">
        {token.sourceName} may not act: nobody gave it a credential for that.{' '}
        {may(viewer.role, 'sources:edit') ? <TextLink href={`/sources/${token.sourceId}#may-act`}>Let it act</TextLink> : null}
      </p>
    )
  const open = [...actsOpenOn(token)].filter(([verb]) => asks && askerRefusal(asker, verb) === null)
  const first = open.find(([verb, why]) => why === null && !isDone(verb, token.shown))?.[0]
  return (
    <>
      {first ? <p className="max-w-[72ch]">{consequence(first, token, now)}</p> : null}
      <div className="flex flex-wrap items-center gap-2">
        {open.map(([verb, why]) => (
          <Act key={verb} verb={verb} why={why} token={token} waits={secondFor(asker, verb, [token])} now={now} />
        ))}
      </div>
    </>
  )
}

type ActProps = { verb: ProviderVerb; why: string | null; token: ActToken; waits: ReturnType<typeof secondFor>; now: Date }

function Act({ verb, why, token, waits, now }: ActProps) {
  const says = `${effectOf(verb, token.kind).does} ${token.displayId}`
  if (why !== null)
    return (
      <span className="flex flex-wrap items-center gap-x-3 gap-y-1 text-table text-text-2">
        <Button disabled aria-describedby={`why-not-${verb}`} wraps>
          {says}
        </Button>
        <span id={`why-not-${verb}`}>{why}</span>
      </span>
    )
  return (
    <DialogButton
      label={`${says}…`}
      title={`${says}?`}
      says={
        <>
          {consequence(verb, token, now)} {waits ? secondWords[waits] : null}
        </>
      }
      kind={verb === 'delete' ? 'danger' : 'quiet'}
      wraps
    >
      <AskForm verb={verb} ids={[token.id]} says={says} toType={toType(verb, [token])} waits={waits !== null} inDialog />
    </DialogButton>
  )
}
