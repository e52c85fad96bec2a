'use client'

import { useState } from 'react'
import { ChoiceField, type Choice } from '@/components/directory/choice-field.tsx'
import { Button } from '@/components/ui/button.tsx'
import { FormProblem } from '@/components/ui/form-problem.tsx'
import { InputField, SelectField } from '@/components/ui/input-field.tsx'
import { Notice } from '@/components/ui/notice.tsx'
import { Section } from '@/components/ui/section.tsx'
import { TextLink } from '@/components/ui/text-link.tsx'
import { countWords } from '@/components/ui/time-words.ts'
import { useKeptForm } from '../use-kept-form.ts'
import { submitRule, type RuleAnswer } from './actions.ts'

type RuleFormProps = {
  owners: readonly Choice[] | null
  workloads: readonly Choice[] | null
  providers: readonly string[]
  kinds: readonly string[]
  position: number
}

const labels = {
  name: 'Name of the rule',
  position: 'Position',
  namePattern: 'Name is like',
  tagKey: 'Tag',
  owner: 'Owner',
  workload: 'Workload',
  'condition.kind': 'Kind is like',
  'condition.name': 'Name is like',
  'condition.handle': 'Holder is like',
  'condition.tag.key': 'Tag',
  'condition.tag.value': 'Tag’s value is like',
}

const isPreview = ({ did }: RuleAnswer) => did === 'preview'

/** A new rule: what it asks for, what it assigns, and what it would change before it is added. */
export function RuleForm({ owners, workloads, providers, kinds, position }: RuleFormProps) {
  const { state, sending, errorAt, form } = useKeptForm(submitRule, isPreview)
  // A preview is of what was filled in when it was asked for, and of nothing else.
  const [edited, setEdited] = useState<typeof state>(null)
  const answer = state?.done ? state.value : null
  const preview = answer?.did === 'preview' && edited !== state ? answer.preview : null
  const group = 'flex flex-col gap-4 rounded-panel border border-line p-4'
  return (
    <Section title="Add a rule" says="Everything that is filled in must hold. In a pattern, * stands for any run of characters; case does not matter." className="mt-8">
      <form {...form} id="new-rule" onChange={() => setEdited(state)} aria-label="New rule" className="flex max-w-[72rem] flex-col gap-4">
        <div className="grid gap-4 md:grid-cols-[minmax(0,1fr)_10rem]">
          <InputField name="name" label="Name of the rule" maxLength={200} autoComplete="off" error={errorAt('name')} />
          <InputField key={position} name="position" label="Position" type="number" min={0} max={100_000} defaultValue={position} error={errorAt('position')} />
        </div>
        <div className="grid gap-4 lg:grid-cols-2">
          <fieldset className={group}>
            <legend className="px-1 font-semibold">When a token’s</legend>
            <SelectField name="provider" label="Provider is" optional error={errorAt('condition.provider')}
              options={[{ value: '', label: 'any' }, ...providers.map((value) => ({ value, label: value }))]} />
            <InputField name="kind" label="Kind is like" optional list="kinds" maxLength={100} autoComplete="off" placeholder="aws.access-key" error={errorAt('condition.kind')} />
            <datalist id="kinds">
              {kinds.map((kind) => (
                <option key={kind} value={kind} />
              ))}
            </datalist>
            <InputField name="namePattern" label="Name is like" optional maxLength={300} autoComplete="off" placeholder="ci-*" error={errorAt('namePattern') ?? errorAt('condition.name')} />
            <div className="grid gap-4 md:grid-cols-2">
              <InputField name="tagKey" label="Tag" optional maxLength={256} autoComplete="off" placeholder="team" error={errorAt('tagKey') ?? errorAt('condition.tag.key')} />
              <InputField name="tagValue" label="Tag’s value is like" optional maxLength={1_024} autoComplete="off" placeholder="pay*" error={errorAt('condition.tag.value')} />
            </div>
            <InputField name="handle" label="Holder is like" optional hint="A name or address by which its provider says who holds it." maxLength={320} autoComplete="off" placeholder="*@acme.example" error={errorAt('condition.handle')} />
          </fieldset>
          <fieldset className={`${group} h-fit`}>
            <legend className="px-1 font-semibold">it belongs to</legend>
            <ChoiceField name="owner" label="Owner" choices={owners} none="leave the owner as it is" error={errorAt('owner')} />
            <ChoiceField name="workload" label="Workload" choices={workloads} none="leave the workload as it is" error={errorAt('workload')} />
          </fieldset>
        </div>
        {state?.done === false ? <FormProblem state={state} labels={labels} /> : null}
        {preview ? <Preview preview={preview} /> : null}
        {answer?.did === 'add' ? (
          <Notice tone="success" role="status" title={`“${answer.name}” was added. ${tokensWords(answer.changed)} changed.`} />
        ) : null}
        <div className="flex flex-wrap items-center gap-3">
          <Button type="submit" name="intent" value="preview" kind={preview ? 'quiet' : 'primary'} aria-disabled={sending}>
            {sending ? 'Looking at the tokens …' : preview ? 'Preview again' : 'Preview the rule'}
          </Button>
          {preview ? (
            <Button type="submit" name="intent" value="add" kind="primary" aria-disabled={sending}>
              Add the rule
            </Button>
          ) : (
            <p className="text-table text-text-2">The preview says what would change. Nothing is saved by it.</p>
          )}
        </div>
      </form>
    </Section>
  )
} // prettier-ignore

type PreviewOf = Extract<RuleAnswer, { did: 'preview' }>['preview']

/** What the rule would do, in the order of what a person asks: how much it fits, how much changes, and why not the rest. */
function Preview({ preview: { matches, live, changes, stated, taken, examples } }: { preview: PreviewOf }) {
  return (
    <Notice
      tone={changes > 0 ? 'info' : 'warning'}
      role="status"
      title={`It would match ${tokensWords(matches)} (${countWords(live)} live); ${countWords(changes)} of them change.`}
    >
      {stated > 0 ? <p>{countWords(stated)} keep what a person stated.</p> : null}
      {taken > 0 ? <p>{countWords(taken)} are taken by a rule before it.</p> : null}
      {examples.length > 0 ? (
        <p className="break-words">
          For example{' '}
          {examples.map(({ id, name }, place) => (
            <span key={id}>
              {place > 0 ? ', ' : ''}
              <TextLink href={`/tokens/${id}`}>{name}</TextLink>
            </span>
          ))}
          {changes > examples.length ? ' …' : '.'}
        </p>
      ) : null}
    </Notice>
  )
}

function tokensWords(count: number): string {
  return count === 1 ? '1 token' : `${countWords(count)} tokens`
}
