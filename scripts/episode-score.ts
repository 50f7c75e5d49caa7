/** Scores findings against labelled episodes: what was found, what was reported for no reason, and in how many pieces. */
import {createHash} from 'node:crypto'
import {z} from 'zod'
import type {Severity} from '../src/audit/severity.ts'
import type {Finding} from '../src/detect/findings.ts'

const severity = z.enum(['high', 'medium', 'low', 'info'])

const Episode = z.object({
  id: z.string().min(1),
  kind: z.enum(['malicious', 'likely', 'lookalike', 'noise']),
  title: z.string(),
  minimum: severity.describe('the least severity at which the episode counts as found'),
  expected: severity.optional().describe('the severity that a good report gives; the minimum where it is absent'),
  first: z.string().optional(),
  last: z.string().optional(),
  records: z.array(z.string()).min(1).describe('ids of audit records'),
  who: z
    .array(z.union([z.string(), z.number()]))
    .optional()
    .describe("each record's user, in the order of `records`"),
  spread: z.int().min(1).optional().describe('one finding must hold records of so many users'),
  optional: z.boolean().optional().describe('not asked for, and not false when it is reported'),
})
export type Episode = z.infer<typeof Episode>

const EpisodesFile = z.object({schema: z.literal('labelled-episodes/1'), episodes: z.array(Episode).min(1)})

/** @throws Error that lists every mistake of the file. */
export function parseEpisodes(data: unknown): Episode[] {
  const parsed = EpisodesFile.safeParse(data)
  const mistakes = parsed.success
    ? mistakesOf(parsed.data.episodes)
    : parsed.error.issues.map(({path, message}) => `${path.join('.') || 'the file'}: ${message}`)
  if (!parsed.success || mistakes.length > 0) throw new Error(mistakes.join('\n'))
  return parsed.data.episodes
}

function mistakesOf(episodes: readonly Episode[]): string[] {
  const ids = new Set<string>()
  return episodes.flatMap(({id, records, who}) => {
    const again = ids.has(id) ? [`${id}: the id occurs twice`] : []
    ids.add(id)
    const uneven = who !== undefined && who.length !== records.length
    return uneven ? [...again, `${id}: who has ${who.length} entries for ${records.length} records`] : again
  })
}

/** What scoring needs of a finding. */
export type ScoredFinding = Pick<Finding, 'id' | 'rule' | 'title' | 'severity' | 'incident' | 'first'> & {
  evidence: readonly Pick<Finding['evidence'][number], 'id'>[]
}

/** What the months say of a labelled record. */
export interface LabelledRecord {
  time: string
  operation: string
  user: string
}

export type Outcome = 'found' | 'under-rated' | 'missed'

export interface EpisodeScore {
  episode: Episode
  outcome: Outcome
  /** Whether the gravest finding has the expected severity or more. */
  asExpected: boolean
  /** Findings whose evidence holds a record of the episode, gravest first. */
  findings: ScoredFinding[]
  /** Incidents of those findings of severity low or more. */
  incidents: string[]
  /** For an episode with a spread: the most users whose records stand in one finding. */
  users: number
  /** Labelled records that the months do not hold. */
  absent: number
}

export interface Score {
  /** Malicious and likely episodes that are asked for. */
  asked: EpisodeScore[]
  /** Malicious and likely episodes that are not asked for. */
  optional: EpisodeScore[]
  /** Medium or higher, and about no malicious or likely episode. */
  falseFindings: ScoredFinding[]
  /** Look-alikes with a finding above low. */
  raised: EpisodeScore[]
  /** Noise with a finding of low or more. */
  listed: EpisodeScore[]
  /** Findings of low or more for each asked episode that has any; mean, 0 without episodes. */
  findingsPerEpisode: number
  /** Their incidents, likewise. */
  incidentsPerEpisode: number
  lookalikes: number
  noise: number
}

export interface ScoreInput {
  findings: readonly ScoredFinding[]
  episodes: readonly Episode[]
  /** By id, those that the months hold. */
  records: ReadonlyMap<string, LabelledRecord>
  /** Which episodes are scored; the others still keep a finding from being false. */
  scored?: (episode: Episode) => boolean
}

