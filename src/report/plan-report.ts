/** The estimate of `mode: plan`, in Markdown. */
import {pluralise, thousands} from '../audit/numbers.ts'
import type {Period} from '../audit/period.ts'
import {escapeMarkdown, markdownTable} from './markdown.ts'
import {duration} from './sentences.ts'

export interface PlanEstimate {
  /** What the estimate is based on, in words. */
  from: string
  days: readonly {date: string; records: number; windows: number}[]
  /** Undefined where nothing is known of the volume. */
  records: number | undefined
  windows: number
  /** Those read again and cut included. */
  readings: number
  /** Of the readings: for parts of windows that are too full, and for second readings. */
  cut: number
  confirmation: number
  /** Milliseconds that one job would take. */
  time: number
  /** Jobs that are recommended. */
  parts: number
}

/** @param notes what else a reader should know. */
export function planMarkdown(estimate: PlanEstimate, {text}: Pick<Period, 'text'>, notes: readonly string[]): string {
  const {from, days, records, windows, readings, cut, confirmation, time, parts} = estimate
  const volume = records === undefined ? 'unknown' : `about ${thousands(records)}`
  const minutes = Math.ceil(time / 60_000) * 60_000
  const advice =
    parts === 1
      ? 'One job is enough.'
      : `Read it in ${pluralise(parts, 'job')} at once: give \`matrix\` to strategy.matrix and \`shard: \${{ matrix.shard }}\` to each, then join them with mode: merge.`
  const rows = days.map(day => [day.date, records === undefined ? '–' : thousands(day.records), thousands(day.windows)])
  return [
    `# Plan for ${escapeMarkdown(text)}`,
    `${pluralise(windows, 'window')}, ${pluralise(readings, 'reading')} (${thousands(cut)} for parts of windows that are too full, ${thousands(confirmation)} to confirm), ${duration(minutes)} in one job. Records: ${volume}, estimated from ${escapeMarkdown(from, 300)}.`,
    advice,
    ...notes.map(note => escapeMarkdown(note, 1000)),
    `## Windows per day\n\n${markdownTable(['Day', 'Records', 'Windows'], rows)}`,
  ].join('\n\n')
}
