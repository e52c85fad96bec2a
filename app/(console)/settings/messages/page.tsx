import type { Metadata } from 'next'
import type { ReactNode } from 'react'
import { channelWords } from '@/components/messages/message-words.ts'
import { PageHead } from '@/components/shell/page-head.tsx'
import { Notice } from '@/components/ui/notice.tsx'
import { Section } from '@/components/ui/section.tsx'
import { TextLink } from '@/components/ui/text-link.tsx'
import { countWords, exactly } from '@/components/ui/time-words.ts'
import { countMessages, type MessageCounts } from '@/lib/db/list-messages.ts'
import { channelStates, previewSending, type ChannelState } from '@/lib/flows/message-channels.ts'
import { messageHours } from '@/lib/flows/message-hours.ts'
import { channelKinds } from '@/lib/model/message.ts'
import { messageSearchHref } from '@/lib/model/message-search.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { pageViewer } from '@/lib/server/web/viewer.ts'
import { ChannelPanel } from './channel-panel.tsx'
import { HoursForm } from './hours-form.tsx'
import { MessageTabs } from './tabs.tsx'

export const metadata: Metadata = { title: 'Messages · Settings' }

const shownDays = 30

export default async function MessagesPage() {
  const viewer = await pageViewer('messages:edit')
  const world = await webWorld()
  const since = new Date(new Date().getTime() - shownDays * 86_400_000)
  const [states, counts, hours] = await Promise.all([channelStates(world), countMessages(world.db, since), messageHours(world.db.pool)])
  const channels = await Promise.all(
    channelKinds.map(async (kind) => {
      const state = states[kind]
      const isReady = state.onSince === null && state.lacks === null
      return { state, counts: counts.find(({ channel }) => channel === kind), preview: isReady ? await previewSending(world, kind) : null }
    }),
  )
  return (
    <>
      <PageHead title="Messages" says={sentence(Object.values(states), counts)} />
      <MessageTabs here="/settings/messages" />
      <Failing channels={channels.map(({ state }) => state)} givenUp={counts.reduce((sum, { givenUp }) => sum + givenUp, 0)} />
      {channels.map(({ state, counts: its, preview }) => (
        <Section key={state.kind} title={channelWords[state.kind].name} says={channelWords[state.kind].says}>
          <ChannelPanel
            channel={{
              kind: state.kind,
              address: state.address,
              isOn: state.onSince !== null,
              needs: state.needs,
              lacks: state.lacks,
              version: state.version,
            }}
            says={stateSays(state, its, world.mail?.server ?? null)}
            preview={preview}
            testTo={state.kind === 'email' ? viewer.email : state.address}
          />
        </Section>
      ))}
      <Section
        title="Hours"
        says="At quiet hours nobody is written to but of leaks; what became due meanwhile goes out afterwards, if it is still so. The signed webhook does not sleep."
      >
        <HoursForm hours={hours} />
      </Section>
    </>
  )
}

function sentence(states: readonly ChannelState[], counts: readonly MessageCounts[]): ReactNode {
  if (states.every(({ onSince }) => onSince === null)) return 'Messages are off. Nobody is told anything until a channel was tested and switched on.'
  const sum = (of: 'sent' | 'waiting' | 'held' | 'givenUp') => counts.reduce((total, each) => total + each[of], 0)
  return (
    <>
      {countWords(sum('sent'))} sent in {shownDays} days,{' '}
      <TextLink href={messageSearchHref({ tab: 'waiting', edge: null })}>{countWords(sum('waiting') + sum('held'))} waiting</TextLink>,{' '}
      {countWords(sum('givenUp'))} given up.
    </>
  )
} // prettier-ignore

/** What administrators have to know: a receiver that takes nothing, and what was given up for it. */
function Failing({ channels, givenUp }: { channels: readonly ChannelState[]; givenUp: number }) {
  const failing = channels.filter(({ onSince, failingSince }) => onSince !== null && failingSince !== null)
  if (failing.length === 0 && givenUp === 0) return null
  return (
    <Notice tone={failing.length > 0 ? 'error' : 'warning'} className="mb-6" title={failing.length > 0 ? 'Messages do not get through.' : 'Some messages were given up.'}>
      {failing.map(({ kind, problem, failingSince, retryAt }) => (
        <p key={kind}>
          {channelWords[kind].name}: {problem} Since {failingSince ? exactly(failingSince) : 'now'}
          {retryAt ? `; tried again from ${exactly(retryAt)}` : ''}. A test that goes through sends what waits at once.
        </p>
      ))}
      {givenUp > 0 ? (
        <p>
          <TextLink href={messageSearchHref({ tab: 'given-up', edge: null })}>{countWords(givenUp)} given up</TextLink> in {shownDays} days. They can be sent again.
        </p>
      ) : null}
    </Notice>
  )
} // prettier-ignore

function stateSays({ kind, address, onSince, testedAt }: ChannelState, counts: MessageCounts | undefined, server: string | null): string {
  const where =
    address === ''
      ? 'Not set up.'
      : kind === 'email'
        ? `From ${address} by ${server ?? 'no server, as SMTP_URL is not set'}.`
        : `To ${address}.`
  const tested = testedAt ? `Tested ${exactly(testedAt)}.` : address === '' ? '' : 'Never tested.'
  const on = onSince ? `On since ${exactly(onSince)}.` : 'Off.'
  const wait = counts && counts.waiting + counts.held > 0 ? `${countWords(counts.waiting + counts.held)} waiting.` : ''
  return [where, tested, on, wait].filter(Boolean).join(' ')
}
