import type { Db } from '../lib/db/db.ts'

const addresses = { email: 'standdown@example.com', slack: 'https://hooks.example.com', webhook: 'https://receiver.example.com' }

/** A message a state, newest last. */
const messages = [
  ['email', 'assigned', 'Yours to retire by 14 Dec 2026: Move deploy-bot to a GitHub App', 'sent', 1, null],
  ['email', 'digest', 'Standdown: 3 of your tasks moved', 'sent', 1, null],
  ['slack', 'exposed', 'Leaked: billing-export', 'sent', 2, null],
  ['email', 'due-soon', 'Due in 7 days: Move deploy-bot to a GitHub App', 'given-up', 1, 'The mail server mail.example.com:587 refused the address (550).'],
  ['email', 'offered', null, 'dropped', 0, 'It is not so any more: nothing was left to say.'],
  ['email', 'overdue', '8 days late: Move deploy-bot to a GitHub App', 'failed', 3, 'The mail server mail.example.com:587 cannot be reached: the connection was refused.'],
  ['email', 'assigned', null, 'held', 0, null],
] as const // prettier-ignore

/**
 * Messages in every state, by channels of which one is failing, one is well, and one was tested and is off. Nothing is sent: the
 * channels that are on wait for a moment that does not come during a run.
 */
export async function fillMessages(db: Db): Promise<void> {
  await db.pool.query(
    `insert into channel (kind, address, sealed, tested_at, tested_for, on_since, failing_since, problem, failures, retry_at, changed_at)
     select kind, address, case when kind <> 'email' then 'nothing to open' end, now() - interval '9 days', address,
       case when kind <> 'webhook' then now() - interval '8 days' end, case when kind = 'email' then now() - interval '40 minutes' end,
       case when kind = 'email' then 'The mail server mail.example.com:587 cannot be reached: the connection was refused.' end, 0, now() + interval '1 day', now()
     from jsonb_each_text($1::jsonb) as c(kind, address)`,
    [JSON.stringify(addresses)],
  )
  await db.pool.query(
    `insert into message (id, kind, channel, recipient, name, subject, state, attempts, next_attempt_at, error, created_at, sent_at)
     select ('018f0000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, m ->> 1, m ->> 0,
       case m ->> 0 when 'slack' then $2 else 'ana.ruiz@example.com' end, case m ->> 0 when 'slack' then $2 else 'Ana Ruiz' end,
       m ->> 2, m ->> 3, (m ->> 4)::int, now() + interval '3 hours', m ->> 5, now() - interval '1 day' + n * interval '1 hour',
       case when m ->> 3 = 'sent' then now() - interval '1 day' + n * interval '1 hour' + interval '2 seconds' end
     from jsonb_array_elements($1::jsonb) with ordinality as given(m, n)`,
    [JSON.stringify(messages), addresses.slack],
  )
}
