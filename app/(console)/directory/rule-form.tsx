'use client'

import { useState } from 'react'
import { ChoiceField, type Choice } from '@/components/directory/choice-field.tsx'
import { ClashNotice } from '@/components/directory/clash-notice.tsx'
import { RulePreview } from '@/components/directory/rule-preview.tsx'
import { Button, LinkButton } from '@/components/ui/button.tsx'
import { FormProblem } from '@/components/ui/form-problem.tsx'
import { InputField, SelectField } from '@/components/ui/input-field.tsx'
import type { RuleFields } from '@/lib/model/rule.ts'
import { useKeptForm } from '../use-kept-form.ts'
import { changeRule, submitRule } from './rule-actions.ts'
import { ruleFormLabels, ruleFormNames } from './rule-labels.ts'

type RuleFormProps = {
  /** Null for a new one. */
  rule: (RuleFields & { id: string; version: number }) | null
  owners: readonly Choice[] | null
  workloads: readonly Choice[] | null
  owner: Choice | null
  workload: Choice | null
  providers: readonly string[]
  kinds: readonly string[]
  sources: readonly { id: string; name: string }[]
  /** Where a new one may stand: the position to come after, and in words. */
  places: readonly { value: string; label: string }[]
}

const always = () => true

/** A rule: what it asks for, what it assigns, and what it would change before it is saved. */
export function RuleForm({ rule, owners, workloads, owner, workload, providers, kinds, sources, places }: RuleFormProps) {
  const { state, sending, errorAt, form } = useKeptForm(rule ? changeRule : submitRule, always)
  // A preview is of what was filled in when it was asked for, and of nothing else.
  const [edited, setEdited] = useState<typeof state>(null)
  const answer = state?.done ? state.value : null
  const preview = answer?.did === 'preview' && edited !== state ? answer.preview : null
  const clash = answer?.did === 'clash' ? answer.clash : null
  const group = 'flex flex-col gap-4 rounded-panel border border-line p-4'
  const { provider, kind, sourceId, name, tag, handle } = rule?.condition ?? {}
  return (
    <form {...form} onChange={() => setEdited(state)} aria-label={rule ? `Edit ${rule.name}` : 'New rule'} className="flex max-w-[72rem] flex-col gap-4">
      {rule ? (
        <>
          <input type="hidden" name="id" value={rule.id} />
          <input type="hidden" name="version" value={clash?.version ?? rule.version} />
          <input type="hidden" name="was" value={JSON.stringify({ name: rule.name, condition: rule.condition, ownerId: rule.ownerId, workloadId: rule.workloadId, enabled: rule.enabled })} />
        </>
      ) : null}
      {state?.done === false ? <FormProblem state={state} labels={ruleFormLabels} names={ruleFormNames} /> : null}
      {clash ? <ClashNotice key={clash.version} clash={clash} /> : null}
      <div className="grid items-end gap-4 md:grid-cols-2">
        <InputField name="name" label="Name of the rule" required maxLength={200} autoComplete="off" defaultValue={rule?.name} error={errorAt('name')} />
        {rule ? null : <SelectField name="position" label="Position" defaultValue={places.at(-1)?.value} options={places} hint="The first rule that fits decides." error={errorAt('position')} />}
      </div>
      <div className="grid gap-4 lg:grid-cols-2">
        <fieldset className={group}>
          <legend className="px-1 font-semibold">When a token’s</legend>
          <div className="grid gap-4 md:grid-cols-2">
            <SelectField name="provider" label="Provider is" optional defaultValue={provider ?? ''} error={errorAt('condition.provider')}
              options={[{ value: '', label: 'any' }, ...withOwn(providers, provider).map((value) => ({ value, label: value }))]} />
            <SelectField name="sourceId" label="Source is" optional defaultValue={sourceId ?? ''} error={errorAt('condition.sourceId')}
              options={[{ value: '', label: 'any' }, ...sources.map(({ id, name }) => ({ value: id, label: name })), ...(sourceId && !sources.some(({ id }) => id === sourceId) ? [{ value: sourceId, label: 'one that is gone' }] : [])]} />
          </div>
          <InputField name="kind" label="Kind is like" optional list="kinds" maxLength={100} autoComplete="off" placeholder="aws.access-key" defaultValue={kind} error={errorAt('condition.kind')} />
          <datalist id="kinds">
            {kinds.map((one) => (
              <option key={one} value={one} />
            ))}
          </datalist>
          <InputField name="namePattern" label="Name is like" optional maxLength={300} autoComplete="off" placeholder="ci-*" hint="* stands for any run of characters; case does not matter." defaultValue={name} error={errorAt('namePattern') ?? errorAt('condition.name')} />
          <div className="grid gap-4 md:grid-cols-2">
            <InputField name="tagKey" label="Tag" optional maxLength={256} autoComplete="off" placeholder="team" defaultValue={tag?.key} error={errorAt('tagKey') ?? errorAt('condition.tag.key')} />
            <InputField name="tagValue" label="Tag’s value is like" optional maxLength={1_024} autoComplete="off" placeholder="pay*" defaultValue={tag?.value} error={errorAt('condition.tag.value')} />
          </div>
          <InputField name="handle" label="Holder is like" optional hint="A name or address by which its provider says who holds it." maxLength={320} autoComplete="off" placeholder="*@acme.example" defaultValue={handle} error={errorAt('condition.handle')} />
        </fieldset>
        <fieldset className={`${group} h-fit`}>
          <legend className="px-1 font-semibold">it belongs to</legend>
          <ChoiceField name="owner" label="Owner" choices={owners} chosen={owner} none="leave the owner as it is" error={errorAt('owner')} />
          <ChoiceField name="workload" label="Workload" choices={workloads} chosen={workload} none="leave the workload as it is" error={errorAt('workload')} />
        </fieldset>
      </div>
      {preview ? <RulePreview preview={preview} /> : null}
      <div className="flex flex-wrap items-center gap-3">
        <Button type="submit" name="intent" value="preview" kind={preview ? 'quiet' : 'primary'} aria-disabled={sending}>
          {sending ? 'Looking at the tokens …' : preview ? 'Preview again' : 'Preview the rule'}
        </Button>
        {preview || clash ? (
          <Button type="submit" name="intent" value="save" kind="primary" aria-disabled={sending}>
            {rule ? 'Save the rule' : 'Add the rule'}
          </Button>
        ) : null}
        <LinkButton href="/directory/rules">Cancel</LinkButton>
        {preview ? null : <p className="text-table text-text-2">The preview says what would change. Nothing is saved by it.</p>}
      </div>
    </form>
  )
} // prettier-ignore

function withOwn(values: readonly string[], own: string | undefined): readonly string[] {
  return own && !values.includes(own) ? [own, ...values] : values
}