export function scoreOf({findings, episodes, records, scored = () => true}: ScoreInput): Score {
  const holders = holdersOf(findings)
  const all = episodes.map(episode => episodeScore(episode, holders, records))
  const real = all.filter(({episode}) => isReal(episode))
  const explained = new Set(real.flatMap(one => one.findings))
  const chosen = all.filter(({episode}) => scored(episode))
  const asked = chosen.filter(({episode}) => isReal(episode) && !episode.optional)
  const reported = asked.map(one => one.findings.filter(isListed).length).filter(count => count > 0)
  return {
    asked,
    optional: chosen.filter(({episode}) => isReal(episode) && episode.optional),
    falseFindings: findings.filter(finding => rank(finding.severity) >= rank('medium') && !explained.has(finding)),
    raised: chosen.filter(one => one.episode.kind === 'lookalike' && rankOf(one.findings[0]) > rank('low')),
    listed: chosen.filter(one => one.episode.kind === 'noise' && rankOf(one.findings[0]) >= rank('low')),
    findingsPerEpisode: mean(reported),
    incidentsPerEpisode: mean(asked.map(one => one.incidents.length).filter(count => count > 0)),
    lookalikes: chosen.filter(({episode}) => episode.kind === 'lookalike').length,
    noise: chosen.filter(({episode}) => episode.kind === 'noise').length,
  }
}

/** Findings by the ids of their evidence. */
function holdersOf(findings: readonly ScoredFinding[]): Map<string, ScoredFinding[]> {
  const holders = new Map<string, ScoredFinding[]>()
  for (const finding of findings)
    for (const id of new Set(finding.evidence.map(record => record.id))) {
      if (id === '') continue
      const list = holders.get(id)
      if (list) list.push(finding)
      else holders.set(id, [finding])
    }
  return holders
}

function episodeScore(
  episode: Episode,
  holders: ReadonlyMap<string, ScoredFinding[]>,
  records: ReadonlyMap<string, LabelledRecord>,
): EpisodeScore {
  const users = new Map<ScoredFinding, Set<string>>()
  episode.records.forEach((id, i) => {
    const user = String(episode.who?.[i] ?? records.get(id)?.user.toLowerCase() ?? '')
    for (const finding of holders.get(id) ?? []) {
      const known = users.get(finding)
      if (known) known.add(user)
      else users.set(finding, new Set([user]))
    }
  })
  const spread = episode.spread ?? 1
  const findings = [...users.keys()].sort((a, b) => rank(b.severity) - rank(a.severity) || compare(a.first, b.first))
  const wide = findings.filter(finding => (users.get(finding)?.size ?? 0) >= spread)
  const isFound = wide.some(finding => rank(finding.severity) >= rank(episode.minimum))
  const expected = episode.expected ?? episode.minimum
  return {
    episode,
    outcome: isFound ? 'found' : findings.length > 0 ? 'under-rated' : 'missed',
    asExpected: wide.some(finding => rank(finding.severity) >= rank(expected)),
    findings,
    incidents: [...new Set(findings.filter(isListed).map(finding => finding.incident))],
    users: Math.max(0, ...[...users.values()].map(set => set.size)),
    absent: episode.records.filter(id => !records.has(id)).length,
  }
}

/** Whether an episode belongs to one of the parts, by a digest of its id: the same on every run and in every order. */
export function isInPart(id: string, part: Part): boolean {
  const digest = createHash('sha256').update(id).digest()
  return digest.readUInt32BE(0) % part.of === part.number - 1
}

/** Part `number` of `of`, counted from 1. */
export interface Part {
  number: number
  of: number
}

/** Undefined for what is not like `1/3`. */
export function parsePart(text: string): Part | undefined {
  const match = /^(\d{1,3})\/(\d{1,3})$/.exec(text)
  const [number, of] = [Number(match?.[1] ?? 0), Number(match?.[2] ?? 0)]
  return number >= 1 && of >= 2 && number <= of ? {number, of} : undefined
}

function isReal({kind}: Episode): boolean {
  return kind === 'malicious' || kind === 'likely'
}

function isListed(finding: ScoredFinding): boolean {
  return rank(finding.severity) >= rank('low')
}

const severities: readonly Severity[] = ['info', 'low', 'medium', 'high']

function rank(severity: Severity): number {
  return severities.indexOf(severity)
}

function rankOf(finding: ScoredFinding | undefined): number {
  return finding ? rank(finding.severity) : -1
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
