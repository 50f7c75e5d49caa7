/** Whether report and summary are what this program renders from manifest and records. */
import type {Estimate} from '../audit/estimate.ts'
import {parsedObject} from '../audit/json.ts'
import type {LedgerEntry} from '../audit/ledger.ts'
import type {Period} from '../audit/period.ts'
import {type AuditRecord, millisecondsOf} from '../audit/record.ts'
import type {DetectionResult} from '../detect/detection.ts'
import {type Disclosure, disclosing} from '../report/disclose.ts'
import {Figures} from '../report/figures.ts'
import type {Manifest} from '../report/manifest.ts'
import {monthFacts} from '../report/month.ts'
import {summarySections, summaryText} from '../report/summary.ts'
import type {Faults} from './faults.ts'
import type {ReadContent} from './folder-files.ts'

type Renderable = Manifest & {disclose: Disclosure}

export class ReportCheck {
  private readonly manifest: Renderable
  private readonly period: Period
  private readonly estimate: Estimate
  private readonly figures: Figures

  private constructor(manifest: Renderable, estimate: Estimate, period: Period) {
    this.manifest = manifest
    this.estimate = estimate
    this.period = period
    this.figures = new Figures(period)
  }

  /** @returns in words why they can't be rendered again. */
  static start(manifest: Manifest, period: Period): ReportCheck | string {
    const {estimate, disclose, earlier, encryption, pseudonyms} = manifest
    if (!estimate || !disclose) return 'the manifest does not say all that they are rendered from'
    if (earlier?.added !== undefined)
      return `they compare with the earlier export of ${earlier.finished}, which is not here`
    if (encryption && !pseudonyms) return 'the readable manifest of an encrypted export leaves out what names people'
    const {missing, ...readings} = estimate
    return new ReportCheck({...manifest, disclose}, {...readings, ...(missing ? {missing} : {})}, period)
  }

  see(record: AuditRecord, time: number): void {
    const data = parsedObject(record.AuditData)
    const {Workload} = data ?? {}
    const workload = typeof Workload === 'string' || typeof Workload === 'number' ? String(Workload) : ''
    this.figures.see({record, time, workload}, data)
  }

  /** @param detection what detection found; absent for a part of a period. */
  async end(
    entries: readonly LedgerEntry[],
    detection: DetectionResult | undefined,
    {read, faults}: {read: ReadContent; faults: Faults},
  ): Promise<void> {
    const {manifest, period, estimate, figures} = this
    const {earlier} = manifest
    const facts = monthFacts(manifest, {
      ...{period, estimate, figures, detection},
      windows: entries,
      earlier: earlier && {...earlier, finished: millisecondsOf(earlier.finished)},
      encrypted: manifest.encryption ? manifest.files[0]?.name : undefined,
      recordFiles: manifest.files.map(({name}) => name),
    })
    const check = async (name: string, expected: string) => {
      const found = await read(name)
      if (found?.toString('utf8') !== expected)
        faults.add(`${name} is not what this program renders from these records.`)
    }
    await check('summary.md', summaryText(summarySections(facts, manifest.disclose)))
    if (detection === undefined) return
    const {reportPage} = await import('../report/page.ts')
    await check('report.html', reportPage(facts, disclosing('full')))
  }
}
