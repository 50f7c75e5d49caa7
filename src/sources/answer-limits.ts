/** How many rows one answer of Search-UnifiedAuditLog holds, and row counts at which the service may stop without a word. */

/** Rows that are asked for: `ResultSize` is refused above it, and an answer with as many rows counts as cut. */
export const resultSize = 5000

/** Row counts at which answers have been seen cut: the default of 100, 120 (2023), one page of 1,000. */
const seenCut: ReadonlySet<number> = new Set([100, 120, 1000])
/** Limits are round numbers: every multiple of this one is suspicious. */
const roundNumber = 500

/** Whether an answer of so many rows, on so many pages, may have been cut at that number. */
export function isSuspiciousCount(rows: number, pages: number): boolean {
  return rows > 0 && (rows % roundNumber === 0 || seenCut.has(rows)) && (rows !== 1000 || pages === 1)
}
