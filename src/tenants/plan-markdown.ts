/** The plan of many tenants, in Markdown: which job runs whom, and how long that is expected to take. */
import {pluralise} from '../audit/numbers.ts'
import {escapeMarkdown, markdownTable} from '../report/markdown.ts'
import {duration} from '../report/sentences.ts'
import {mostJobs, type PlannedJob} from './plan-jobs.ts'
import {tenantRunText} from './tenant-runs.ts'

export interface TenantsPlan {
  jobs: readonly PlannedJob[]
  merges: readonly PlannedJob[]
  tenants: number
  /** Of which an earlier export said how long it takes. */
  known: number
  /** Milliseconds in which a job has to end. */
  deadline: number
  notes: readonly string[]
}

export function tenantsPlanMarkdown(
  {jobs, merges, tenants, known, deadline, notes}: TenantsPlan,
  period: string,
): string {
  const late = jobs.filter(({time}) => time > deadline)
  const shared = jobs.filter(({runs}) => runs.length > 1).length
  const minutes = (time: number) => duration(Math.ceil(time / 60_000) * 60_000)
  const rows = jobs.map(({name, environment, runs, time}) => [
    escapeMarkdown(name),
    escapeMarkdown(environment || '–'),
    escapeMarkdown(runs.map(tenantRunText).join(', '), 600),
    minutes(time),
  ])
  return [
    `# Plan of ${pluralise(tenants, 'tenant')} for ${escapeMarkdown(period)}`,
    `${pluralise(jobs.length, 'job')}${shared > 0 ? `, ${shared} of them for several tenants, since a matrix has ${mostJobs} jobs at most` : ''}. Of ${pluralise(known, 'tenant')} an earlier export says how long it takes${known < tenants ? '; for the others, a quarter of an hour is assumed' : ''}.`,
    ...(merges.length > 0
      ? [`${pluralise(merges.length, 'tenant is', 'tenants are')} read in parts, which \`merge-matrix\` joins.`]
      : []),
    ...(late.length > 0
      ? [
          `**${pluralise(late.length, 'job is', 'jobs are')} expected to take longer than the deadline of ${minutes(deadline)}**: ${escapeMarkdown(late.map(({name}) => name).join(', '), 400)}. Run again, they go on where they stopped. Better: divide the file in two, with a workflow each.`,
        ]
      : []),
    ...notes.map(note => escapeMarkdown(note, 1000)),
    markdownTable(['Job', 'Environment', 'Tenants', 'Expected'], rows),
  ].join('\n\n')
}
