import Bowser from 'bowser'

/** "Firefox on Linux": what a browser calls itself, in words short enough to tell one's sessions apart. */
export function agentWords(agent: string): string {
  if (agent.trim() === '') return 'a browser that does not say what it is'
  const { browser, os } = Bowser.parse(agent)
  const names = [browser.name, os.name].filter(Boolean)
  return names.length > 0 ? names.join(' on ') : agent.slice(0, 60)
}
