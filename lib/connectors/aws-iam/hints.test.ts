import { describe, expect, test } from 'vitest'
import { agentOf, consumersOf, isMadeForBedrock, ownerHintsOf } from './hints.ts'

describe('who uses a key, by its tags', () => {
  test.each([
    [{}, []],
    [{ consumers: 'finance data-platform' }, ['finance', 'data-platform']],
    [{ 'Used-By': 'finance/data-platform/finance ' }, ['finance', 'data-platform']],
    [{ consumers: '' }, []],
    [{ owner: 'finance' }, []],
  ])('%j: %j', (tags, consumers) => expect(consumersOf(tags)).toEqual(consumers))
})

describe('the user that the console makes for a Bedrock key', () => {
  test.each([
    ['BedrockAPIKey-k3fz', true],
    ['bedrockapikey-a1b2c3', true],
    ['BedrockAPIKey-', false],
    ['my-BedrockAPIKey-k3fz', false],
    ['bedrock-runner', false],
  ])('%s: %s', (user, made) => {
    expect(isMadeForBedrock(user)).toBe(made)
    expect(ownerHintsOf(user, {}).length).toBe(made ? 0 : 1)
  })
})

describe('whether an agent uses a key, by its tags', () => {
  test.each([
    [{ agent: 'autonomous' }, 'autonomous'],
    [{ 'AI-Agent': 'Supervised' }, 'supervised'],
    [{ agent: 'yes' }, undefined],
    [{ name: 'autonomous' }, undefined],
  ])('%j: %s', (tags, agent) => expect(agentOf(tags)).toBe(agent))
})
