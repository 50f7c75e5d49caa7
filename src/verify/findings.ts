/** Whether findings and baseline are what detection finds in these records. */
import {gunzipSync} from 'node:zlib'
import {parsedJson} from '../audit/json.ts'
import type {LedgerEntry} from '../audit/ledger.ts'
import type {Period} from '../audit/period.ts'
import type {AuditRecord} from '../audit/record.ts'
import type {Baseline} from '../detect/baseline.ts'
import {type Detection, type DetectionResult, type DetectionSettings, startDetection} from '../detect/detection.ts'
import {findingsText, incidentsToReview} from '../detect/findings.ts'
import type {Manifest} from '../report/manifest.ts'
import type {Faults} from './faults.ts'
import type {ReadContent} from './folder-files.ts'
import {recordedDetection} from './recorded-detection.ts'

/** What findings follow from besides the records, as it is at hand for the check. */
export interface DetectionGiven
  extends Pick<DetectionSettings, 'hash' | 'keyed' | 'accepted' | 'watched' | 'ownRules'> {
  baseline?: Baseline | undefined
  /** Of the file of accepted findings. */
  sha256?: string
}

export class FindingsCheck {
  private readonly period: Period
  private readonly detection: Detection

  private constructor(period: Period, detection: Detection) {
    this.period = period
    this.detection = detection
  }

  /** @returns in words why detection can't be run again, where something is not at hand. */
  static start(manifest: Manifest, period: Period, given: DetectionGiven): FindingsCheck | string {
    const {detection: recorded} = manifest
    if (!recorded) return 'the manifest does not say what detection was given'
    if (recorded.failed?.some(({reason}) => reason === 'time')) return 'a rule was taken out because it was too slow'
    const {minimumSeverity} = recorded
    const {sha256, baseline, accepted, watched, ownRules} = given
    const at = recordedDetection({...given, minimumSeverity})
    if (recorded.baselineKey !== undefined)
      return 'the baseline of that run was keyed with the state-key of before, which was then replaced'
    if (recorded.key !== undefined && at.key !== recorded.key)
      return `${needed('state-key', at.key)} (--state-key-file)`
    if (recorded.baseline !== undefined && at.baseline !== recorded.baseline)
      return `${needed('baseline', at.baseline)}, as a file (--baseline), whose JSON has the SHA-256 ${recorded.baseline}`
    if (recorded.lists !== undefined && at.lists !== recorded.lists)
      return `${needed('file of accepted findings', at.lists)} (--accepted), with the SHA-256 ${recorded.lists}`
    if (recorded.rules !== undefined && at.rules !== recorded.rules)
      return `${needed('folder of own rules', at.rules)} (--rules), with the SHA-256 ${recorded.rules}`
    const settings: DetectionSettings = {
      period,
      minimumSeverity,
      hash: given.hash,
      keyed: recorded.key !== undefined,
      ...(recorded.baseline === undefined ? {} : {baseline}),
      ...(recorded.lists === undefined || sha256 === undefined ? {} : {accepted, watched}),
      ...(recorded.rules === undefined ? {} : {ownRules}),
    }
    return new FindingsCheck(period, startDetection(settings))
  }

  see(record: AuditRecord, time: number): void {
    this.detection.see(record, time)
  }

  /** @param listed incidents of the manifest; undefined where it was written before it had any. */
  async end(
    entries: readonly LedgerEntry[],
    listed: Manifest['incidents'],
    {read, faults}: {read: ReadContent; faults: Faults},
  ): Promise<DetectionResult> {
    const result = this.detection.finish({gaps: entries.filter(entry => entry.status === 'gap')})
    const findings = await read('findings.json')
    if (findings?.toString('utf8') !== findingsText(this.period, result))
      faults.add('findings.json is not what detection finds in these records.')
    if (listed !== undefined && JSON.stringify(listed) !== JSON.stringify(incidentsToReview(result.incidents)))
      faults.add('manifest.json names other incidents than detection finds in these records.')
    const baseline = await read('baseline.json.gz')
    if (baseline === undefined || unpacked(baseline) !== JSON.stringify(result.baseline))
      faults.add('baseline.json.gz is not what follows from these records.')
    return result
  }
}

const largestBaseline = 256 << 20

/** As it would be written: packed bytes differ between versions of zlib. */
function unpacked(bytes: Uint8Array): string {
  try {
    const text = gunzipSync(bytes, {maxOutputLength: largestBaseline}).toString('utf8')
    return JSON.stringify(parsedJson(text)) === text ? text : ''
  } catch {
    return ''
  }
}

/** @param given its hash, where one was given. */
function needed(what: string, given: string | undefined): string {
  return given === undefined
    ? `they need the ${what} of that run`
    : `the ${what} that was given is not the one of that run`
}
