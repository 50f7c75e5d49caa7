/** One measurement: a value, mostly a ratio taken within this run, and what it should not exceed. */
export interface Line {
  name: string
  /** The smaller, the better, where it has a target or a key. */
  value: number
  unit: string
  target?: number
  detail?: string
  /** Its column among the last results. */
  key?: string
}

export function isMissed({value, target}: Line): boolean {
  return target !== undefined && value > target
}

export function tableOf(lines: readonly Line[]): string {
  const rows = lines.map(line => [
    line.name,
    `${line.value.toFixed(2)} ${line.unit}`,
    line.target === undefined ? '' : `≤ ${line.target}`,
    line.target === undefined ? '' : isMissed(line) ? 'MISSED' : 'reached',
    line.detail ?? '',
  ])
  const header = ['what', 'measured', 'target', '', 'detail']
  const widths = header.map((title, column) => Math.max(title.length, ...rows.map(row => (row[column] ?? '').length)))
  return [header, ...rows]
    .map(row =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
