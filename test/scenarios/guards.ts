/** The guards of the security page's table “Unknown means no”, each with a run in which its question is not answered. */
import {cpSync, readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect} from 'vitest'
import {readsActions} from '../../src/github.ts'
import {machineDisk} from '../../src/host/disk.ts'
import type {Disk} from '../../src/wire/disk.ts'
import {Failure} from '../../src/wire/failure.ts'
import {temporaryFolder} from '../runner.ts'
import {zipOf} from '../zip.ts'
import {hour, searching} from './interrupted.ts'
import {manyTenants, nameOf} from './many-tenants.ts'
import {exportMonth, longAfter, type MonthOptions, type MonthResult, openTenant} from './month.ts'
import {reviewMonth, watch} from './review.ts'
import {ArtifactStore} from './store.ts'
import {smallTenant} from './tenant.ts'

const [start, end] = [Date.UTC(2026, 9, 6), Date.UTC(2026, 9, 7)]
const records = smallTenant({from: start, to: end, records: 60})
const lacking = records.filter((_text, index) => index % 2 === 0)
const facts = {
  repository: 'fabrikam/audit-archive',
  runId: '19283746',
  apiUrl: 'http://127.0.0.1/github',
  workflowRef: 'fabrikam/audit-archive/.github/workflows/audit.yml@refs/heads/main',
}
const inputs = {period: '2026-10-06/2026-10-07', 'github-token': 'ghs_simulated', formats: 'csv'}

/** How a question goes unanswered, over the wire and by the disk. */
export interface Silence {
  answer: () => Response
  code: string
}
export const silences: Record<string, Silence> = {
  'no answer': {
    answer: () => {
      throw new TypeError('fetch failed')
    },
    code: 'ENOENT',
  },
  '403': {answer: () => new Response('{}', {status: 403}), code: 'EACCES'},
  '5xx': {answer: () => new Response('{}', {status: 503}), code: 'EIO'},
  nonsense: {answer: () => Response.json({name: ['?'], value: 'yes', artifacts: 7}), code: 'EINVAL'},
}

type Intercept = NonNullable<MonthOptions['intercept']>

const read = (options: MonthOptions = {}) =>
  exportMonth({
    simulator: {records},
    intercept: searching(() => {}),
    ...options,
    inputs: {...inputs, ...options.inputs},
  })

/** Unanswered where the address fits; else in windows of few hours. */
function silent(address: RegExp, {answer}: Silence): Intercept {
  const others = searching(() => {})
  return (request, clock, ask) => (address.test(request.url) ? answer() : others(request, clock, ask))
}

/** An incomplete export in which half of the records are missing: who goes on from it loses them. */
const incomplete = stopped()
async function stopped(): Promise<MonthResult> {
  const controller = new AbortController()
  return await read({
    now: longAfter,
    simulator: {records: lacking},
    cancelled: controller.signal,
    intercept: searching(search => {
      if (search === 8)
        controller.abort(new Failure({code: 'CANCELLED', message: 'The run was cancelled.', remedy: 'Run it again.'}))
    }),
  })
}

export async function besideArtifact(options: MonthOptions): Promise<MonthResult> {
  const tenant = await openTenant({simulator: {records}, now: longAfter + hour})
  const {directory} = await incomplete
  const files = readdirSync(directory, {withFileTypes: true}).filter(entry => entry.isFile())
  tenant.simulator.keepArtifact({
    name: `m365-audit-${tenant.simulator.tenantId}-20261006T000000Z-20261007T000000Z`,
    zip: zipOf(files.map(({name}) => ({name, content: readFileSync(join(directory, name))}))),
  })
  return await read({tenant, facts, ...options})
}

export async function overFolder(options: MonthOptions): Promise<MonthResult> {
  const workspace = temporaryFolder()
  cpSync((await incomplete).workspace, workspace, {recursive: true})
  return await read({workspace, now: longAfter + hour, ...options})
}

