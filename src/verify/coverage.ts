/** Whether what the manifest claims of the period follows from its own windows. */

import {estimateMissing} from '../audit/estimate.ts'
import {conclude, type LedgerEntry} from '../audit/ledger.ts'
import {pluralise} from '../audit/numbers.ts'
import {instantOf, millisecondsOf} from '../audit/record.ts'
import {tilingFaults} from '../audit/window.ts'
import type {Manifest} from '../report/manifest.ts'
import {toolName, version} from '../version.ts'
import type {Faults} from './faults.ts'

/** The manifest's windows as the ledger had them, in its order. */
export function ledgerIn({windows}: Manifest): LedgerEntry[] {
  return windows.map(({start, end, status, attempts, evidence, compared, began, reason}) => ({
    start: millisecondsOf(start),
    end: millisecondsOf(end),
    ...{status, attempts, evidence},
    ...(compared ? {compared} : {}),
    ...(began === undefined ? {} : {began: millisecondsOf(began)}),
    ...(reason ? {reason} : {}),
  }))
}

export function checkCoverage(manifest: Manifest, faults: Faults): void {
  const period = {start: millisecondsOf(manifest.period.start), end: millisecondsOf(manifest.period.end)}
  const entries = ledgerIn(manifest)
  const {missing, double} = tilingFaults(period, entries)
  for (const gap of missing) faults.add(`No window covers ${instantOf(gap.start)} to ${instantOf(gap.end)}.`)
  for (const overlap of double)
    faults.add(`Windows cover ${instantOf(overlap.start)} to ${instantOf(overlap.end)} twice or outside the period.`)
  checkVerdict(manifest, entries, faults)
  const {estimate} = manifest
  if (estimate && JSON.stringify(estimate) !== JSON.stringify(estimateMissing(manifest.windows)))
    faults.add('The estimate of what may be missing does not follow from the windows.')
  const sum = manifest.windows.reduce((total, window) => total + window.records, 0)
  if (sum !== manifest.records)
    faults.add(`The windows hold ${pluralise(sum, 'record')}, the manifest says ${manifest.records}.`)
}

function checkVerdict(manifest: Manifest, entries: readonly LedgerEntry[], faults: Faults): void {
  const {status} = manifest
  const start = millisecondsOf(manifest.period.start)
  const end = millisecondsOf(manifest.period.end)
  const began = millisecondsOf(manifest.run.started)
  const settle = millisecondsOf(manifest.period.settled) - end
  const gaps = manifest.windows.filter(window => window.status === 'gap')
  if (gaps.length > 0 && status !== 'incomplete')
    faults.add(`The status is ${status} although ${pluralise(gaps.length, 'window is a gap', 'windows are gaps')}.`)
  if (gaps.some(gap => gap.reason === undefined)) faults.add('A gap has no reason.')
  if (manifest.windows.some(window => window.status !== 'gap' && window.reason !== undefined))
    faults.add('A window that is said to be proven has a reason why it is not.')
  if (status === 'complete' && began < millisecondsOf(manifest.period.settled))
    faults.add('The status is complete although the period had not settled when reading began.')
  const early = entries.filter(entry => entry.began !== undefined && entry.began < entry.end + settle)
  if (status === 'complete' && early.length > 0)
    faults.add(`The status is complete although ${pluralise(early.length, 'window')} had not settled when read.`)
  if (status !== 'complete' && manifest.reasons.length === 0) faults.add(`The status is ${status} without a reason.`)
  const judged = conclude({start, end}, entries, settle, began)
  // A merged export may lack a part, which no window tells.
  const lacksPart = manifest.merged !== undefined && status === 'incomplete'
  const isWrong = judged.status === 'complete' || (judged.status === 'provisional' && status === 'incomplete')
  if (isWrong && judged.status !== status && !lacksPart)
    faults.add(`The status is ${status}; by the windows it is ${judged.status}.`)
  // In an encrypted export, what a service said may be left out of the readable manifest.
  const isWordForWord =
    isOfThisVersion(manifest) && (manifest.encryption === undefined || manifest.pseudonyms !== undefined)
  if (isWordForWord && judged.reasons.some(reason => !manifest.reasons.includes(reason)))
    faults.add('The reasons for the status do not follow from the windows.')
}

/** Words and columns may differ between versions. */
export function isOfThisVersion({tool}: Manifest): boolean {
  return tool.name === toolName && tool.version === version
}
