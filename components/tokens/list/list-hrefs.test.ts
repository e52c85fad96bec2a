import { describe, expect, test } from 'vitest'
import { readTokenList } from '@/lib/model/token-list.ts'
import { rawQuery } from '@/lib/model/token-search.ts'
import { builtInViews } from '@/lib/model/token-view.ts'
import {
  groupNarrowedBy,
  hrefCleared,
  hrefFiltered,
  hrefOfGroup,
  hrefOfList,
  hrefPaged,
  hrefSorted,
  hrefWithout,
  narrowedBy,
} from './list-hrefs.ts'
import { hrefOfView } from './view-href.ts'

const at = (query: string) => readTokenList(rawQuery(new URLSearchParams(query)), builtInViews(null))

describe('where the links of a list lead', () => {
  test.each([
    ['the list itself', hrefOfList(at('')), '/tokens'],
    ['a view as it is', hrefOfList(at('view=unused')), '/tokens?view=unused'],
    ['a view', hrefOfView('unused'), '/tokens?view=unused'],
    ['the usual view', hrefOfView('live'), '/tokens'],
    ['sorted', hrefSorted(at('owner=none'), 'name'), '/tokens?owner=none&sort=name'],
    ['sorted once more', hrefSorted(at('owner=none&sort=name'), 'name'), '/tokens?owner=none&sort=-name'],
    ['sorted by another', hrefSorted(at('sort=-name'), 'due'), '/tokens?sort=due'],
    ['filtered, from a later page', hrefFiltered(at('sort=risk&limit=20'), 'owner', ['none']), '/tokens?owner=none&sort=risk&limit=20'],
    ['without a filter', hrefWithout(at('owner=none&idle=90'), 'idle'), '/tokens?owner=none'],
    ['without the last filter of a view', hrefWithout(at('view=no-owner'), 'owner'), '/tokens?view=no-owner&sort=queue'],
    ['without a state', hrefWithout(at('state=disabled'), 'state'), '/tokens?state=any'],
    ['cleared: live tokens again', hrefCleared(at('state=any&q=deploy&owner=none&due=overdue')), '/tokens'],
    ['cleared of what no menu asks for', hrefCleared(at('because=REUSE&widened=2026-11-23T09:00:00Z&gone=2026-11-23T09:00:00Z&plan=open&team=a0000000-0000-7000-8000-000000000001')), '/tokens'], // prettier-ignore
    ['without its reasons', hrefWithout(at('because=REUSE&because=NO_OWNER&owner=none'), 'because'), '/tokens?owner=none'],
    ['cleared keeps the order and the columns', hrefCleared(at('q=x&sort=risk&density=compact')), '/tokens?sort=risk&density=compact'],
    ['a group opened', hrefOfGroup(at('group=reason'), 'DORMANT'), '/tokens?reason=DORMANT'],
    ['a group of a grouped view', hrefOfGroup(at('view=no-owner'), 'a0000000-0000-7000-8000-000000000001'), '/tokens?view=no-owner&owner=none&source=a0000000-0000-7000-8000-000000000001&group=none'], // prettier-ignore
  ])('%s', (_, href, expected) => expect(decodeURIComponent(href)).toBe(expected))

  // Or what a group's link selects would not be what is selected where it leads.
  test.each([
    ['group=reason', 'DORMANT'],
    ['group=owner&state=any&sort=-risk&limit=5&q=deploy', 'none'],
    ['group=reason&reason=STANDING_HIGH&reason=DORMANT&verdict=standing-privilege&columns=token,risk', 'DORMANT'],
    ['view=no-owner&density=compact', 'a0000000-0000-7000-8000-000000000001'],
  ])('%s: the group %s is narrowed by what the list it opens as is', (query, value) => {
    const href = hrefOfGroup(at(query), value)
    const opened = at(href.slice(href.indexOf('?') + 1))
    expect(opened.group).toBeNull()
    expect(groupNarrowedBy(at(query), value)).toBe(narrowedBy(opened.search))
  })

  test('a page keeps the list and never a drawer', () => {
    const cursor = { value: 60, id: 'a0000000-0000-7000-8000-000000000001', before: 50 }
    const href = hrefPaged({ ...at('owner=none'), token: 'a0000000-0000-7000-8000-000000000002' }, 'after', cursor)
    expect(href).toMatch(/^\/tokens\?owner=none&after=[\w-]+$/)
    expect(at(href.slice(href.indexOf('?') + 1)).search.from).toEqual({ side: 'after', cursor })
  })
})
