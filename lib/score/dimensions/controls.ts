import type { ControlFacts, Facts } from '../../model/facts.ts'
import { model } from '../nps-1.0.0.ts'

/** Basis points that the evidenced controls are worth together, before any cap. */
export function controlsWorth(controls: ControlFacts): number {
  const { network, revocation, monitoring, secretScanning } = model.controls
  const minutes = controls.revocationMinutes
  const drill = minutes === null ? undefined : revocation.find(([limit]) => minutes <= limit)
  return (
    (controls.networkConfined ? network : 0) +
    (drill ? drill[1] : 0) +
    (controls.monitored ? monitoring : 0) +
    (controls.secretScanning ? secretScanning : 0)
  )
}

/** Basis points that the controls take off a replay side of `replay`: never more than 25 points, never more than 40 %. */
export function controlsRelief({ controls }: Pick<Facts, 'controls'>, replay: number): number {
  const { most, least } = model.controls
  const lowest = Math.ceil((replay * least.numerator) / least.denominator)
  return Math.min(controlsWorth(controls), most, replay - lowest)
}
