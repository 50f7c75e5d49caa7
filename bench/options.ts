/** What the words after `npm run bench --` ask for. Pure: all mistakes at once. */
import {parseArgs} from 'node:util'

/** In the order in which they are measured. */
export const partNames = [
  'start',
  'calls',
  'duration',
  'memory',
  'local',
  'program',
  'protection',
  'bundle',
  'detection',
  'tenants',
  'large',
] as const
export type PartName = (typeof partNames)[number]

export interface BenchOptions {
  parts: readonly PartName[]
  /** Of the month that the local job gets; the targets are meant for a million. */
  records: number
  /** Of the large month. */
  largeRecords: number
  /** File for the results. */
  json: string
  /** Add the result to the page that keeps the last ones. */
  record: boolean
  /** Fail where a target is missed, or a value is worse than the last ones. */
  check: boolean
}

export const usage = `npm run bench -- [--only ${partNames.join(',')}] [--records 1000000] [--large] [--large-records 10000000] [--json bench-results.json] [--record] [--check]`

export function readOptions(words: readonly string[]): {options: BenchOptions} | {mistakes: string[]} {
  const known = {
    only: {type: 'string'},
    records: {type: 'string', default: '1000000'},
    large: {type: 'boolean', default: false},
    'large-records': {type: 'string', default: '10000000'},
    json: {type: 'string', default: 'bench-results.json'},
    record: {type: 'boolean', default: false},
    check: {type: 'boolean', default: false},
  } as const
  const {values, tokens} = parseArgs({args: [...words], options: known, strict: false, tokens: true})
  const mistakes: string[] = []
  for (const token of tokens) {
    if (token.kind === 'positional') mistakes.push(`“${token.value}” is no option.`)
    if (token.kind !== 'option') continue
    const option = Object.entries(known).find(([name]) => name === token.name)?.[1]
    if (option === undefined) mistakes.push(`There is no option ${token.rawName}.`)
    else if (option.type === 'string' && !token.value) mistakes.push(`${token.rawName} needs a value.`)
    else if (option.type === 'boolean' && token.value !== undefined) mistakes.push(`${token.rawName} takes no value.`)
  }
  const text = (name: keyof typeof known) => (typeof values[name] === 'string' ? values[name] : '')
  const count = (name: 'records' | 'large-records') => {
    const value = Number(text(name))
    if (text(name) !== '' && !(Number.isSafeInteger(value) && value >= 1000))
      mistakes.push(`--${name} is a number of records from 1000 on, not “${text(name)}”.`)
    return value
  }
  const [records, largeRecords] = [count('records'), count('large-records')]
  const named = text('only').split(',').filter(Boolean)
  for (const name of named)
    if (!partNames.some(part => part === name))
      mistakes.push(`There is no part “${name}”; there are ${partNames.join(', ')}.`)
  if (mistakes.length > 0) return {mistakes: [...new Set(mistakes)]}

  const isLarge = values.large === true
  const isAsked = (part: PartName) => (named.length > 0 ? named.includes(part) : isLarge ? false : part !== 'large')
  const parts = partNames.filter(part => isAsked(part) || (part === 'large' && isLarge))
  const {record, check} = values
  return {
    options: {parts, records, largeRecords, json: text('json'), record: record === true, check: check === true},
  }
}
