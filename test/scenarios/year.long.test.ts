/**
 * A year of one tenant: twelve months exported and reviewed, one missed and made up for, one with late records after its
 * sign-off, one never signed off, the certificate renewed in between. Then everything is read back.
 */
import {createHash} from 'node:crypto'
import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {machineDisk} from '../../src/host/disk.ts'
import {detectionKey, namedBaseline} from '../../src/month/detection-setup.ts'
import {MonthHistory} from '../../src/report/history.ts'
import {type MadeCertificate, makeCertificate} from '../../src/simulator/certificate.ts'
import {verifyFolder} from '../../src/verify/verify.ts'
import {sha256 as hashOf} from '../evidence.ts'
import {cleanUp} from '../runner.ts'
import {exportMonth, type Folder, type LastingTenant, type MonthResult, openTenant, readFolder} from './month.ts'
import {type ReviewResult, reviewMonth, watch} from './review.ts'
import {ArtifactStore} from './store.ts'

afterAll(cleanUp)

const day = 86_400_000
const hour = day / 24
const year = Array.from({length: 12}, (_none, index) => `2026-${String(index + 1).padStart(2, '0')}`)
const bundle = hashOf('this program')
const stateKey = 'a key of the kind that openssl makes, 0123456789'
const trusted = {'trusted-workflows': 'audit.yml,review.yml', 'state-key': stateKey}

const late = '2026-03'
const missed = '2026-05'
const unsigned = '2026-08'
/** From this month on. */
const renewed = '2026-09'

const startOf = (label: string, more = 0) => Date.UTC(Number(label.slice(0, 4)), Number(label.slice(5)) - 1 + more, 1)

interface Year {
  tenant: LastingTenant
  artifacts: ArtifactStore
  /** The newest export of each month. */
  exports: Map<string, MonthResult>
  folders: Map<string, Folder & {directory: string}>
  certificates: readonly [MadeCertificate, MadeCertificate]
}

async function certificate(name: string): Promise<MadeCertificate> {
  // The sign-in is judged by the machine's clock, the run by the tenant's.
  const [from, to] = [Date.UTC(2026, 0, 1), Date.UTC(2027, 6, 1)]
  return await makeCertificate({
    commonName: name,
    notBefore: new Date(Math.min(Date.now(), from) - day),
    notAfter: new Date(Math.max(Date.now(), to) + day),
  })
}

const pemOf = ({privateKey, certificate}: MadeCertificate) =>
  `${privateKey.export({type: 'pkcs8', format: 'pem'})}${certificate}`
const thumbprint = ({certificate}: MadeCertificate) => createHash('sha256').update(certificate.raw).digest('hex')

let played: Year

const exported = (label: string) => {
  const folder = played.folders.get(label)
  if (folder === undefined) throw new TypeError(`${label} was not exported`)
  return folder
}

function historyIn(label: string): MonthHistory {
  return MonthHistory.parse(JSON.parse(readFileSync(join(exported(label).directory, 'history.json'), 'utf8')))
}

/** Of the newest bundle of a month. */
function bundleOf(label: string): string {
  const found = played.artifacts.kept.findLast(({name}) => name.endsWith(`${label}-review`))
  if (found === undefined) throw new TypeError(`no review of ${label} was kept`)
  return found.folder
}

async function exportAt(now: number, label: string, inputs: Record<string, string> = {}): Promise<MonthResult> {
  const {tenant, artifacts, exports, folders, certificates} = played
  tenant.clock.now = now
  const {id} = tenant.simulator.startRun()
  const result = await exportMonth({
    ...{tenant, artifacts, bundle},
    facts: {actor: 'jo', event: 'workflow_dispatch', runId: String(id)},
    inputs: {
      ...{directory: '', period: label, issue: 'always', reviewers: '1', ...trusted},
      certificate: pemOf(certificates[label < renewed ? 0 : 1]),
      ...inputs,
    },
  })
  for (const one of year) {
    const directory = join(result.workspace, 'm365-audit', one)
    const folder = readFolder(directory)
    if (folder) folders.set(one, {...folder, directory})
  }
  if (!folders.has(label)) throw new TypeError(result.log.slice(0, 12).join('\n'))
  exports.set(label, result)
  return result
}

