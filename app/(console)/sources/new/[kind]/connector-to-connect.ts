import type { Connector, WayIn } from '@/lib/connectors/contract.ts'
import { connectorKinds, connectorOf } from '@/lib/connectors/registry.ts'

/** The connector of an address, or null where there is none, or nothing to connect: a file is imported. */
export async function connectorToConnect(kind: string): Promise<Connector | null> {
  if (!connectorKinds.some((one) => one === kind)) return null
  const connector = await connectorOf(kind)
  return connector.ways.length > 0 ? connector : null
}

/** A connector and one of its ways in, by an address. */
export async function wayToConnect(kind: string, id: string): Promise<{ connector: Connector; way: WayIn } | null> {
  const connector = await connectorToConnect(kind)
  const way = connector?.ways.find((one) => one.id === id)
  return connector && way ? { connector, way } : null
}