function expectNothingTaken({outputs, folder}: MonthResult): void {
  expect(folder?.manifest.resumed).toBeUndefined()
  expect(outputs).toMatchObject({status: 'complete', records: String(records.length)})
}

const failures = ({annotations}: MonthResult) =>
  annotations.filter(({level}) => level === 'fail').map(({message}) => message)

function diskWhere(changes: Partial<Disk>): Disk {
  return {...machineDisk, ...changes}
}
const diskError = ({code}: Silence) => Object.assign(new Error(code), {code})

const ofRepository = /\/repos\/[^/]+\/[^/]+$/
/** A grave act whose actor stands in summaries that show names. */
const grave = {
  ...{CreationTime: '2026-10-06T10:00:00', Id: '7f0c2c1e-43a4-4d0e-9a57-5c1f2e3d4b5a', RecordType: 1, UserType: 2},
  ...{Operation: 'Set-AdminAuditLogConfig', UserId: 'ines.jung@fabrikam.example', Workload: 'Exchange'},
  ...{ResultStatus: 'True', Parameters: [{Name: 'UnifiedAuditLogIngestionEnabled', Value: 'False'}]},
}
const withGrave = {records: [...records, JSON.stringify(grave)]}

const reviewing = {issue: 'always', reviewers: '1', 'trusted-workflows': 'review.yml'}

/** A month of few records whose issue waits for its review. */
async function aReviewable() {
  const artifacts = new ArtifactStore()
  const tenant = await openTenant({simulator: {recordsPerMonth: 30}, now: Date.UTC(2026, 10, 9)})
  await exportMonth({tenant, artifacts, inputs: {...reviewing, period: '2026-10'}})
  return {tenant, artifacts}
}

