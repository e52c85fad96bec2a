import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { CallError } from '../connectors/http/call-error.ts'
import { smallServer } from '../connectors/testing/small-server.ts'
import { quietWorld } from '../connectors/testing/quiet-world.ts'
import { startEstate, type Estate } from '../estate/estate.ts'
import type { TicketText } from '../model/ticket.ts'
import { checkJira } from './check.ts'
import { openJira } from './client.ts'
import { createIssue, findMarked, readIssue, readIssues } from './issues.ts'
import type { JiraCredential, JiraSettings } from './settings.ts'

/** Both ways of speaking to Jira meet the company's two Jiras, which answer on their own paths and in their own shapes alone. */
let estate: Estate
beforeAll(async () => {
  estate = await startEstate({ tokens: 300, seed: 5, now: new Date('2026-11-24T00:00:00Z') })
})
afterEach(() => estate.control.clearFaults())
afterAll(() => estate.close())

const flavours = ['cloud', 'data-center'] as const
type Flavour = (typeof flavours)[number]

function settingsOf(flavour: Flavour, change: Partial<JiraSettings> = {}): JiraSettings {
  return { flavour, ...estate.jira[flavour === 'cloud' ? 'cloud' : 'own'], issueType: 'Task', ...change }
}

function opened(flavour: Flavour, credential?: JiraCredential, change: Partial<JiraSettings> = {}) {
  const settings = settingsOf(flavour, change)
  const world = quietWorld()
  const given = credential ?? (flavour === 'cloud' ? estate.jiraCredential : estate.jiraOwnCredential)
  return { settings, world, jira: openJira(settings, given, world) }
}

const text: TicketText = {
  summary: 'Retire a token',
  blocks: [
    { text: 'Why it [~goes] {quote}' },
    { list: ['one', 'two\nlines', ''] },
    { link: 'https://standdown.example/tasks/1', label: 'The task' },
  ],
  dueDay: '2026-12-24',
}
const make = (flavour: Flavour, marker: string) => {
  const { jira, settings } = opened(flavour)
  return createIssue(jira, settings, text, marker, { withDueDate: true })
}

