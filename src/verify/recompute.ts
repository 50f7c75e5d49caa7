/** What is made from the records is made once more, by the program that made it and by no other. */
import {type Period, recordedPeriod} from '../audit/period.ts'
import {type AuditRecord, millisecondsOf} from '../audit/record.ts'
import {instructions} from '../evidence/instruction-files.ts'
import type {Manifest} from '../report/manifest.ts'
import {causes} from '../wire/failure.ts'
import {ledgerIn} from './coverage.ts'
import type {Faults} from './faults.ts'
import {type DetectionGiven, FindingsCheck} from './findings.ts'
import type {ReadContent} from './folder-files.ts'
import {ReportCheck} from './report.ts'

export interface Recomputation extends DetectionGiven {
  /** SHA-256 of this program, where it runs as a bundle. */
  bundle: string | undefined
}

const findingsAndReport = 'findings.json, baseline.json.gz, report.html and summary.md'

export class RecomputeCheck {
  private readonly manifest: Manifest
  private readonly findings: FindingsCheck | string
  private readonly report: ReportCheck | string
  private lacksRecords = false

  private constructor(manifest: Manifest, findings: FindingsCheck | string, report: ReportCheck | string) {
    this.manifest = manifest
    this.findings = findings
    this.report = report
  }

  /** @returns in words what is not made again, and why. */
  static start(manifest: Manifest, given: Recomputation): RecomputeCheck | string {
    const {tool} = manifest
    if (given.bundle === undefined || tool.bundle !== given.bundle)
      return `${findingsAndReport} were not made again: they were written by ${describeTool(manifest)}, and this is another program. ${fetchTool(manifest)}`
    const period = periodOf(manifest)
    if (period === undefined)
      return `${findingsAndReport} were not made again: ${manifest.period.timezone} is no time zone here.`
    // Nothing is detected in a part of a period.
    const findings = manifest.shard ? 'a part of a period has none' : FindingsCheck.start(manifest, period, given)
    return new RecomputeCheck(manifest, findings, ReportCheck.start(manifest, period))
  }

  /** @param record undefined where no file gives its columns. */
  see(record: AuditRecord | undefined): void {
    if (record === undefined) {
      this.lacksRecords = true
      return
    }
    const time = millisecondsOf(record.CreationDate)
    if (typeof this.findings !== 'string') this.findings.see(record, time)
    if (typeof this.report !== 'string') this.report.see(record, time)
  }

  /** @returns what was checked, and what was not. */
  async end(read: ReadContent, faults: Faults): Promise<{checked: string[]; unchecked: string[]}> {
    const {manifest, findings, report} = this
    const {columns, records, shard} = manifest
    if (this.lacksRecords || (columns?.differing !== 0 && records > 0 && !manifest.files.some(hasColumns)))
      return {
        checked: [],
        unchecked: [`${findingsAndReport} were not made again: no file gives all columns of the records.`],
      }
    const entries = ledgerIn(manifest)
    for (const [name, content] of instructions())
      if ((await read(name))?.toString('utf8') !== content)
        faults.add(`${name} is not the one that this program writes.`)
    const checked = ['VERIFY.txt and verify.html, by those of this program']
    const unchecked: string[] = []
    const detection =
      typeof findings === 'string' ? undefined : await findings.end(entries, manifest.incidents, {read, faults})
    if (typeof findings !== 'string') checked.push('findings and baseline, by running detection again')
    else if (!shard) unchecked.push(`Findings and baseline were not checked: ${findings}.`)
    if (typeof report === 'string') unchecked.push(`Report and summary were not rendered again: ${report}.`)
    else if (!detection && !shard)
      unchecked.push('Report and summary were not rendered again: they show findings, which were not checked.')
    else {
      await report.end(entries, detection, {read, faults})
      checked.push(shard ? 'the summary, by rendering it again' : 'report and summary, by rendering them again')
    }
    return {checked, unchecked}
  }
}

/** The CSV with the cmdlet's columns. */
function hasColumns({name}: {name: string}): boolean {
  return /(?<!\.flat)\.csv(\.age)?$/.test(name)
}

function periodOf({period}: Manifest): Period | undefined {
  try {
    const {label, text, timezone, start, end} = period
    return recordedPeriod({label, text, timezone, start: millisecondsOf(start), end: millisecondsOf(end)})
  } catch {
    return undefined
  }
}

function describeTool({tool}: Manifest): string {
  const commit = tool.commit === 'unknown' ? '' : `, commit ${tool.commit}`
  return `version ${tool.version}${commit}${tool.bundle ? `, bundle ${tool.bundle}` : ''}`
}

/** How the program that wrote the folder is had. */
function fetchTool({tool}: Manifest): string {
  const repository = tool.repository ?? 'OWNER/m365-audit-export'
  const at = tool.commit === 'unknown' ? (tool.ref ?? `v${tool.version}`) : tool.commit
  return `Fetch it: git clone https://github.com/${repository} && git -C ${repository.split('/').at(-1)} checkout ${at}`
}

/** The content of a file, for those who compare it. */
export async function contentOr(
  read: () => Promise<Buffer>,
  name: string,
  faults: Faults,
): Promise<Buffer | undefined> {
  try {
    return await read()
  } catch (error) {
    faults.add(`${name} can't be read: ${causes(error)}.`)
    return undefined
  }
}