async function say(label: string, lines: readonly string[]): Promise<ReviewResult> {
  const {tenant, artifacts} = played
  const issue = tenant.simulator.issues.find(({title}) => title.includes(label))
  if (issue === undefined) throw new TypeError(`${label} has no issue`)
  const event = tenant.simulator.issueTracker.commentEvent(issue.number, {by: 'ines', body: lines.join('\n')})
  return await reviewMonth({tenant, artifacts, event, inputs: {reviewers: '1', ...trusted}})
}

const dispositions = (label: string) =>
  (exported(label).manifest.incidents ?? [])
    .filter(({severity}) => severity === 'high' || severity === 'medium')
    .map(({id}) => `/incident ${id} followed-up Ticket ${label}.`)

async function signOff(label: string): Promise<void> {
  const {file, failures} = await say(label, [...dispositions(label), '/reviewed Read the report.'])
  expect([label, failures, file?.status]).toEqual([label, [], 'reviewed'])
}

beforeAll(async () => {
  const certificates = [await certificate('first'), await certificate('second')] as const
  const tenant = await openTenant({
    now: startOf('2026-02'),
    simulator: {
      ...{recordsPerMonth: 900, arrival: true, incidents: ['bec']},
      certificates: certificates.map(one => one.certificate.raw),
      github: {
        people: {ines: 'write', jo: 'maintain'},
        workflows: {
          'audit.yml': {state: 'active', scheduled: [{at: new Date(Date.UTC(2027, 0, 10)), conclusion: 'success'}]},
          'review.yml': {state: 'active', scheduled: []},
        },
      },
    },
  })
  played = {tenant, artifacts: new ArtifactStore(), exports: new Map(), folders: new Map(), certificates}
  for (const label of year) {
    const settled = startOf(label, 1) + 9 * day
    if (label === missed) continue
    if (label === late) {
      await exportAt(startOf(label, 1) + hour, label)
      await signOff(label)
    }
    await exportAt(settled, label, label === '2026-06' ? {period: 'previous-month', backfill: '1'} : {})
    if (label === unsigned) await say(label, dispositions(label))
    else await signOff(label)
    if (label === '2026-06') await signOff(missed)
  }
}, 1_200_000)