describe.each(flavours)('%s', (flavour) => {
  test('an issue is made once, found by its marker, and read back as somebody moves it', async () => {
    const { jira, settings } = opened(flavour)
    expect(await findMarked(jira, settings, `standdown-a-${flavour}`)).toBeNull()
    const made = await make(flavour, `standdown-a-${flavour}`)
    expect(await findMarked(jira, settings, `standdown-a-${flavour}`)).toMatchObject({
      ...made,
      status: 'To Do',
      category: 'to-do',
      assignee: null,
    })
    const kept = estate.control.issues().find(({ key }) => key === made.key)
    expect(kept).toMatchObject({ summary: text.summary, duedate: '2026-12-24', labels: ['standdown', `standdown-a-${flavour}`] })
    estate.control.changeIssue(made.key, { status: 'Done', assignee: 'Ana Abara' })
    expect(await readIssue(jira, made.key.toLowerCase())).toMatchObject({ category: 'done', assignee: 'Ana Abara' })
    expect((await readIssues(jira, [made.externalId])).found.get(made.externalId)?.status).toBe('Done')
  })

  test('many are read page by page, and what was deleted meanwhile is told apart by asking for it', async () => {
    const { jira } = opened(flavour)
    const ids: string[] = []
    for (let index = 0; index < 45; index += 1) ids.push((await make(flavour, `standdown-many-${index}-${flavour}`)).externalId)
    expect([...(await readIssues(jira, ids)).found.keys()].toSorted()).toEqual(ids.toSorted())
    const gone = estate.control.issues().find(({ id }) => String(id) === ids[3])
    estate.control.changeIssue(gone?.key ?? '', { deleted: true })
    const { found: left } = await readIssues(jira, ids)
    expect(left.size).toBe(44)
    expect(left.has(ids[3] ?? '')).toBe(false)
    expect(await readIssue(jira, ids[3] ?? '')).toBeNull()
  })

  test('the test says who we are and that all is there', async () => {
    const { jira, settings } = opened(flavour)
    const { checks, as, site, duedate } = await checkJira(jira, settings)
    expect(checks.map(({ what, state }) => [what, state])).toEqual([
      ['Who we are', 'good'],
      ['The project', 'good'],
      ['To make issues', 'good'],
      ['The type of issue', 'good'],
    ])
    expect(as).toMatch(/standdown/i)
    expect(site).toBe(settings.baseUrl)
    expect(duedate).toBe(true)
  })

  test.each<[string, Partial<JiraSettings>, string, RegExp]>([
    ['a project that is not there', { projectKey: 'NONE' }, 'The project', /no project NONE/],
    ['a type that is not there', { issueType: 'Epic' }, 'The type of issue', /no type “Epic”.*Task, Change/],
    ['a sub-task', { issueType: 'Sub-task' }, 'The type of issue', /cannot stand alone/],
    ['a type that asks for more', { issueType: 'Change' }, 'The type of issue', /asks for Risk assessment/],
  ])('the test says what is wrong: %s', async (_, change, what, says) => {
    const { jira, settings } = opened(flavour, undefined, change)
    const { checks } = await checkJira(jira, settings)
    const wrong = checks.filter(({ state }) => state !== 'good')
    expect(wrong).toMatchObject([{ what, state: 'wrong' }])
    expect(wrong[0]?.says).toMatch(says)
  })

  test('a credential that is refused ends the test at once, and is in no word of it', async () => {
    const bad = flavour === 'cloud' ? { email: 'a@b.example', token: 'not-the-token-1234' } : { token: 'not-the-token-1234' }
    const { jira, settings, world } = opened(flavour, bad)
    const { checks, as } = await checkJira(jira, settings)
    expect(checks).toMatchObject([{ what: 'Who we are', state: 'wrong' }])
    expect(as).toBeNull()
    expect(JSON.stringify([checks, world.lines])).not.toMatch(/not-the-token|canary/i)
  })

  test('what is asked for too often is asked again after the wait that was asked for', async () => {
    estate.control.fault({ name: 'throttled', on: 'issue/', times: 1, value: '1' })
    const { jira } = opened(flavour)
    const began = performance.now()
    expect(await readIssue(jira, '999999')).toBeNull()
    expect(performance.now() - began).toBeGreaterThan(900)
  })

  test('a change is sent once, whatever comes of it', async () => {
    estate.control.fault({ name: 'cut-after', on: 'POST', times: 1 })
    const { jira, settings } = opened(flavour)
    await expect(make(flavour, `standdown-cut-${flavour}`)).rejects.toBeInstanceOf(CallError)
    expect(await findMarked(jira, settings, `standdown-cut-${flavour}`)).not.toBeNull()
    expect(estate.control.issues().filter(({ labels }) => labels.includes(`standdown-cut-${flavour}`))).toHaveLength(1)
  })

  test.each([
    ['forbidden', /not permitted/],
    ['server-errors', /provider's side/],
    ['html', /not JSON|could not be read/],
    ['truncated-body', /not JSON|could not be read/],
    ['redirect', /leads elsewhere/],
  ] as const)('%s is an error in our words', async (name, says) => {
    const { key } = await make(flavour, `standdown-${name}-${flavour}`)
    estate.control.fault({ name, on: 'issue/' })
    const { jira, world } = opened(flavour)
    const error = await readIssue(jira, key).then(() => null, (thrown: unknown) => thrown) // prettier-ignore
    expect(error).toBeInstanceOf(CallError)
    expect((error as CallError).message).toMatch(says)
    expect(JSON.stringify([(error as CallError).message, world.lines])).not.toMatch(/Something broke|canary/i)
  })
})

test('the two are not taken for one another', async () => {
  const { jira, settings } = opened('cloud', estate.jiraCredential, { projectKey: 'SEC' })
  const wrong = await checkJira(openJira({ ...settings, flavour: 'data-center' }, estate.jiraOwnCredential, quietWorld()), settings)
  expect(wrong.checks[0]?.state).toBe('wrong')
  const visitor = await checkJira(openJira(settings, estate.jiraCredentialWithoutRights, quietWorld()), settings)
  expect(visitor.checks).toMatchObject([{ state: 'good' }, { what: 'The project', state: 'wrong' }])
  expect(jira.rest).toBe('/rest/api/3')
})

test('a walk through pages that never ends is ended', async () => {
  const server = await smallServer((_request, response, body) => {
    const { nextPageToken = '0' } = JSON.parse(body || '{}') as { nextPageToken?: string }
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ issues: [], nextPageToken: String(Number(nextPageToken) + 1), isLast: false }))
  })
  try {
    const jira = openJira({ flavour: 'cloud', baseUrl: server.url }, { email: 'a@b.example', token: 'x' }, quietWorld())
    await expect(findMarked(jira, { projectKey: 'SEC' }, 'standdown-1')).rejects.toThrow(/no end/)
    expect(server.asked.length).toBeLessThanOrEqual(20)
    expect(server.asked[0]?.headers.authorization).toBe(`Basic ${Buffer.from('a@b.example:x').toString('base64')}`)
  } finally {
    await server.close()
  }
})
