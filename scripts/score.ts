/** Runs detection over labelled months, and prints how well it did: `npm run score -- FOLDER`; docs/scoring.md says how. */
import {createHmac} from 'node:crypto'
import {readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {parseArgs} from 'node:util'
import {gunzipSync} from 'node:zlib'
import {isObject, parsedJson, textField} from '../src/audit/json.ts'
import {type AuditRecord, instant} from '../src/audit/record.ts'
import {Baseline} from '../src/detect/baseline.ts'
import {startDetection} from '../src/detect/detection.ts'
import type {Finding} from '../src/detect/findings.ts'
import {
  type Episode,
  isInPart,
  type LabelledRecord,
  parseEpisodes,
  parsePart,
  type Score,
  scoreOf,
} from './episode-score.ts'
import {scoreText} from './score-text.ts'

const usage = `npm run score -- FOLDER [--hold-out K/N [--held-out]] [--no-state-key] [--misses N] [--findings] [--json]`

const {values: asked, positionals} = parseArgs({
  allowPositionals: true,
  options: {
    'hold-out': {type: 'string'},
    'held-out': {type: 'boolean', default: false},
    'no-state-key': {type: 'boolean', default: false},
    misses: {type: 'string', default: '3'},
    findings: {type: 'boolean', default: false},
    json: {type: 'boolean', default: false},
  },
})

try {
  run()
} catch (error) {
  console.error(`${(error as Error).message}\n\n${usage}`)
  process.exitCode = 1
}

function run(): void {
  const [folder] = positionals
  if (folder === undefined || positionals.length > 1) throw new Error('One folder is expected.')
  const scored = chosenEpisodes()
  const episodes = parseEpisodes(parsedJson(readFileSync(join(folder, 'episodes.json'), 'utf8')))
  const months = monthsOf(folder)
  const records = new Map<string, LabelledRecord>()
  const labelled = new Set(episodes.flatMap(episode => episode.records))
  const findings = detectMonths(months, ({Identity, CreationDate, Operations, UserIds}) => {
    if (labelled.has(Identity)) records.set(Identity, {time: CreationDate, operation: Operations, user: UserIds})
  })
  const score = scoreOf({findings, episodes, records, ...(scored ? {scored} : {})})
  if (asked.json) console.log(JSON.stringify(jsonOf(score, findings), null, 2))
  else {
    if (asked.findings)
      for (const {severity, rule, first, title} of findings) console.log(`${severity} ${rule} ${first} ${title}`)
    console.log(scoreText(score, records, Number(asked.misses)))
  }
}

function chosenEpisodes(): ((episode: Episode) => boolean) | undefined {
  const text = asked['hold-out']
  if (text === undefined) {
    if (asked['held-out']) throw new Error('--held-out needs --hold-out.')
    return undefined
  }
  const part = parsePart(text)
  if (!part) throw new Error(`--hold-out ${text} is not a part such as 1/3.`)
  return ({id}) => isInPart(id, part) === asked['held-out']
}

interface MonthFile {
  path: string
  start: number
  end: number
}

/** Months of the folder in order. @throws Error where there is none, or one twice. */
function monthsOf(folder: string): MonthFile[] {
  const months = readdirSync(folder)
    .sort()
    .flatMap(name => {
      const match = /^(\d{4})-(0[1-9]|1[0-2])\.jsonl(\.gz)?$/.exec(name)
      if (!match) return []
      const [year, month] = [Number(match[1]), Number(match[2])]
      return [{path: join(folder, name), start: Date.UTC(year, month - 1), end: Date.UTC(year, month)}]
    })
  if (months.length === 0) throw new Error(`${folder} holds no file such as 2026-10.jsonl or 2026-10.jsonl.gz.`)
  const twice = months.find(({start}, i) => months[i + 1]?.start === start)
  if (twice) throw new Error(`${twice.path}: the month is there twice.`)
  return months
}

/** As exports do it month after month: each compares with the baseline that the month before it wrote. */
function detectMonths(months: readonly MonthFile[], see: (record: AuditRecord) => void): Finding[] {
  const keyed = !asked['no-state-key']
  const findings: Finding[] = []
  let baseline: Baseline | undefined
  for (const month of months) {
    const detection = startDetection({
      period: month,
      minimumSeverity: 'info',
      keyed,
      // The key of a measurement guards nothing: the baseline is dropped at its end.
      hash: (kind, text) => createHmac('sha256', 'score').update(`${kind}\n${text}`).digest('hex'),
      baseline,
    })
    for (const {record, time} of recordsOf(month)) {
      see(record)
      detection.see(record, time)
    }
    const result = detection.finish({gaps: []})
    findings.push(...result.findings)
    baseline = Baseline.parse(JSON.parse(JSON.stringify(result.baseline)))
  }
  return findings
}

/** In order of time, each id once, those of the month alone: what an export hands to detection. @throws Error that names the line. */
function recordsOf({path, start, end}: MonthFile): {record: AuditRecord; time: number}[] {
  const bytes = readFileSync(path)
  const text = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')
  const ids = new Set<string>()
  const records = text.split('\n').flatMap((line, i) => {
    if (line.trim() === '') return []
    const record = recordOf(line)
    if (!record) throw new Error(`${path}, line ${i + 1}: not an AuditData object with a CreationTime.`)
    const time = Date.parse(record.CreationDate)
    if (time < start || time >= end || ids.has(record.Identity)) return []
    if (record.Identity !== '') ids.add(record.Identity)
    return [{record, time}]
  })
  return records.sort((a, b) => a.time - b.time)
}

function recordOf(line: string): AuditRecord | undefined {
  const data = parsedJson(line)
  if (!isObject(data)) return undefined
  // Some collectors spell all names in their own case; `textField` also reads names in lower case.
  const lowered = () => Object.fromEntries(Object.entries(data).map(([name, value]) => [name.toLowerCase(), value]))
  const fields = Object.hasOwn(data, 'Operation') ? data : lowered()
  const text = (name: string) => textField(fields, name)
  const CreationDate = instant(text('CreationTime'))
  if (CreationDate === undefined) return undefined
  return {
    RecordType: text('RecordType'),
    CreationDate,
    UserIds: text('UserId'),
    Operations: text('Operation'),
    AuditData: line,
    Identity: text('Id'),
  }
}

function jsonOf(score: Score, findings: readonly Finding[]): unknown {
  const {asked: all, optional, falseFindings, raised, listed, ...rest} = score
  const plain = (scores: Score['asked']) =>
    scores.map(({episode, findings: own, ...one}) => ({
      id: episode.id,
      title: episode.title,
      kind: episode.kind,
      minimum: episode.minimum,
      expected: episode.expected ?? episode.minimum,
      ...one,
      findings: own.map(({id, rule, severity}) => ({id, rule, severity})),
    }))
  return {
    schema: 'm365-audit-export/score/1',
    found: all.filter(one => one.outcome === 'found').length,
    of: all.length,
    ...rest,
    asked: plain(all),
    optional: plain(optional),
    falseFindings: falseFindings.map(({id}) => id),
    raised: plain(raised),
    listed: plain(listed),
    findings: findings.map(({id, rule, severity, title, incident, first, last, count}) => ({
      id,
      rule,
      severity,
      title,
      incident,
      first,
      last,
      count,
    })),
  }
}
