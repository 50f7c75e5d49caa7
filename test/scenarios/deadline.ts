/** Runs of which one request is never answered: the deadline ends everything from the first request on: whichever request is never answered, the run ends in time. */
import {readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect} from 'vitest'
import {zipOf} from '../zip.ts'
import {exportMonth, longAfter, type MonthOptions, type MonthResult, openTenant} from './month.ts'
import {smallTenant} from './tenant.ts'

const [from, to] = [Date.UTC(2026, 9, 6), Date.UTC(2026, 9, 7)]
const records = smallTenant({from, to, records: 40})
const facts = {
  repository: 'fabrikam/audit-archive',
  runId: '19283746',
  apiUrl: 'http://127.0.0.1/github',
  workflowRef: 'fabrikam/audit-archive/.github/workflows/audit.yml@refs/heads/main',
}

/** A request without what differs from run to run. */
function kindOf({method, url}: Request): string {
  const {pathname} = new URL(url)
  return `${method} ${pathname.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/gi, '…').replace(/\d+/g, '#')}`
}

export interface Asked extends MonthOptions {
  /** Kind of request of which the first is never answered. */
  hangs?: string
}

/** @returns the kinds of requests that were made before the files were written, in order. */
async function run({
  hangs,
  inputs = {},
  simulator = {records},
  ...options
}: Asked): Promise<{result: MonthResult; kinds: string[]}> {
  const kinds = new Set<string>()
  const tenant = await openTenant({simulator, now: longAfter})
  const earlier = (await incomplete).directory
  const files = readdirSync(earlier, {withFileTypes: true}).filter(entry => entry.isFile())
  tenant.simulator.keepArtifact({
    name: `m365-audit-${tenant.simulator.tenantId}-20261006T000000Z-20261007T000000Z`,
    zip: zipOf(files.map(({name}) => ({name, content: readFileSync(join(earlier, name))}))),
  })
  const result = await exportMonth({
    ...{tenant, facts},
    ...options,
    inputs: {period: '2026-10-06/2026-10-07', 'github-token': 'ghs_simulated', formats: 'csv', ...inputs},
    settings: {deadline: hangs === undefined ? 60_000 : 500},
    intercept: request => {
      const kind = kindOf(request)
      const isFirst = !kinds.has(kind)
      kinds.add(kind)
      if (!isFirst || kind !== hangs) return undefined
      return new Promise(() => {})
    },
  })
  return {result, kinds: [...kinds]}
}

const incomplete = exportMonth({
  now: longAfter,
  simulator: {records},
  inputs: {period: '2026-10-06/2026-10-07', formats: 'csv'},
})

const failures = ({annotations}: MonthResult) =>
  annotations.filter(({level}) => level === 'fail').map(({message}) => message)

/** Whichever kind of request is never answered first, the run ends in time, and says why it is not whole. */
export async function expectInTime(asked: Asked): Promise<void> {
  const {kinds} = await run(asked)
  expect(kinds.length).toBeGreaterThanOrEqual(3)
  const ended = await Promise.all(
    kinds.map(async hangs => {
      const began = performance.now()
      const {result} = await run({...asked, hangs})
      return {hangs, seconds: (performance.now() - began) / 1000, result}
    }),
  )
  for (const {hangs, seconds, result} of ended) {
    expect(seconds, hangs).toBeLessThan(12)
    const {folder} = result
    const said = `${failures(result).join('\n')}\n${folder?.gaps.map(({code}) => code).join() ?? ''}`
    // Some questions may go unanswered, where the others answer them.
    expect(
      result.outputs.status === 'complete' || /DEADLINE|deadline|NOTHING_UNCONFIRMED/.test(said),
      `${hangs}: ${said}`,
    ).toBe(true)
  }
}
