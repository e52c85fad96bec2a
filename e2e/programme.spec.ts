import { askDatabase, oneRow } from './database.ts'
import { expect, test } from './fixtures.ts'
import { lookOver } from './look-over.ts'

/** A programme that has been under way for two months, beside whatever plans other stories open; taken away again. */
const by = 'the story of a programme'

test.beforeAll(async () => {
  const { day } = await oneRow<{ day: string }>('day that was counted', 'select max(day)::text as day from snapshot')
  // Days before there was a demo: a third more then, by other rules until 40 days ago, and five that nobody counted.
  await askDatabase(
    `with past as (insert into snapshot (day, taken_at, complete, lacking)
       select $1::date - n, ($1::date - n)::timestamp at time zone 'utc', '{}', case when n = 30 then 1 else 0 end from generate_series(1, 60) n where n not between 20 and 24
       on conflict do nothing returning day)
     insert into snapshot_count select p.day, c.source_id, c.team, c.verdict, c.binding, c.level, case when $1::date - p.day >= 40 then 'nps-0.9.0' else c.model end,
       c.tokens + c.tokens * ($1::date - p.day) / 180, c.risk, c.privilege_hours * (1 + ($1::date - p.day) / 180.0) from past p join snapshot_count c on c.day = $1::date`,
    [day],
  )
  await askDatabase(
    `with picked as (select t.*, row_number() over (order by t.queue_key desc, t.id) as n from token t
         where t.state = 'live' and t.verdict in ('revoke-now', 'standing-privilege') and t.owner_id is not null
           and not exists (select from plan_token m where m.token_id = t.id and m.open) limit 26),
       planned as (insert into plan (id, title, recipe, owner_id, stage, waiting_on, opened_at, opened_by, policy_due_at, due_at, looked_at, closed_at, blocked)
         select gen_random_uuid(), id::text, 'generic.rotate', owner_id, case when n % 3 = 0 then 'verified' else 'acknowledged' end, case when n % 3 = 0 then 'nobody' else 'owner' end,
           now() - interval '40 days', $1, now() + make_interval(days => (n * 3 - 36)::int), now() + make_interval(days => (n * 3 - 36 + case when n % 4 = 1 then 20 else 0 end)::int), now(),
           case when n % 3 = 0 then now() - make_interval(days => (40 - n)::int) end, case when n = 5 then 'Its vendor answers in January.' end from picked returning *),
       members as (insert into plan_token (plan_id, token_id, open, added_at, verdict, risk, base, proved, off_at, verified_at)
         select p.id, t.id, p.closed_at is null, p.opened_at, t.verdict, t.risk, t.base, case when p.closed_at is null then 'none' else 'verified' end, p.closed_at - interval '1 day', p.closed_at
         from planned p join picked t on t.id::text = p.title)
     insert into plan_event (id, plan_id, at, kind, by, detail) select gen_random_uuid(), p.id, now() - interval '9 days', 'date-set', 'Ana',
       jsonb_build_object('from', to_jsonb(p.policy_due_at), 'to', to_jsonb(p.due_at)) from planned p where p.due_at > p.policy_due_at`,
    [by],
  )
  await askDatabase(`update plan p set title = t.name from token t where t.id::text = p.title and p.opened_by = $1`, [by])
  await askDatabase(
    `insert into exposure (id, token_id, state, found_in, found_at, still_valid, matched_by, stated_by)
     select gen_random_uuid(), id, 'confirmed', $1, now() - interval '3 hours', 'yes', 'provider id', 'user:story' from token where state = 'live' order by queue_key, id limit 1`,
    [by],
  )
})

test.afterAll(async () => {
  await askDatabase('delete from plan where opened_by = $1', [by])
  await askDatabase('delete from exposure where found_in = $1', [by])
  await askDatabase('delete from snapshot where day < (select max(day) from snapshot)')
})

test('the programme says whether its dates are kept, and each of its numbers opens what it counts', async ({ analyst: page }) => {
  await page.goto('/plans')
  const figure = page.getByRole('figure').filter({ has: page.getByRole('heading', { name: 'Are dates kept?' }) })
  await expect(figure.getByRole('img')).toHaveAccessibleName(/behind the committed line/)
  await figure.getByText('Show as table').click()
  const proved = figure
    .getByRole('row')
    .filter({ has: page.getByRole('link') })
    .first()
    .getByRole('link')
    .last()
  const says = await proved.innerText()
  await proved.click()
  await expect(page.getByRole('heading', { name: 'Retirements', level: 1 })).toBeVisible()
  await expect(page.getByRole('status').filter({ hasText: /retirement/ })).toContainText(`${says} retirement`)

  await page.goto('/plans/progress')
  await expect(page.getByRole('img', { name: /^Standing privileges\./ })).toBeVisible()
  const slipped = page.getByRole('region', { name: 'What slipped' })
  await expect(slipped.getByText(/Ana moved it to/).first()).toBeVisible()
  await page.goto('/plans?show=slipped')
  await expect(page.getByRole('region', { name: 'Plans' }).getByRole('row').nth(1)).toBeVisible()
})

test('what still works has run for at least so long, and is in no share', async ({ analyst: page }) => {
  await page.goto('/plans/time-to-revoke')
  const leaks = page.getByRole('region', { name: 'From a leak' })
  await leaks
    .getByRole('row')
    .filter({ hasText: /at least 3 h/ })
    .getByRole('link')
    .last()
    .click()
  await expect(page.getByRole('region', { name: 'Retirements' }).getByText(/at least 3 h/)).toBeVisible()
})

for (const [name, at] of [
  ['programme-dates', '/plans'],
  ['programme-progress', '/plans/progress'],
  ['programme-retirements', '/plans/retirements'],
  ['programme-times', '/plans/time-to-revoke'],
] as const)
  test(`${name} of a programme under way can be used by everybody`, async ({ looking }) => {
    const page = await looking('analyst')
    await lookOver(page, name, async () => void (await page.goto(at)))
  })
