import { dayInText } from '@/components/tokens/detail/text-time.ts'
import type { PlanAct } from '@/lib/model/plan-act.ts'
import { courseOf } from '@/lib/model/recipe.ts'

export type ActName = PlanAct['do']

/** What a plan's act is asked of, as far as its words speak of it. */
export type ActGround = {
  recipe: string
  title: string
  dueAt: Date
  policyDueAt: Date
  proposedDueAt: Date | null
  ownerName: string | null
  offeredToName: string | null
  offeredBy: string | null
}

/** What leads to an act, its button, and what comes of it in a sentence. */
export type ActWords = { link: string; verb: string; says: string }

/** An act in words. The button says the verb and the object again. */
export function planActWords(act: ActName, plan: ActGround, now: Date): ActWords {
  const due = dayInText(plan.dueAt, now)
  const policy = dayInText(plan.policyDueAt, now)
  switch (act) {
    case 'acknowledge':
      if (courseOf(plan.recipe) === 'leak')
        return { link: 'Acknowledge', verb: 'Acknowledge', says: 'You bring what takes its place. Cutting it off waits for nobody.' }
      return { link: 'Acknowledge', verb: 'Acknowledge', says: `You take it on, and it is done by ${due}. Nothing is switched off by this.` }
    case 'propose-date':
      return {
        link: 'Propose another date',
        verb: 'Propose this date',
        says: `Until ${policy} a date counts at once. A later one waits for security to accept it; until then ${due} stands.`,
      }
    case 'decide-date':
      return {
        link: 'Decide on the date',
        verb: `Accept ${plan.proposedDueAt ? dayInText(plan.proposedDueAt, now) : 'the date'}`,
        says: `Policy wanted it by ${policy} when it was opened. Refusing leaves it due ${due}.`,
      }
    case 'set-date':
      return { link: 'Set the date', verb: 'Set the date', says: `It is due ${due}; policy wanted it by ${policy} when it was opened. A date that was proposed is settled by this.` }
    case 'offer':
      return { link: 'Hand over', verb: 'Offer it', says: 'Handing over puts it among their tasks now; you keep the task until they accept. Its tokens go with it.' }
    case 'accept':
      return { link: 'Accept', verb: 'Accept', says: 'It and its tokens are yours from then on. You acknowledge it as the next step.' }
    case 'decline':
      return { link: 'Decline', verb: 'Decline', says: `It stays with ${plan.ownerName ?? plan.offeredBy ?? 'whoever has it'}, and leaves your tasks.` }
    case 'disown':
      return {
        link: 'Not mine',
        verb: 'Say it is not mine',
        says: 'It leaves your tasks for the unclaimed queue, where security finds whose it is. Its tokens stay in your name until somebody takes it.',
      }
    case 'assign':
      return { link: 'Assign', verb: 'Assign it', says: 'It and its tokens are theirs at once, without being asked. They acknowledge it anew.' }
    case 'name-successor':
      if (courseOf(plan.recipe) === 'leak')
        return { link: 'Name what takes its place', verb: 'Name it', says: 'Its first use, as its source shows it, is what proves that it is replaced, whether the old one still works or not.' }
      return { link: 'Name what takes its place', verb: 'Name it', says: 'Its use, as its source shows it, is what proves that the switch worked. Naming another one takes back what was said of the switch.' }
    case 'switch':
      return { link: 'I have switched it', verb: 'I have switched it', says: 'From this moment any use of the old one shows that something still has it. It still works, so you can go back.' }
    case 'block':
      return { link: 'It is blocked', verb: 'Say that it is blocked', says: 'It waits for security until it is unblocked. Its date does not move.' }
    case 'unblock':
      return { link: 'Unblock', verb: 'Unblock it', says: 'It goes on from where it stood.' }
    case 'comment':
      return { link: 'Comment', verb: 'Add the comment', says: 'Everybody who sees the plan reads it.' }
    case 'choose-recipe':
      return { link: 'Choose another way', verb: 'Choose this way', says: 'The steps and snippets change. What is proved stays proved, unless what was named is not what the new way leads to.' }
    case 'cancel':
      return { link: 'Call it off', verb: `Call off ${plan.title}`, says: 'The plan ends here, without proof. Its tokens stay as they are, and can be planned again.' }
  }
} // prettier-ignore

const dids: Readonly<Record<string, string>> = {
  opened: 'The plan is open. Its owner finds it among their tasks.',
  acknowledge: 'Acknowledged. The next step is below.',
  'propose-date': 'The date is noted. Past policy it waits for security.',
  'decide-date': 'Decided.',
  'set-date': 'The date is set.',
  offer: 'Offered. It stays with you until they accept.',
  accept: 'It is yours now. Acknowledge it next.',
  decline: 'Declined. It stays where it was.',
  disown: 'It is in the unclaimed queue now.',
  assign: 'Assigned.',
  'name-successor': 'Noted. What its source shows of it counts from now on.',
  switch: 'Noted. The next complete sync shows whether the old one is still used.',
  block: 'Noted. It waits for security.',
  unblock: 'It goes on.',
  comment: 'Added.',
  'choose-recipe': 'Another way is chosen.',
  cancel: 'Called off.',
  check: 'Asked. A sync takes a minute or two; load this page again to see what it found.',
}

/** What was done, from the address that it led to; null where that says nothing known. */
export function didWords(did: string | undefined): string | null {
  return did !== undefined && Object.hasOwn(dids, did) ? (dids[did] ?? null) : null
}
