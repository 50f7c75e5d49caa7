/** One whole run as a reader sees it: log, annotations and summary beside a golden file. README.md says how to renew it. */
import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterAll, expect, test} from 'vitest'
import {cleanUp} from '../runner.ts'
import {minuteScene} from './expectations.ts'
import {exportMonth, type MonthResult} from './month.ts'

afterAll(cleanUp)

test('a run with a gap, from the first line to the last', async () => {
  const {records, period} = minuteScene()
  let searches = 0
  const result = await exportMonth({
    simulator: {records},
    inputs: {period, concurrency: '1', confirm: 'none'},
    // The service breaks down after the first window, for good.
    intercept: (request, clock) => {
      if (!request.url.includes('InvokeCommand')) return undefined
      clock.now += 7000
      return ++searches > 1 ? new Response('<h1>Service Unavailable</h1>', {status: 503}) : undefined
    },
    settings: {period: {kind: 'range', from: '2026-10-06T08:30:00Z', to: '2026-10-06T10:00:00Z'}},
  })
  expect(result.outputs.status).toBe('incomplete')
  await expect(asRead(result)).toMatchFileSnapshot(join(import.meta.dirname, '../golden/incomplete.txt'))
})

test.each([true, false])('manifest, summary and report say whether data are synthetic: %s', async synthetic => {
  const {records, period} = minuteScene()
  const settings = {period: {kind: 'range', from: '2026-10-06T08:30:00Z', to: '2026-10-06T08:40:00Z'}} as const
  const {folder, directory} = await exportMonth({simulator: {records}, inputs: {period}, settings, synthetic})
  expect(folder?.manifest.synthetic).toBe(synthetic || undefined)
  for (const name of ['summary.md', 'report.html'])
    expect(readFileSync(join(directory, name), 'utf8').includes('all data here are synthetic')).toBe(synthetic)
})

function asRead({log, outputs, summary, simulator}: MonthResult): string {
  const told = Object.entries(outputs).map(([name, value]) => `${name}=${value}`)
  const page = ['# Log', ...log, '', '# Outputs', ...told, '', '# Summary', summary].join('\n')
  return page
    .replaceAll(simulator.tenantId, 'TENANT')
    .replaceAll(simulator.clientId, 'CLIENT')
    .replace(/SHA-1 [0-9A-F]{40}, [\d,]+ days left/g, 'SHA-1 THUMBPRINT, DAYS days left')
    .replace(/\b[0-9a-f]{64}\b/g, 'SHA256')
    .replace(/(\S+) {2}[\d,]+ bytes/g, '$1  SIZE bytes')
    .replace(/\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, 'GUID')
    .replace(/127\.0\.0\.1:\d+/g, 'HOST')
    .replace(/\d+ rows\/s/g, 'RATE rows/s')
    .replace(/about .+? to go/g, 'about REST to go')
}
