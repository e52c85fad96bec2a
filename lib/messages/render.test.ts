import { describe, expect, test } from 'vitest'
import { noticeKinds, type Notice, type NoticeKind, type Reader } from '../model/message.ts'
import { renderEvent, renderLetter, renderPost, type ToRender } from './render.ts'
import { sampleNotices } from './samples.ts'

const site = 'https://standdown.example.com'
const letter = (said: ToRender['said'], more: Partial<ToRender> = {}) =>
  renderLetter({ said, more: 0, site, name: 'Ana', invitation: null, invitedUntil: null, words: {}, ...more })
const one = (kind: NoticeKind) => sampleNotices.find((notice) => notice.kind === kind) as Notice
const named = (title: string): Notice => ({ ...(one('assigned') as Extract<Notice, { kind: 'assigned' }>), title })

test('every kind of message has a sample, a subject on one line, and a link for whoever may open it', () => {
  expect(sampleNotices.map(({ kind }) => kind).toSorted()).toEqual(noticeKinds.toSorted())
  for (const notice of sampleNotices) {
    for (const reader of ['owner', 'above', 'security'] satisfies Reader[]) {
      const { subject, text, html } = letter([{ notice, reader }])
      expect(subject).toMatch(/^[^\n\r]{5,150}$/)
      expect(text.includes(`${site}/`)).toBe(reader !== 'above')
      expect(html.includes(`href="${site}/`)).toBe(reader !== 'above')
      expect(`${subject}${text}`).not.toMatch(/undefined|null|\[object/)
    }
  }
})

test.each<[NoticeKind, Reader, string]>([
  ['assigned', 'owner', '/tasks/018f0000-0000-7000-8000-000000000001'],
  ['overdue', 'security', '/plans/018f0000-0000-7000-8000-000000000001'],
  ['leak-unmatched', 'security', '/exposures/018f0000-0000-7000-8000-000000000008'],
  ['exposed', 'owner', '/tokens/018f0000-0000-7000-8000-000000000002'],
  ['exception-ending', 'requester', '/exceptions/018f0000-0000-7000-8000-000000000003'],
  ['act-waiting', 'security', '/acts/018f0000-0000-7000-8000-000000000007'],
  ['source-failing', 'admin', '/sources/018f0000-0000-7000-8000-000000000004'],
])('%s leads a reader (%s) straight to %s', (kind, reader, path) => {
  expect(letter([{ notice: one(kind), reader }]).text).toContain(`: ${site}${path}\n`)
})

describe('whoever has no account', () => {
  const invitation = { link: `${site}/invitation/abc`, until: new Date('2026-12-17T00:00:00Z') }
  const said = [{ notice: one('assigned'), reader: 'owner' }] as const

  test('comes in by the invitation and is led on to the task', () => {
    const { text, html } = letter(said, { invitation })
    expect(text).toContain(`${invitation.link}?to=%2Ftasks%2F018f0000-0000-7000-8000-000000000001`)
    expect(text).toContain('It works once, until 17 Dec 2026')
    expect(html).not.toContain(`href="${site}/tasks`)
  })

  test('is told of an earlier one that is still good', () => {
    expect(letter(said, { invitedUntil: invitation.until }).text).toContain('it is good until 17 Dec 2026')
  })
})

test('several things of a kind are one message, and what it does not show is counted', () => {
  const said = [named('A'), named('B')].map((notice) => ({ notice, reader: 'owner' }) as const)
  expect(letter(said).subject).toBe('2 tasks are yours to retire')
  const { subject, text } = letter(said, { more: 38 })
  expect(subject).toBe('40 tasks are yours to retire')
  expect(text).toContain(`38 more: ${site}/tasks`)
  const act = { notice: one('act-review'), reader: 'security' } as const
  expect(letter([act], { more: 2 }).text).toContain(`2 more: ${site}/acts`)
})

test.each([
  [['github.pat.classic'], 'end the authorisation of billing-export'],
  [['github.deploy-key'], 'delete billing-export'],
  [[], 'delete billing-export'],
])('an act on %j is told by what it does there: %s', (tokenKinds, says) => {
  for (const kind of ['act-waiting', 'act-review'] as const) {
    const { subject, text } = letter([{ notice: { ...one(kind), verb: 'delete', tokenKinds, tokens: 1 } as Notice, reader: 'security' }])
    expect(subject).toContain(says)
    expect(text).toContain(`to ${says} at the provider`)
  }
})

describe('what a provider named something', () => {
  const hostile = '<b>x</b>"&\r\nBcc: eve@example.com <!channel>'
  const said = [{ notice: named(hostile), reader: 'owner' }] as const

  test('is no markup, header or mention', () => {
    const { subject, html } = letter(said)
    expect(subject).not.toMatch(/[\r\n]/)
    expect(html).not.toContain('<b>x')
    expect(html).toContain('&lt;b&gt;x&lt;/b&gt;&quot;&amp;')
    expect(renderPost({ said, more: 0, site, words: {} }).text).not.toContain('<!channel>')
  })

  test('of any length ends a subject in time', () => {
    expect(letter([{ notice: named('x'.repeat(5_000)), reader: 'owner' }]).subject).toHaveLength(150)
  })
})

test('a program gets the facts, and no address of anybody', () => {
  const { body } = renderEvent({
    said: { notice: one('overdue'), reader: 'machine' },
    site,
    at: new Date('2026-12-10T12:00:00Z'),
    words: {},
  })
  expect(JSON.parse(body)).toMatchObject({
    type: 'plan.overdue',
    timestamp: '2026-12-10T12:00:00.000Z',
    data: { planId: '018f0000-0000-7000-8000-000000000001', days: 8, url: `${site}/plans/018f0000-0000-7000-8000-000000000001` },
  })
  expect(body).not.toContain('@')
})
