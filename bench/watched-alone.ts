/** A month streamed from the generator, with the watch or without; prints the most memory the process had, in MB. */
import {recordsOf, tenantOf, watchOctober} from './watched-month.ts'

const watch = process.argv[2] === 'watch' ? watchOctober() : undefined
let characters = 0
for (const [record, time] of recordsOf(tenantOf(12, {recordsPerMonth: 300_000}))) {
  characters += record.AuditData.length
  watch?.see(record, time)
}
watch?.finish({gaps: []})
console.log(JSON.stringify({characters, megabytes: process.resourceUsage().maxRSS / 1024}))