/** By the question as the table has it. */
export const guards: Record<string, (silence: Silence) => Promise<void>> = {
  'is the repository public, before reading': async silence => {
    const options = {facts, simulator: withGrave, inputs: {disclose: 'full'}}
    const {summary, outputs} = await read({...options, intercept: silent(ofRepository, silence)})
    expect(outputs.records).toBe(String(records.length + 1))
    expect(summary).not.toContain('ines.jung')
    expect((await read(options)).summary).toContain('ines.jung')
  },
  'is it public, just before the upload': async silence => {
    let questions = 0
    const others = searching(() => {})
    const result = await read({
      facts,
      intercept: (request, clock, ask) => {
        if (!ofRepository.test(request.url)) return others(request, clock, ask)
        return ++questions === 1 ? undefined : silence.answer()
      },
    })
    expect(result.outputs.status).toBe('complete')
    expect(result.uploads).toEqual([])
    expect(failures(result).join()).toContain('VISIBILITY_UNKNOWN')
  },
  'may a run be believed': async silence => {
    const result = await besideArtifact({intercept: silent(/\/actions\/runs\/\d+$/, silence)})
    expectNothingTaken(result)
    expect(result.log.join('\n')).toMatch(/Refused: artifact .*its run is unknown/)
  },
  'which branch is the default one': async silence => {
    const result = await besideArtifact({
      facts: {...facts, isPublic: false},
      intercept: silent(ofRepository, silence),
    })
    expectNothingTaken(result)
    expect(result.log.join('\n')).toContain('which runs may be believed is unknown')
  },
  'is the artifact the one that was listed': async silence => {
    const result = await besideArtifact({intercept: silent(/\/zip$|\/blobs?\//, silence)})
    expectNothingTaken(result)
    expect(result.log.join('\n')).toMatch(/Refused: artifact /)
  },
  'does the folder belong to us': async silence => {
    const isNonsense = silence === silences.nonsense
    const ownership: Disk['ownership'] = async path =>
      isNonsense ? {...(await machineDisk.ownership(path)), isOwn: undefined} : Promise.reject(diskError(silence))
    const result = await overFolder({disk: diskWhere({ownership})})
    expectNothingTaken(result)
    expect(result.annotations.map(({message}) => message).join('\n')).toContain('nothing was taken from it')
  },
  'was a month exported already': async silence => {
    const artifacts = new ArtifactStore()
    const november = smallTenant({from: Date.UTC(2026, 10, 1), to: Date.UTC(2026, 11, 1), records: 30})
    const simulator = {records: [...records, ...november]}
    const month = {now: Date.UTC(2026, 11, 9, 5), artifacts, simulator, intercept: () => undefined}
    await read({...month, inputs: {period: '2026-10'}})
    const later = {period: 'previous-month', backfill: '1', directory: ''}
    const known = await read({...month, inputs: later})
    expect(known.log.join('\n')).toContain('2026-10 has a complete export.')
    const ofOctober = /\/actions\/artifacts\?name=[^&]*2026-10/
    const intercept: Intercept = request => (ofOctober.test(request.url) ? silence.answer() : undefined)
    const unknown = await read({...month, inputs: later, intercept})
    expect(unknown.log.join('\n')).not.toContain('2026-10 has a complete export.')
    expect(unknown.uploads.map(({name}) => name).join()).toContain('2026-10')
  },
  'does the token read runs and artifacts (`doctor`)': async silence => {
    const world = {
      fetch: async () => silence.answer(),
      ...{disk: machineDisk, now: Date.now, sleep: async () => {}, log() {}, debug() {}, mask() {}},
    }
    expect((await readsActions(world, {...facts, workspace: ''}, 'ghs_simulated')).value).toBeUndefined()
  },
  'is anything found at all, where a whole period is empty': async ({answer}) => {
    const isWitness = (from: number) => from > end
    const intercept: Intercept = async request => {
      if (!request.url.includes('InvokeCommand')) return undefined
      const {CmdletInput} = (await request.clone().json()) as {CmdletInput: {Parameters: Record<string, string>}}
      return isWitness(Date.parse(CmdletInput.Parameters.StartDate ?? '')) ? answer() : undefined
    }
    const result = await read({simulator: {records: []}, intercept})
    expect(result.outputs.status).toBe('incomplete')
    expect(result.folder?.gaps.every(({code}) => /^NOTHING_(UNCONFIRMED|ANYWHERE)$/.test(code))).toBe(true)
  },
  'may the account review': async ({answer}) => {
    const {tenant, artifacts} = await aReviewable()
    const event = tenant.simulator.issueTracker.commentEvent(1, {by: 'ines', body: '/reviewed Read it.'})
    const intercept = (request: Request) => (request.url.includes('/collaborators/') ? answer() : undefined)
    const {file, failures} = await reviewMonth({tenant, artifacts, event, intercept})
    expect([file, failures.length]).toEqual([undefined, 1])
    expect(tenant.simulator.issues[0]?.state).toBe('open')
  },
  'was the month before reviewed': async ({answer}) => {
    const {tenant, artifacts} = await aReviewable()
    const event = tenant.simulator.issueTracker.commentEvent(1, {by: 'ines', body: '/reviewed Read it.'})
    await reviewMonth({tenant, artifacts, event})
    tenant.clock.now = Date.UTC(2026, 11, 9)
    const next = {tenant, artifacts, inputs: {...reviewing, period: '2026-11', 'fail-on': 'unreviewed'}}
    expect(failures(await exportMonth(next))).toEqual([])
    const intercept: Intercept = request => (/artifacts\?name=[^&]*-review/.test(request.url) ? answer() : undefined)
    const result = await exportMonth({...next, intercept})
    expect(failures(result).join()).toContain('Earlier months are not reviewed: 2026-10')
    expect(result.folder?.manifest.reviews).toEqual([{period: '2026-10', status: 'unknown'}])
  },
  'is a month there (`watchdog`)': async ({answer}) => {
    const {tenant, artifacts} = await aReviewable()
    const inputs = {since: '2026-10'}
    expect((await watch({tenant, artifacts, inputs})).outputs.overdue).toBe('')
    const intercept = (request: Request) => (request.url.includes('/actions/artifacts?') ? answer() : undefined)
    expect((await watch({tenant, artifacts, inputs, intercept})).outputs.overdue).toBe('2026-10')
  },
  'is a month of a tenant there (`overview`)': async ({answer}) => {
    const {job, overview} = await manyTenants({
      ...{tenants: [{}], shared: {recordsPerMonth: 20}, now: Date.UTC(2026, 10, 9)},
    })
    expect((await job(nameOf(0))).outputs.status).toBe('complete')
    expect((await overview()).outputs).toMatchObject({status: 'complete', overdue: ''})
    const intercept = (request: Request) => (request.url.includes('/actions/artifacts?') ? answer() : undefined)
    const {outputs, failures: said} = await overview({}, {intercept})
    expect(outputs).toMatchObject({status: 'incomplete', overdue: 'tenant-01 export 2026-10'})
    expect(said).not.toEqual([])
  },
  'may an overview be shown there (`overview`)': async ({answer}) => {
    const {job, overview, several, clock} = await manyTenants({
      ...{tenants: [{}], shared: {recordsPerMonth: 20}, now: Date.UTC(2026, 10, 9)},
    })
    expect((await job(nameOf(0))).outputs.status).toBe('complete')
    const issues = () => several.tenants[0]?.issues.length
    const asked = {issue: 'always', upload: 'false'}
    const intercept = (request: Request) =>
      /\/repos\/[^/]+\/[^/]+$/.test(new URL(request.url).pathname) ? answer() : undefined
    const silent = await overview(asked, {intercept})
    expect([silent.failures.join(), issues()]).toEqual([expect.stringContaining('OVERVIEW_NOT_PRIVATE'), 0])
    expect(silent.summary).toContain('Microsoft 365 audit log: 1 tenant')
    expect(silent.summary).not.toContain(nameOf(0))
    // Waiting between attempts leaves fractions that no clock has.
    clock.now = Math.ceil(clock.now)
    const answered = await overview(asked)
    expect([answered.failures, issues()]).toEqual([[], 1])
    expect(answered.summary).toContain(nameOf(0))
  },
  'is what was taken over still so': async ({answer}) => {
    const whole = (await read({now: longAfter, simulator: {records}})).outputs.status
    expect(whole).toBe('complete')
    const taken = (await incomplete).folder?.manifest.windows.filter(({status}) => status !== 'gap') ?? []
    const isTaken = (from: number, to: number) =>
      taken.some(window => Date.parse(window.start) <= from + 120_000 && to - 120_000 <= Date.parse(window.end))
    const others = searching(() => {})
    const result = await overFolder({
      intercept: async (request, clock, ask) => {
        if (!request.url.includes('InvokeCommand')) return undefined
        const {CmdletInput} = (await request.clone().json()) as {CmdletInput: {Parameters: Record<string, string>}}
        const {StartDate = '', EndDate = ''} = CmdletInput.Parameters
        if (isTaken(Date.parse(StartDate), Date.parse(EndDate))) return answer()
        return others(request, clock, ask)
      },
    })
    expect(result.folder?.manifest.resumed?.windows).toBeGreaterThan(0)
    expect(result.outputs.status).toBe('incomplete')
    expect(result.folder?.gaps.map(({code}) => code).join()).toMatch(/TAKEN_OVER_|SERVICE|READING/)
  },
  'is the new export whole in its place': async silence => {
    const before = await incomplete
    let isLate = false
    const rename: Disk['rename'] = async (from, to) => {
      if (to.endsWith('m365-audit/manifest.json') && !isLate) {
        isLate = true
        throw diskError(silence)
      }
      await machineDisk.rename(from, to)
    }
    const result = await overFolder({disk: diskWhere({rename})})
    expect(isLate).toBe(true)
    expect(failures(result)).not.toEqual([])
    expect(readFileSync(join(result.directory, 'manifest.json'), 'utf8')).toBe(
      readFileSync(join(before.directory, 'manifest.json'), 'utf8'),
    )
  },
}
