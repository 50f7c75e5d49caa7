/** A month streamed from the generator, with detection or without; prints the most memory the process had, in MB. */
import {octoberDetection, recordsOf, tenantOf} from './detection-month.ts'

const detection = process.argv[2] === 'detection' ? octoberDetection() : undefined
let characters = 0
for (const [record, time] of recordsOf(tenantOf(12, {recordsPerMonth: 300_000}))) {
  characters += record.AuditData.length
  detection?.see(record, time)
}
detection?.finish({gaps: []})
console.log(JSON.stringify({characters, megabytes: process.resourceUsage().maxRSS / 1024}))
