/** What connectors are grouped by, in the order in which they are shown. */
export const connectorFamilies = ['clouds', 'identity', 'workloads', 'code', 'agents', 'saas', 'data', 'leaks', 'files'] as const
export type ConnectorFamily = (typeof connectorFamilies)[number]
