/** What the doctor found, as data (doctor.json) and as a page of Markdown. */

import {z} from 'zod'
import {pluralise} from '../audit/numbers.ts'
import {escapeMarkdown, markdownTable} from './markdown.ts'

/** The file's name, in the folder where the export would go. */
export const diagnosisFile = 'doctor.json'

const schemaName = 'm365-audit-export/doctor/1'

const Row = z
  .object({
    check: z.string().meta({description: 'Stable name of what was looked at.'}),
    title: z.string(),
    verdict: z.enum(['OK', 'MISSING', 'UNKNOWN']),
    says: z.string().meta({description: 'What was found, in a sentence.'}),
    code: z.string().optional().meta({description: 'Of the failure; an export meets the same.'}),
    evidence: z.record(z.string(), z.string()).meta({description: 'Status, error codes, request ids. Never a secret.'}),
    stops: z.boolean().meta({description: 'Whether an export would fail by it as things stand.'}),
    who: z.string().optional().meta({description: 'Who can fix it.'}),
    remedy: z.string().optional().meta({description: 'How, with a command or a place.'}),
  })
  .strict()
export type DiagnosisRow = z.infer<typeof Row>

export const Diagnosis = z
  .object({
    schema: z.literal(schemaName),
    status: z.enum(['complete', 'provisional', 'incomplete']).meta({
      description:
        'complete: all is OK. provisional: nothing is missing or fails, but something is unknown. incomplete: something is missing, or a look failed that an export depends on.',
    }),
    finished: z.iso.datetime(),
    tool: z.object({name: z.string(), version: z.string()}).strict(),
    checks: z.array(Row),
    shape: z
      .array(z.string())
      .exactOptional()
      .meta({description: 'How the first answer with rows looked. No value of any record.'}),
  })
  .strict()
export type Diagnosis = z.infer<typeof Diagnosis>

export function diagnosisOf(
  rows: readonly DiagnosisRow[],
  about: Pick<Diagnosis, 'finished' | 'tool' | 'shape'>,
): Diagnosis {
  const wrong = rows.some(row => row.verdict === 'MISSING' || row.stops)
  const status = wrong ? 'incomplete' : rows.every(row => row.verdict === 'OK') ? 'complete' : 'provisional'
  return {schema: schemaName, status, ...about, checks: [...rows]}
}

export function diagnosisText(diagnosis: Diagnosis): string {
  return `${JSON.stringify(diagnosis, null, 2)}\n`
}

export function diagnosisJsonSchema(): string {
  return `${JSON.stringify(z.toJSONSchema(Diagnosis, {target: 'draft-2020-12'}), null, 2)}\n`
}

/** `3 of 17 checks are not OK: Password, …`, or that all are. */
export function diagnosisInWords({checks}: Diagnosis): string {
  const of = (verdict: DiagnosisRow['verdict']) => checks.filter(row => row.verdict === verdict).map(row => row.title)
  const parts = [
    [of('MISSING'), 'MISSING'],
    [of('UNKNOWN'), 'unknown'],
  ] as const
  const said = parts.filter(([titles]) => titles.length > 0)
  if (said.length === 0)
    return checks.length === 1 ? 'The only check is OK.' : `All ${pluralise(checks.length, 'check')} are OK.`
  return said.map(([titles, what]) => `${titles.length} of ${checks.length} ${what}: ${titles.join(', ')}.`).join(' ')
}

/** A row as one line of a log. */
export function rowLine({verdict, title, says, code, evidence, who, remedy}: DiagnosisRow): string {
  const marks = [...(code ? [code] : []), ...Object.entries(evidence).map(([name, value]) => `${name} ${value}`)]
  const marked = marks.length > 0 ? ` [${marks.join('; ')}]` : ''
  const fix = remedy ? ` ${who ? `Who can fix it: ${who}. ` : ''}${remedy}` : ''
  return `${verdict.padEnd(10)} ${title}: ${says}${marked}${fix}`
}

export function diagnosisMarkdown(diagnosis: Diagnosis): string[] {
  const marks = {OK: '✅ OK', MISSING: '❌ MISSING', UNKNOWN: '❔ UNKNOWN'}
  const rows = diagnosis.checks.map(row => [
    escapeMarkdown(row.title),
    marks[row.verdict],
    escapeMarkdown(row.says, 240),
  ])
  const open = diagnosis.checks.filter(row => row.remedy !== undefined)
  return [
    `# Doctor: ${escapeMarkdown(diagnosisInWords(diagnosis), 600)}`,
    markdownTable(['Check', 'Verdict', 'What was found'], rows),
    ...open.map(section),
    ...(diagnosis.shape ? [shapeSection(diagnosis.shape)] : []),
  ]
}

/** Fit to be pasted into an issue. */
function shapeSection(lines: readonly string[]): string {
  const about = 'Forms and counts, and no value of any record. In an issue, it tells how the service answers today.'
  return `## Shape of an answer\n\n${about}\n\n${lines.map(line => `- ${escapeMarkdown(line, 4000)}`).join('\n')}`
}

function section({title, verdict, says, code, evidence, stops, who, remedy}: DiagnosisRow): string {
  const marks = [...(code ? [code] : []), ...Object.entries(evidence).map(([name, value]) => `${name} ${value}`)]
  const lines = [
    `## ${escapeMarkdown(title)}: ${verdict}`,
    escapeMarkdown(says, 4000),
    `${escapeMarkdown(marks.join('; '), 1000)}${stops ? '' : ' An export would run all the same.'}`,
    `**Who can fix it:** ${escapeMarkdown(who ?? 'see below', 300)}.`,
    `**How:** ${escapeMarkdown(remedy ?? '', 4000)}`,
  ]
  return lines.join('\n\n')
}
