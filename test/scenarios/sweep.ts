/** One small export, with something that goes wrong at one place of it; and what may become of it. */
import {expect} from 'vitest'
import {machineDisk} from '../../src/host/disk.ts'
import {verifyFolder} from '../../src/verify/verify.ts'
import {expectMonth} from './expect-month.ts'
import type {Context} from './explain.ts'
import {exportMonth, type MonthOptions, type MonthResult} from './month.ts'
import {smallTenant} from './tenant.ts'

const hour = 3_600_000
const start = Date.UTC(2026, 9, 6)
const records = smallTenant({from: start, to: start + 24 * hour, records: 200})
const period = '2026-10-06/2026-10-07'

/** Places at which something goes wrong: the first, and one in so many. */
export function places(count: number, oneIn: number): number[] {
  return Array.from({length: count}, (_, index) => index + 1).filter(place => place % oneIn === 0 || place === 1)
}

/** The service fails for more than some hours at once and pages are small, so that there is more to strike. */
const longest = 7 * hour

export function sweepMonth(options: MonthOptions = {}): Promise<MonthResult> {
  return exportMonth({
    ...options,
    simulator: {records, pageSize: 30, ...options.simulator},
    inputs: {period, ...options.inputs},
    intercept: async (request, clock, ask) =>
      (await options.intercept?.(request, clock, ask)) ?? (await tooLong(request)),
  })
}

async function tooLong(request: Request): Promise<Response | undefined> {
  if (!request.url.includes('InvokeCommand')) return undefined
  const {CmdletInput} = (await request.clone().json()) as {CmdletInput: {Parameters: Record<string, string>}}
  const {StartDate = '', EndDate = ''} = CmdletInput.Parameters
  if (Date.parse(EndDate) - Date.parse(StartDate) <= longest) return undefined
  return Response.json({value: [], '@adminapi.warnings': ['The task was cancelled.']})
}

export const faultless = sweepMonth()

/** The bytes of the faultless export and `complete`; or it says what is not proven; or it fails with a code. */
export async function expectHonest(result: MonthResult, context: Context = {}): Promise<'whole' | 'gaps' | 'failed'> {
  const {outputs, annotations, directory} = result
  const said = annotations.map(({message}) => message).join('\n')
  if (outputs.status === 'failed') {
    expect(said).toMatch(/\[[A-Z][A-Z0-9_]+/)
    const {faults, manifest} = await verifyFolder(machineDisk, directory)
    expect(faults.length > 0 || manifest?.status === 'incomplete').toBe(true)
    return 'failed'
  }
  if (outputs.status === 'incomplete') {
    await expectMonth(result, {status: 'incomplete', missing: 'in gaps', gaps: /./, ...context})
    return 'gaps'
  }
  await expectMonth(result, {status: 'complete', data: (await faultless).folder, ...context})
  return 'whole'
}
