/** The overview's one issue: its body, and what it remembers of what was told. */
import {z} from 'zod'
import {parsedJson} from '../audit/json.ts'
import {quiet} from '../report/issue-body.ts'
import {escapeMarkdown, withinSize} from '../report/markdown.ts'
import type {Overview} from './overview-file.ts'
import {overviewSections} from './overview-markdown.ts'

const Memory = z.strictObject({
  /** The pattern of the artifacts, which tells one file's tenants from another's. */
  artifacts: z.string(),
  /** `contoso export 2026-10` */
  told: z.array(z.string()),
})
export type OverviewMemory = z.infer<typeof Memory>

const opener = '<!-- m365-audit-overview '

/** Undefined for an issue that is not an overview's, or a damaged memory. */
export function readOverviewMemory(body: string): OverviewMemory | undefined {
  if (!body.startsWith(opener)) return undefined
  const end = body.indexOf(' -->')
  return Memory.safeParse(parsedJson(body.slice(opener.length, Math.max(end, 0)))).data
}

/** More would fill the body. */
const mostTold = 600

/** What the overview says needs a person, each by a name. */
export function toldBy({tenants}: Overview): {name: string; text: string}[] {
  return tenants.flatMap(({name, needs}) =>
    needs.map(({kind, period, text}) => ({
      name: [name, kind, ...(period ? [period] : [])].join(' '),
      text: `${name}: ${text}`,
    })),
  )
}

/** Characters. GitHub takes 65,536 at most; bytes are counted, which are never fewer. */
const longestBody = 60_000

export function overviewBody(overview: Overview, artifacts: string): string {
  const told = toldBy(overview).slice(0, mostTold)
  const json = JSON.stringify({artifacts, told: told.map(({name}) => name)})
  const marker = `${opener}${json.replaceAll('<', '\\u003c').replaceAll('>', '\\u003e')} -->`
  const end = '\n\n_Every run replaces this text._'
  const sections = overviewSections(overview).map(quiet)
  return `${marker}\n\n${withinSize(sections, longestBody - marker.length - end.length)}${end}`
}

const mostNews = 20

/** For those who follow the issue; undefined where nothing is new. */
export function overviewNews(overview: Overview, before: OverviewMemory): string | undefined {
  const known = new Set(before.told)
  const news = toldBy(overview).filter(({name}) => !known.has(name))
  if (news.length === 0) return undefined
  const lines = news.slice(0, mostNews).map(({text}) => `- ${escapeMarkdown(text, 500)}`)
  const more = news.length > mostNews ? [`- and ${news.length - mostNews} more`] : []
  return quiet(`New:\n\n${[...lines, ...more].join('\n')}`)
}
