/**
 * All measurements, as ratios within one run: a table for people, bench-results.json for machines. `--records N` is how many
 * the local job has; with `--large`, ten million records as well.
 */
import {writeFile} from 'node:fs/promises'
import {parseArgs} from 'node:util'
import {measureCalls} from './calls.ts'
import {measureDetection} from './detection.ts'
import {measureDuration} from './duration.ts'
import {measureLocal} from './local.ts'
import {measureBundle, measureMemory, measureStart} from './processes.ts'
import {measureProtection} from './protection.ts'
import {type Line, tableOf} from './table.ts'
import {measureTenants} from './tenants.ts'

const {values: asked} = parseArgs({
  options: {records: {type: 'string', default: '1000000'}, large: {type: 'boolean', default: false}},
})

const lines: Line[] = [
  await measureStart(),
  ...(await measureCalls()),
  ...(await measureDuration()),
  ...(await measureMemory()),
  ...(await measureLocal({records: Number(asked.records), large: asked.large})),
  ...(await measureProtection()),
  await measureBundle(),
  ...(await measureDetection()),
  ...(await measureTenants()),
]
console.log(tableOf(lines))
await writeFile('bench-results.json', `${JSON.stringify(lines, null, 2)}\n`)
if (lines.some(line => line.target !== undefined && line.value > line.target)) process.exitCode = 1
