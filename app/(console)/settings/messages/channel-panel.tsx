'use client'

import { channelWords } from '@/components/messages/message-words.ts'
import { firstSending, heldWords, numbers } from '@/components/messages/sending-words.ts'
import { Button } from '@/components/ui/button.tsx'
import { CopyButton } from '@/components/ui/copy-button.tsx'
import { DialogActions, DialogButton, DialogCancel } from '@/components/ui/dialog.tsx'
import { FormProblem } from '@/components/ui/form-problem.tsx'
import { InputField } from '@/components/ui/input-field.tsx'
import { Notice } from '@/components/ui/notice.tsx'
import { SubmitButton } from '@/components/ui/submit-button.tsx'
import { countWords } from '@/components/ui/time-words.ts'
import type { ChannelKind, Filled } from '@/lib/model/message.ts'
import { useKeptForm } from '../../use-kept-form.ts'
import { sendTest, setUp, turnOff, turnOn } from './actions.ts'

type Shown = { kind: ChannelKind; address: string; isOn: boolean; needs: string | null; lacks: string | null; version: number }

type ChannelPanelProps = {
  channel: Shown
  /** Where it stands, in sentences. */
  says: string
  /** What switching it on would send at once; null where it cannot be switched on. */
  preview: Filled | null
  testTo: string
}

/** One way out: set it up, send a test, and then switch it on, in this order. */
export function ChannelPanel({ channel, says, preview, testTo }: ChannelPanelProps) {
  return (
    <div className="flex max-w-[60rem] flex-col gap-4 rounded-panel border border-line p-4">
      <p>{says}</p>
      {channel.lacks && !channel.isOn ? <p className="text-text-2">{channel.lacks}</p> : null}
      <SetUp channel={channel} />
      {channel.needs && !channel.isOn ? null : (
        <div className="flex flex-col gap-3 border-t border-line pt-4">
          {channel.needs ? null : <Test channel={channel} testTo={testTo} />}
          {preview ? <TurnOn channel={channel} preview={preview} /> : null}
          {channel.isOn ? <TurnOff channel={channel} /> : null}
        </div>
      )}
    </div>
  )
}

function Which({ channel: { kind, version } }: { channel: Shown }) {
  return (
    <>
      <input type="hidden" name="kind" value={kind} />
      <input type="hidden" name="version" value={version} />
    </>
  )
}

function SetUp({ channel }: { channel: Shown }) {
  const { kind, address, version } = channel
  const { name, asks, hint, example } = channelWords[kind]
  const { state, sending, errorAt, form } = useKeptForm(setUp)
  return (
    <form {...form} aria-label={`Set up: ${name}`} className="flex flex-col gap-3">
      <Which channel={channel} />
      {state?.done === false ? <FormProblem state={state} labels={{ address: asks }} /> : null}
      {state?.done && (state.value.secret || !channel.isOn) ? <Saved secret={state.value.secret} /> : null}
      <InputField
        key={version}
        id={`address-${kind}`}
        name="address"
        type={kind === 'email' ? 'email' : 'url'}
        label={asks}
        hint={`${hint}${channel.isOn ? ' Another one switches this channel off until it was tested.' : ''} Empty takes the channel away.`}
        placeholder={example}
        defaultValue={kind === 'email' ? address : ''}
        autoComplete="off"
        maxLength={2_000}
        error={errorAt('address')}
      />
      <div>
        <Button type="submit" aria-disabled={sending}>
          {sending ? 'Saving …' : `Save ${kind === 'email' ? 'the sender' : 'the address'}`}
        </Button>
      </div>
    </form>
  )
}

/** A secret is shown once: only its sealed form is kept. */
function Saved({ secret }: { secret: string | null }) {
  if (!secret) return <Notice tone="success" role="status" title="Saved. Send a test before it is switched on." />
  return (
    <Notice tone="success" role="status" title="Saved. Enter this secret at the receiver now; it is not shown again.">
      <p id="signing-secret" translate="no" className="rounded-control bg-bg px-2 py-1 font-mono text-table break-all select-all">
        {secret}
      </p>
      <CopyButton from={{ id: 'signing-secret' }} what="the signing secret" />
    </Notice>
  )
}

function Test({ channel, testTo }: { channel: Shown; testTo: string }) {
  const { state, sending, form } = useKeptForm(sendTest)
  return (
    <form {...form} aria-label={`Test: ${channelWords[channel.kind].name}`} className="flex flex-col gap-3">
      <Which channel={channel} />
      {state?.done === false ? <FormProblem state={state} /> : null}
      {state?.done ? <Notice tone="success" role="status" title={`A test was handed over for ${state.value.to}. Look whether it is there.`} /> : null}
      <div>
        <Button type="submit" wraps aria-disabled={sending}>
          {sending ? 'Sending …' : `Send a test to ${testTo}`}
        </Button>
      </div>
    </form>
  )
} // prettier-ignore

/** "312 people, 540 messages": asked before the first of them goes. */
function TurnOn({ channel, preview }: { channel: Shown; preview: Filled }) {
  const { name } = channelWords[channel.kind]
  const { state, sending, form } = useKeptForm(turnOn)
  const changed = state?.done && 'now' in state.value ? state.value.now : null
  return (
    <div className="flex flex-col gap-3">
      <p>{firstSending(channel.kind, preview)}{invitations(preview)}</p>
      <div>
        <DialogButton kind="primary" label={`Switch on: ${name}`} title={preview.messages > 0 ? `Send ${numbers(channel.kind, preview)}?` : `Switch on: ${name}?`} says={`${preview.messages > 0 ? 'What is sent cannot be taken back.' : 'Nothing is due now, so nothing is sent at once.'}${heldWords(preview)}${invitations(preview)} From then on messages go out by themselves.`}>
          <form {...form} className="flex flex-col gap-4">
            <Which channel={channel} />
            {state?.done === false ? <FormProblem state={state} /> : null}
            {changed ? <Notice tone="warning" role="alert" title={`Nothing was sent: by now it would be ${numbers(channel.kind, changed)}.${heldWords(changed)} Look again.`} /> : null}
            <input type="hidden" name="messages" value={preview.messages} />
            <input type="hidden" name="people" value={preview.people} />
            <input type="hidden" name="held" value={preview.held} />
            <DialogActions>
              <DialogCancel />
              <SubmitButton sending={sending} wraps>
                {preview.messages > 0 ? `Send ${numbers(channel.kind, preview)} and switch on` : 'Switch on'}
              </SubmitButton>
            </DialogActions>
          </form>
        </DialogButton>
      </div>
    </div>
  )
} // prettier-ignore

function invitations({ invitations: count }: Filled): string {
  if (count === 0) return ''
  return count === 1 ? ' One of them has no account and is invited.' : ` ${countWords(count)} of them have no account and are invited.`
}

function TurnOff({ channel }: { channel: Shown }) {
  const { state, sending, form } = useKeptForm(turnOff)
  return (
    <form {...form} aria-label={`Switch off: ${channelWords[channel.kind].name}`} className="flex flex-col gap-3">
      <Which channel={channel} />
      {state?.done === false ? <FormProblem state={state} /> : null}
      <div className="flex flex-wrap items-center gap-3">
        <Button type="submit" aria-disabled={sending}>
          {sending ? 'Switching off …' : 'Switch off'}
        </Button>
        <p className="text-table text-text-2">What waits is not sent. Switched on again, it asks again.</p>
      </div>
    </form>
  )
}
