/**
 * For `Readable.toWeb`: reads on only as the answer leaves. Else a short file is read out as soon as it is begun, and one whose reader went
 * away would be on record as whole.
 */
export const asItLeaves = { strategy: { highWaterMark: 0 } } as const