describe('a year', () => {
  test('has every month complete, the missed one too', () => {
    expect(year.map(label => [label, exported(label).manifest.status])).toEqual(year.map(label => [label, 'complete']))
    // Each with all that the tenant holds of it.
    for (const label of year) {
      const truth = [...played.tenant.simulator.truth(startOf(label), startOf(label, 1))]
      expect(new Set(exported(label).rows.map(({Identity}) => Identity))).toEqual(new Set(truth.map(({id}) => id)))
      expect(exported(label).rows).toHaveLength(truth.length)
    }
  })

  test('lost the sign-off of the month that had late records, and got another', () => {
    const review = JSON.parse(readFileSync(join(bundleOf(late), 'review.json'), 'utf8'))
    expect(exported(late).manifest.earlier?.added).toBeGreaterThan(0)
    expect(review.status).toBe('reviewed')
    const signed = review.said.filter(({command}: {command: string}) => command === 'reviewed')
    expect(signed.map(({content}: {content: string}) => content === review.content)).toEqual([false, true])
    const issue = played.tenant.simulator.issues.find(({title}) => title.includes(late))
    expect(issue?.comments.map(({body}) => body).join('\n')).toContain('The content changed')
  })

  test('was signed in with one certificate, and from its renewal on with the other', () => {
    const [first, second] = played.certificates.map(thumbprint)
    const used = year.map(label => exported(label).manifest.certificate?.thumbprint)
    expect(used).toEqual(year.map(label => (label < renewed ? first : second)))
  })

  test('tells in its last history every month as its newest export has it', () => {
    const {months} = historyIn('2026-12')
    expect(months.map(({period}) => period)).toEqual(year)
    for (const month of months) {
      const {manifest} = exported(month.period)
      const incidents = {high: 0, medium: 0, low: 0, info: 0}
      for (const {severity} of manifest.incidents ?? []) incidents[severity]++
      expect(month).toMatchObject({status: 'complete', records: manifest.records, incidents})
    }
    expect(months.map(({review}) => review?.status)).toEqual(
      year.map(label => (label === '2026-12' ? undefined : label === unsigned ? 'open' : 'reviewed')),
    )
    expect(months.every(({review}) => review?.status !== 'reviewed' || review.at !== undefined)).toBe(true)
    expect(JSON.stringify(months)).not.toMatch(/ines|@/)
  })

  test('knew the missed month only after it was made up for', () => {
    expect(historyIn('2026-06').months.map(({period}) => period)).not.toContain(missed)
    expect(historyIn('2026-07').months.map(({period}) => period)).toContain(missed)
    expect(historyIn(missed).months.map(({period}) => period)).toEqual(year.slice(0, 5))
  })

  test('says in report, issue and manifest which month is not reviewed, and what is new or again', () => {
    const {directory, manifest} = exported('2026-12')
    const page = readFileSync(join(directory, 'report.html'), 'utf8')
    expect(page).toContain('August 2026: not reviewed')
    expect(page).toContain('Compared with 11 earlier months')
    expect(page).toMatch(/New: not in|New; the rule reported|Again: \d+\w\w month/)
    expect(manifest.notes.join('\n')).toContain(`Earlier months not reviewed: ${unsigned}.`)
    expect(played.exports.get('2026-12')?.summary).toContain('## Twelve months')
  })

  test.each(year)('has a statement of %s, and a folder and a review that prove each other', async label => {
    const folder = bundleOf(label)
    const {directory, manifest} = exported(label)
    const statement = readFileSync(join(folder, 'statement.md'), 'utf8')
    const sha256 = createHash('sha256')
      .update(readFileSync(join(directory, 'manifest.json')))
      .digest('hex')
    expect(statement).toContain(sha256)
    expect(statement).toContain(manifest.records.toLocaleString('en-US'))
    if (label === unsigned) expect(statement).toContain('It has not been reviewed yet.')
    else expect(statement).toContain('It was reviewed by ines.')
    if (label > '2026-09') expect(statement).toMatch(/2026-08.*not reviewed/)
    if (label > '2026-04' && label !== missed) expect(statement).toMatch(/2026-03.*reviewed 2026-04-10/)
    expect(readFileSync(join(folder, 'statement.html'), 'utf8')).toContain(sha256)
    const proof = await verifyFolder(machineDisk, directory, {review: {folder, keys: [stateKey]}})
    expect(proof.faults).toEqual([])
    expect(proof.checked).toContain('the MAC of the review bundle')
    expect(proof.checked?.join()).toContain(
      label === unsigned ? 'the review, which is not finished' : 'reviewed by ines',
    )
  })

  test('ends in a folder whose report and history are made again from its records', async () => {
    const {directory} = exported('2026-12')
    const at = {host: {facts: {workspace: exported('2026-11').directory}}, world: {disk: machineDisk}}
    const baseline = await namedBaseline('baseline.json.gz', at)
    const recompute = {...detectionKey(stateKey), bundle, baseline}
    const proof = await verifyFolder(machineDisk, directory, {recompute})
    expect(proof).toMatchObject({faults: [], unchecked: []})
    expect(proof.checked).toContain('this month in history.json, by counting again')
  })

  test('leaves the watchdog one thing to name: the review that nobody signed', async () => {
    const {tenant, artifacts} = played
    tenant.clock.now += 10 * day
    const {outputs} = await watch({tenant, artifacts, inputs: {since: '2026-07', reviewers: '1', ...trusted}})
    expect(outputs.overdue).toBe(`review ${unsigned}`)
  })
})
