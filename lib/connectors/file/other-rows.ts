import { z } from 'zod'
import { Agent } from '../../model/facts.ts'
import {
  ControlType,
  type ControlSighting,
  type ExposureSighting,
  type OwnerSighting,
  type WorkloadSighting,
} from '../../model/sighting.ts'
import { instantOr, list, optionalNumber, optionalText, optionalYes, sensitivity, text, word } from './cells.ts'

const key = text(320)

export const OwnerRow = z
  .strictObject({
    key,
    kind: word(['person', 'team'], 'person'),
    name: optionalText(1_024),
    email: optionalText(320).refine((email) => email === undefined || /^[^\s@]+@[^\s@]+$/.test(email), 'is not an e-mail address'),
    handles: list(50, 320),
    team: optionalText(320),
    manager: optionalText(320),
    status: word(['active', 'departed'], 'active'),
  })
  .transform(({ key, name, email, team, manager, ...row }): OwnerSighting => ({
    key,
    name: name ?? key,
    ...(email !== undefined && { email }),
    ...(team !== undefined && { team }),
    ...(manager !== undefined && { manager }),
    ...row,
  }))

export const WorkloadRow = z
  .strictObject({
    key,
    name: optionalText(1_024),
    environment: optionalText(100),
    sensitivity,
    data_classes: list(50, 100),
    agent: word(Agent.options as [Agent, ...Agent[]], 'none'),
    accountable: optionalText(320),
    owner: optionalText(320),
    status: word(['active', 'decommissioned', 'vendor-ended'], 'active'),
  })
  .transform(({ key, name, environment, sensitivity, data_classes, accountable, owner, ...row }): WorkloadSighting => ({
    key,
    name: name ?? key,
    ...(environment !== undefined && { environment }),
    ...(sensitivity !== undefined && { sensitivity }),
    dataClasses: data_classes,
    ...(accountable !== undefined && { accountable }),
    ...(owner !== undefined && { owner }),
    ...row,
  }))

export const ControlRow = z
  .strictObject({
    type: word(ControlType.options as [ControlType, ...ControlType[]], 'network'),
    token: optionalText(1_024),
    workload: optionalText(320),
    evidence: text(2_000),
    evidenced_at: instantOr(),
    minutes: optionalNumber,
  })
  .superRefine((row, context) => {
    if ((row.token === undefined) === (row.workload === undefined))
      context.addIssue({ code: 'custom', path: ['token'], message: 'or workload must say what the control is on, one of the two' })
    if (row.evidenced_at === undefined) context.addIssue({ code: 'custom', path: ['evidenced_at'], message: 'is missing' })
  })
  .transform((row): ControlSighting => ({
    type: row.type,
    on: row.token === undefined ? { workload: row.workload ?? '' } : { token: row.token },
    evidence: row.evidence,
    evidencedAt: row.evidenced_at ?? new Date(Number.NaN),
    ...(row.minutes !== undefined && { minutes: row.minutes }),
  }))

export const ExposureRow = z
  .strictObject({
    token: text(1_024),
    state: word(['suspected', 'confirmed', 'abuse'], 'suspected'),
    found_in: text(1_024),
    found_at: instantOr().refine((date) => date !== undefined, 'is missing'),
    still_valid: optionalYes,
  })
  .transform((row): ExposureSighting => ({
    token: row.token,
    state: row.state,
    foundIn: row.found_in,
    foundAt: row.found_at ?? new Date(Number.NaN),
    stillValid: row.still_valid ?? 'not-reported',
  }))
