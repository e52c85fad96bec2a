import { LinkButton } from '@/components/ui/button.tsx'
import { FormProblem } from '@/components/ui/form-problem.tsx'
import { InputField } from '@/components/ui/input-field.tsx'
import { SubmitButton } from '@/components/ui/submit-button.tsx'
import type { Issue } from '@/lib/model/app-error.ts'
import { dueNames, policyFields, policyNames, wordsOf, type PolicyName } from '@/lib/model/policy-fields.ts'

type ValuesFormProps = {
  /** As they are, or as they were typed where they cannot be taken. */
  values: Readonly<Record<PolicyName, string | number>>
  problem: { message: string; issues: readonly Issue[] } | null
}

const labels = Object.fromEntries(policyNames.map((name) => [name, policyFields[name].label]))

/** The values to type. Its button shows what they would do; the address then says it, so that it can be sent to somebody. */
export function ValuesForm({ values, problem }: ValuesFormProps) {
  const fieldsOf = (names: readonly PolicyName[]) => (
    <div className="grid max-w-[60rem] gap-4 md:grid-cols-2">
      {names.map((name) => {
        const { label, unit, least, most, hint, value } = policyFields[name]
        return (
          <InputField
            key={name}
            name={name}
            label={`${label}, in ${unit}`}
            type="number"
            min={least}
            max={most}
            required
            autoComplete="off"
            hint={`${hint} ${least} to ${most}; delivered as ${wordsOf(name, value)}.`}
            defaultValue={values[name]}
            // Labels stand in one line and fields in another, however many lines a hint has.
            className="h-full [&>:last-child]:mt-auto"
            error={problem?.issues.find(({ where }) => where === name)?.what}
          />
        )
      })}
    </div>
  )
  return (
    <form action="/settings/policy/change" aria-label="Values of the policy" className="flex max-w-[60rem] flex-col gap-6">
      {problem ? <FormProblem state={problem} labels={labels} /> : null}
      <fieldset>
        <legend className="mb-2 font-medium">By when to act, counted from the moment that a verdict begins</legend>
        {fieldsOf(dueNames)}
      </fieldset>
      <fieldset>
        <legend className="mb-2 font-medium">For how long something holds</legend>
        {fieldsOf(policyNames.filter((name) => !dueNames.some((due) => due === name)))}
      </fieldset>
      <div className="flex flex-wrap gap-2">
        <SubmitButton kind="quiet" wraps className="min-h-11 md:min-h-8">
          Show what it would do
        </SubmitButton>
        <LinkButton href="/settings/policy" className="min-h-11 md:min-h-8">
          Cancel
        </LinkButton>
      </div>
    </form>
  )
}
