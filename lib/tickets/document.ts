import type { TicketBlock } from '../model/ticket.ts'

/** An issue's description as Jira Cloud takes it: a tree of nodes (Atlassian Document Format, version 1), in which text is only ever text. */
export function documentOf(blocks: readonly TicketBlock[]): object {
  return { version: 1, type: 'doc', content: blocks.map(nodeOf) }
}

function nodeOf(block: TicketBlock): object {
  if ('list' in block)
    return { type: 'bulletList', content: block.list.map((text) => ({ type: 'listItem', content: [paragraph([{ type: 'text', text: oneLine(text) }])] })) } // prettier-ignore
  if ('link' in block)
    return paragraph([{ type: 'text', text: oneLine(block.label), marks: [{ type: 'link', attrs: { href: block.link } }] }])
  return paragraph([{ type: 'text', text: oneLine(block.text) }])
}

function paragraph(content: object[]): object {
  return { type: 'paragraph', content }
}

/** The same as one's own Jira takes it: its wiki notation, with whatever a name could say in that notation made plain. */
export function notationOf(blocks: readonly TicketBlock[]): string {
  return blocks
    .map((block) => {
      if ('list' in block) return block.list.map((text) => `* ${plain(text)}`).join('\n')
      return 'link' in block ? `[${plain(block.label)}|${block.link}]` : plain(block.text)
    })
    .join('\n\n')
}

/** Signs that the notation reads as more than themselves. */
const signs = /[\\{}[\]*_+\-^~?!|#@&()<>]/g

function plain(text: string): string {
  return oneLine(text).replaceAll(signs, (sign) => `\\${sign}`)
}

/** An empty text node is refused, and a line break would begin a block of its own. */
function oneLine(text: string): string {
  return text.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim() || '–'
}
