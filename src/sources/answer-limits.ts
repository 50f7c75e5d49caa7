/** How many rows one answer of Search-UnifiedAuditLog holds, and row counts at which the service stops without a word. */

/** Rows that are asked for: `ResultSize` is refused above it, and an answer with as many rows counts as cut. */
export const resultSize = 5000

/** Row counts at which answers have been seen cut: the default of 100, 120 (2023), one page of 1,000. */
export const suspiciousCounts: ReadonlySet<number> = new Set([100, 120, 1000])
